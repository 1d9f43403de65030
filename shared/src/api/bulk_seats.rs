//! One act on many seats of a license: named one by one, all that a filter finds but some, or those of an act before,
//! which is how it is undone.

use serde::{Deserialize, Serialize};

use crate::api::bulk::BulkOutcome;
use crate::error::Code;
use crate::id::{AssignmentId, LicenseId, MemberId, OperationId};
use crate::license::AssignmentStatus;

/// Does one thing to many seats of a license, each judged by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkSeats {
    /// What to do.
    pub act: SeatAct,
    /// With which.
    pub to: SeatTarget,
}

/// What is done to each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum SeatAct {
    /// Takes the person off the license; their seat is free.
    Remove,
    /// Moves the seat to another license: whoever gets none there keeps the one here.
    Move {
        /// The other license.
        to: LicenseId,
    },
    /// Puts back who was taken off by an act that `to` names, as they stood before, while there is a seat.
    Restore,
}

/// With which seats it is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SeatTarget {
    /// With these, 1 to 10,000.
    Assignments(Vec<AssignmentId>),
    /// With all that a filter finds.
    Matching {
        /// The filter.
        filter: SeatFilter,
        /// Which to leave out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<AssignmentId>,
        /// How many the caller saw; if there are others by now, nothing happens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u32>,
    },
    /// With those that an act on this license changed, or brought to it.
    Operation(OperationId),
}

/// What the list of a license's people is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatFilter {
    /// A part of name or address.
    #[serde(default, rename = "q", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Where they stand; without it all but those taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<AssignmentStatus>,
}

/// How many a filter finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MatchingSeats {
    /// People.
    pub people: u32,
    /// Seats that they take.
    pub seats: u32,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct BulkSeatResults {
    /// How many it was done with.
    pub done: u32,
    /// Seats of this license that were given up.
    pub seats_freed: u32,
    /// Names the act, to undo it; absent when nothing was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationId>,
    /// Every person in turn.
    pub results: Vec<BulkSeatResult>,
}

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct BulkSeatResult {
    /// The assignment on this license.
    pub assignment: AssignmentId,
    /// Whose; absent for an assignment that is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Their name or address; empty for somebody who is not there.
    pub name: String,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
