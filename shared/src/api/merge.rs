//! Two records of one person that become one: what becomes of each thing, looked at before and then done.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::id::MemberId;
use crate::member::MemberStatus;
use crate::merge::{MergeOutcome, MergePart, MergeWhy};

/// Merges another record of the same person into the one that the path names.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeMembers {
    /// The record that ends.
    pub with: MemberId,
}

/// What would become of two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergePreview {
    /// The record that stays.
    pub stays: MergeSide,
    /// The record that ends.
    pub ends: MergeSide,
    /// What hangs on them, thing by thing.
    pub items: Vec<MergeItem>,
    /// What was seen: sent as `If-Match`, the merge is refused once any of this has changed.
    pub version: String,
}

/// One of the two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergeSide {
    /// Which.
    pub id: MemberId,
    /// Its name, or its address where it has none.
    pub name: String,
    /// Its address.
    pub email: String,
    /// Its role.
    pub role: Role,
    /// Where it stands.
    pub status: MemberStatus,
}

/// Something that hangs on one of the records, or on both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergeItem {
    /// What it is.
    pub part: MergePart,
    /// Which one: of the license, the team, the field; empty where there is but one.
    pub id: String,
    /// How that is called.
    pub name: String,
    /// What the record that stays has of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<String>,
    /// What the record that ends has of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
    /// What becomes of it.
    #[serde(default = "not_judged")]
    pub outcome: MergeOutcome,
    /// Why it does not go along, or not as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<MergeWhy>,
}

/// Items come from the database without an outcome.
const fn not_judged() -> MergeOutcome {
    MergeOutcome::Keeps
}

impl MergeItem {
    /// An item that is not judged yet.
    pub const fn new(part: MergePart, mine: Option<String>, theirs: Option<String>) -> Self {
        let outcome = not_judged();
        Self { part, id: String::new(), name: String::new(), mine, theirs, outcome, why: None }
    }
}
