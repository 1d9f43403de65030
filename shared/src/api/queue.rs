//! Who waits for a seat of a full license.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::email::Email;
use crate::id::{LicenseId, MemberId, QueueEntryId};
use crate::queue::{QueueMove, QueueState};
use crate::time::Timestamp;

/// One person's place in the queue of one license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct QueueEntry {
    /// The entry.
    pub id: QueueEntryId,
    /// The place in line, from 1; absent once it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The place in line at the beginning.
    pub joined_at_place: u32,
    /// The member; pending if they are new.
    pub member: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// The role offered to somebody who has not joined when their turn comes.
    pub role: Role,
    /// Where it stands.
    pub state: QueueState,
    /// Why: `license_full` while waiting; then `seated`, `taken_out`, `seated_otherwise`, `member_disabled`,
    /// `member_removed`, `license_ended` or `no_staff_seat`.
    pub reason: String,
    /// Who put them in the queue.
    pub queued_by: String,
    /// Since when they wait.
    pub queued_at: Timestamp,
    /// Since when it stands as it does.
    pub changed_at: Timestamp,
}

/// Moves somebody in the queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveInQueue {
    /// Where to.
    pub to: QueueMove,
}

/// A license for whose seat a person waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Waiting {
    /// The license.
    pub license: LicenseId,
    /// The entry in its queue; absent in a preview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<QueueEntryId>,
    /// The place in line, from 1.
    pub place: u32,
}

/// A license for whose seat a member waits, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct WaitsFor {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    /// The entry in its queue.
    pub entry: QueueEntryId,
    /// The place in line, from 1.
    pub place: u32,
}
