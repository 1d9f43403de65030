//! Figures about people that programs send by external id, and the ids themselves.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::error::Code;
use crate::id::{ExternalIdId, MemberId};
use crate::time::Timestamp;

/// Figures of one request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendMeasures {
    /// Which, 1 to 1000.
    pub measures: Vec<Measure>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Names the figure at its sender: sent again it corrects, and is never counted twice.
    pub key: String,
    /// The system that knows the person.
    pub source: String,
    /// Their id there.
    pub external_id: String,
    /// What was measured: `calls_handled`.
    pub metric: String,
    /// When; the day counts.
    pub at: Timestamp,
    /// How much.
    pub value: f64,
}

/// What became of each figure, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureResults {
    /// One result for each.
    pub results: Vec<MeasureResult>,
}

/// What became of one figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureResult {
    /// Its key.
    pub key: String,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// It is new.
    Added,
    /// It was there and is otherwise now.
    Changed,
    /// It was there as it is.
    Unchanged,
    /// It is not taken.
    Refused,
}

/// An identifier of a person in another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ExternalId {
    /// The record.
    pub id: ExternalIdId,
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// Whose it is.
    pub member: Named<MemberId>,
}

/// Gives people identifiers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddExternalIds {
    /// Which, 1 to 500.
    pub ids: Vec<NewExternalId>,
}

/// An identifier to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExternalId {
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// Whose it is to be; or their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The address of whoever is to have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What became of each identifier, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExternalIdResults {
    /// One result for each.
    pub results: Vec<ExternalIdResult>,
}

/// What became of one identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExternalIdResult {
    /// What became of it.
    pub outcome: RowOutcome,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Named<MemberId>>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
