//! Licenses and their seat ledger.

use serde::{Deserialize, Serialize};

use crate::id::{AssignmentId, LicenseId};
use crate::license::{LicenseState, LicenseType};
use crate::seat::{Overage, SeatCounts};
use crate::text::Name;
use crate::time::Timestamp;

/// Creates a license.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateLicense {
    /// Its name.
    pub name: Name,
    /// What it licenses; the name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Name>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: LicenseType,
    /// Seats bought.
    pub seats: u32,
    /// How far it may go over its seats.
    #[serde(default)]
    pub overage: Overage,
    /// Start of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Changes a license; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLicense {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Seats bought; never under what is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// How far it may go over its seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overage: Option<Overage>,
    /// End of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// A license with its seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct License {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    /// What it licenses.
    pub product: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: LicenseType,
    /// Its seats.
    pub seats: SeatCounts,
    /// How far it may go over its seats.
    pub overage: Overage,
    /// Where it stands in its term.
    pub state: LicenseState,
    /// Start of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
}

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
    /// Whose seat: the person's name, or address while they have none.
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

/// Whether counters, ledger and assignments of every license agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoctorReport {
    /// Licenses looked at.
    pub licenses: u32,
    /// Those whose numbers differ.
    pub differences: Vec<SeatDifference>,
}

/// A license whose counter, ledger or assignments disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatDifference {
    /// The license.
    pub license: LicenseId,
    /// What the license's counters say: total, reserved, held.
    pub counters: (i64, i64, i64),
    /// What the ledger sums up to: total, reserved, held.
    pub ledger: (i64, i64, i64),
    /// What the assignments are: reserved, held.
    pub assignments: (i64, i64),
    /// People in the queue: by the counter, and in line.
    pub queue: (i64, i64),
    /// Whether somebody waits though a seat is free.
    pub overlooked: bool,
}
