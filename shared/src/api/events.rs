//! The audit log.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::event::{ActorKind, EventKind};
use crate::id::{EventId, OperationId};
use crate::time::Timestamp;

/// One entry: who did what to whom, by which door, and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Event {
    /// The entry.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// What sort of actor.
    pub actor_kind: ActorKind,
    /// The actor's id; empty for Usher itself.
    pub actor: String,
    /// The actor's name at the time.
    pub actor_name: String,
    /// The id of what it happened to.
    pub target: String,
    /// Its name at the time.
    pub target_name: String,
    /// What changed, old to new, as the kind needs it.
    pub details: serde_json::Value,
    /// All that was written together carries the same operation.
    pub operation: OperationId,
}

/// What the audit log is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// The kind, or its first word with a dot (`invitation.`).
    pub kind: Option<String>,
    /// The id of what it happened to.
    pub target: Option<String>,
    /// A part of the actor's or target's name.
    pub search: Option<String>,
    /// Of this day or later, in UTC.
    pub from: Option<Day>,
    /// Of this day or earlier, in UTC.
    pub to: Option<Day>,
}
