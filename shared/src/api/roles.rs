//! Roles of the organization, and what a member holds beside theirs.

use serde::{Deserialize, Serialize};

use crate::access::{Permissions, Role};
use crate::api::Named;
use crate::id::MemberId;
use crate::text::Name;
use crate::time::Timestamp;

/// A role, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct RoleInfo {
    /// The word of a built-in role, or the id of one that the organization made.
    pub id: Role,
    /// Its name, unique in the organization whatever the case of its letters.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Whether it is built in, and stays as it is.
    pub built_in: bool,
    /// The role that it was made from; absent where it is built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<Role>,
    /// What it may do.
    pub permissions: Permissions,
    /// How many have it and may sign in, or were deactivated.
    pub members: u32,
    /// To how many it is offered.
    pub invited: u32,
    /// Which state of the role this is: send it as `If-Match` with a change. Absent where it is built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}

/// Makes a role.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRole {
    /// The name; not that of a built-in role.
    pub name: Name,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The role that it is made from.
    pub based_on: Role,
    /// What it may do; when absent, what the other may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
}

/// Changes a role; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Everything that it may do from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
}

/// Asks what changes for whom if a role had these permissions; changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewRole {
    /// Everything that it would do.
    pub permissions: Permissions,
}

/// What would change for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RolePreview {
    /// What the role gains.
    pub gained: Permissions,
    /// What it loses.
    pub lost: Permissions,
    /// How many have the role.
    pub members: u32,
    /// To how many it is offered.
    pub invited: u32,
    /// How many working API tokens these members made; a token never does more than its maker.
    pub tokens: u32,
    /// Members for whom it comes to something else, because of what is granted to or denied them; at most 500.
    pub otherwise: Vec<OtherEffect>,
}

/// What would change for somebody with grants or denials of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OtherEffect {
    /// Who.
    pub member: Named<MemberId>,
    /// What they gain.
    pub gained: Permissions,
    /// What they lose.
    pub lost: Permissions,
}

/// What a member may do, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MemberPermissions {
    /// Their role.
    pub role: Role,
    /// What the role holds.
    pub of_role: Permissions,
    /// What is granted to them besides.
    pub grants: Permissions,
    /// What is denied them, whatever their role or a grant says.
    pub denials: Permissions,
    /// What they may do of it all.
    pub effective: Permissions,
    /// Which state this is: send it as `If-Match` with a change.
    pub version: String,
}

/// Sets what stands beside a member's role: all grants and all denials.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPermissions {
    /// All that is granted.
    pub grants: Permissions,
    /// All that is denied.
    pub denials: Permissions,
}
