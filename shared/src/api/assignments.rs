//! Who is on a license.

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::id::{AssignmentId, ConnectionId, MemberId};
use crate::license::AssignmentStatus;
use crate::provider::{Link, ProviderId};
use crate::queue::WhenFull;
use crate::time::Timestamp;

/// Puts people on a license: 1 to 500 rows, each judged by itself; answered by `RowResults`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The rows.
    pub assignments: Vec<AssignRow>,
    /// What becomes of people for whom there is no seat; refused when absent.
    #[serde(default)]
    pub when_full: WhenFull,
}

/// One person to put on a license: a member by id, or anybody by address (who is not a member is invited).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum AssignRow {
    /// A member.
    Member {
        /// Their id.
        member: MemberId,
    },
    /// An address.
    Email {
        /// The address, as typed.
        email: String,
    },
}

/// One person's place on a license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Assignment {
    /// The assignment.
    pub id: AssignmentId,
    /// The member.
    pub member: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Where they stand on the license.
    pub status: AssignmentStatus,
    /// By which door they came.
    pub door: String,
    /// Why it stands as it does (`invited`, `accepted`, `declined`, ...).
    pub reason: String,
    /// Who made it so.
    pub changed_by: String,
    /// Since when it stands as it does.
    pub changed_at: Timestamp,
    /// The meeting providers that the license uses, with the person's connection there.
    pub links: Vec<AssignmentLink>,
    /// The version of their photo, where there is one: `members/{member}/photo?v=...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

/// A provider that a license uses, and the connection of one of its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct AssignmentLink {
    /// The provider.
    pub provider: ProviderId,
    /// How the connection stands; absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Link>,
    /// The connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionId>,
}
