//! My own licenses: what I may use, and the seats that I am offered (B13, B14).

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::{AssignmentId, LicenseId};
use crate::license::AssignmentStatus;
use crate::time::Timestamp;

/// My place on one license. While it is `invited`, a seat is kept for me and I can join or decline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MyLicense {
    /// My place; joining and declining name it.
    pub id: AssignmentId,
    /// The license.
    pub license: Named<LicenseId>,
    /// What it is for, by the name of today.
    pub product: String,
    /// Where I stand on it.
    pub status: AssignmentStatus,
    /// Who made it so: while I am invited, who asks me.
    pub changed_by: String,
    /// Since when.
    pub changed_at: Timestamp,
    /// The start of the license's term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// The end of the license's term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}
