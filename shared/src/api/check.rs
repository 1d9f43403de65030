//! May this person use this now? Asked by programs at the edge.

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::id::{LicenseId, MemberId};
use crate::provider::Limited;
use crate::time::Timestamp;

/// Asks about one person and one product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The member; or else `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The address; or else `member`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The product: what the license names, or one that its package bundles; by what programs call it, name or id.
    pub product: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// Whether they may.
    pub allowed: bool,
    /// Why.
    pub reason: CheckReason,
    /// The license that allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<LicenseId>,
    /// What they cannot do yet: meetings, while no account is connected or the connection is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limited: Option<Limited>,
    /// Until when they may, grace included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Why a person may or may not use a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckReason {
    /// They hold a seat.
    Seated,
    /// They are invited and have not accepted.
    Invited,
    /// They have no seat on a license for it.
    NoSeat,
    /// They are deactivated.
    Disabled,
    /// Their license has ended or not begun.
    LicenseNotInTerm,
    /// No such person here.
    UnknownPerson,
}
