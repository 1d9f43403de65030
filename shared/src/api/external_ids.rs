//! Identifiers of people in other systems that change hands, and what both sides have before and after.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::{ExternalIdId, MemberId};

/// Moves identifiers to other people, all or none: one move corrects, two that cross swap.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveExternalIds {
    /// Which, 1 to 50.
    pub moves: Vec<IdMove>,
}

/// One identifier that changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdMove {
    /// The record.
    pub id: ExternalIdId,
    /// Whose it is to be.
    pub to: MemberId,
}

/// Both sides of moves, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MovesPreview {
    /// The people concerned.
    pub sides: Vec<Side>,
    /// What was seen: sent as `If-Match` with the moves, they are refused once any of this has changed.
    pub version: String,
}

/// One of the people concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// Who.
    pub member: Named<MemberId>,
    /// What they have.
    pub before: Vec<HeldId>,
    /// What they would have.
    pub after: Vec<HeldId>,
}

/// An identifier that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldId {
    /// The record.
    pub id: ExternalIdId,
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// Figures sent for it, which go along with it.
    pub figures: u32,
}
