//! Teams: named groups of members, with leaders.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::api::Named;
use crate::email::Email;
use crate::error::Code;
use crate::id::{MemberId, TeamId};
use crate::member::MemberStatus;
use crate::text::Name;
use crate::time::Timestamp;

/// The most members that one request puts into a team.
pub const MAX_JOINING: usize = 500;

/// A team, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Team {
    /// The team.
    pub id: TeamId,
    /// Its name, unique in the organization whatever the case of its letters.
    pub name: String,
    /// How many are in it; the removed don't count.
    pub members: u32,
    /// Who leads it.
    pub leaders: Vec<Named<MemberId>>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A team that a member is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MemberTeam {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Whether the member leads it.
    pub leader: bool,
}

/// Makes or renames a team.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameTeam {
    /// The name.
    pub name: Name,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct TeamMember {
    /// The member.
    pub id: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Their role.
    pub role: Role,
    /// Where they stand.
    pub status: MemberStatus,
    /// Whether they lead the team.
    pub leader: bool,
    /// The version of their photo, where there is one: `members/{member}/photo?v=...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

/// Puts members into a team; who is in already gets the new `leader`, if one is named.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinTeam {
    /// Who, 1 to 500.
    pub members: Vec<MemberId>,
    /// Whether they lead it; when absent, newcomers don't and others stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<bool>,
}

/// What became of each member, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinResults {
    /// One result for each member.
    pub results: Vec<JoinResult>,
}

/// What became of one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinResult {
    /// The member.
    pub member: MemberId,
    /// Whether they are in the team now.
    pub joined: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}
