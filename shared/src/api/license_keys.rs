//! License keys and license links: what lets people onto a license by themselves (B8, B9). Not recommended.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::{AssignmentId, LicenseId, LicenseKeyId, OrganizationId};
use crate::license_key::{KeyForm, KeyLimits};
use crate::time::Timestamp;

/// A license key or link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LicenseKey {
    /// Its id.
    pub id: LicenseKeyId,
    /// Typed or followed.
    pub form: KeyForm,
    /// What people type, or the address that they follow; absent once it is revoked, and for whoever may not invite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Its limits.
    pub limits: KeyLimits,
    /// How many people it has let in, or keeps a seat for until they confirm their address.
    pub uses: u32,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// Since when it lets nobody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Always false: see `caution`.
    pub recommended: bool,
    /// Why it is not recommended.
    pub caution: String,
}

/// Uses a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseKey {
    /// The key, as typed.
    pub key: String,
}

/// I am on the license now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct JoinedLicense {
    /// My place.
    pub assignment: AssignmentId,
    /// The license.
    pub license: Named<LicenseId>,
    /// Where.
    pub organization: Named<OrganizationId>,
}

/// What a license link gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LinkOffer {
    /// The license.
    pub license: Named<LicenseId>,
    /// Where.
    pub organization: Named<OrganizationId>,
    /// Who gives it.
    pub by: String,
    /// Whether I am on it already.
    pub joined: bool,
}

/// Uses a license link: an empty object for whoever is signed in, else the address that is to confirm it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    /// My name.
    #[serde(default)]
    pub name: String,
    /// My address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What using a license link came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct UsedLink {
    /// I am on the license.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedLicense>,
    /// If the address is new there, an invitation is on its way to it.
    pub mailed: bool,
}
