//! The first page after sign-in, in one answer.

use serde::{Deserialize, Serialize};

use crate::api::events::Event;
use crate::api::invitations::InvitationCounts;
use crate::api::licenses::License;
use crate::api::members::MemberCounts;
use crate::api::notices::Notice;

/// Counters, seats by need, and what happened last. What whoever asks may not list is none or nothing here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Home {
    /// People by status and by role.
    pub members: MemberCounts,
    /// Invitations by status.
    pub invitations: InvitationCounts,
    /// Open invitations that expire within three days.
    pub expiring_soon: u32,
    /// Expired invitations whose person asked for a new one.
    pub requests: u32,
    /// People with a seat whose connection to a meeting provider does not work.
    pub broken_connections: u32,
    /// Seats free on all licenses together that have not ended.
    pub seats_free: u64,
    /// How many licenses there are.
    pub licenses_total: u32,
    /// The licenses that have not ended with the fewest free seats, at most six.
    pub licenses: Vec<License>,
    /// Notices about licenses that are due now, at most twenty.
    pub notices: Vec<Notice>,
    /// The last ten events; empty for those who may not read the log.
    pub events: Vec<Event>,
}
