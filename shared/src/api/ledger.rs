//! The seat ledger of a license: what happened to its seats, and what stood at the end of a day.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::id::{AssignmentId, MemberId};
use crate::time::Timestamp;

/// One entry of the seat ledger: never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LedgerEntry {
    /// Counts up.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// The assignment whose seat changed; absent when the number of seats changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<AssignmentId>,
    /// Whose seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The person's name, or address while they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// By which door (`invitation`, `assign`, ...), or `license` when the number of seats changed.
    pub door: String,
    /// Why (`invited`, `accepted`, `canceled`, ...).
    pub reason: String,
    /// Who did it.
    pub actor: String,
    /// Change of the seats bought.
    pub total: i64,
    /// Change of the seats reserved.
    pub reserved: i64,
    /// Change of the seats held.
    pub held: i64,
}

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Of one assignment.
    pub assignment: Option<AssignmentId>,
    /// Of people whose name or address has this part.
    pub search: Option<String>,
    /// By this door.
    pub door: Option<String>,
    /// Of this day or later.
    pub from: Option<Day>,
    /// Of this day or earlier.
    pub to: Option<Day>,
}

/// A license's seats at the end of a day in UTC, by the sum of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// Seats bought.
    pub total: u32,
    /// Seats kept for pending invitations.
    pub reserved: u32,
    /// Seats that people had.
    pub held: u32,
    /// Seats that were left within those bought.
    pub free: u32,
}

/// A license's seats day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LedgerDays {
    /// The days in order.
    pub days: Vec<DayCount>,
}
