//! Services: what the organization offers, and which teams offer it.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::email::Email;
use crate::id::{MemberId, ServiceId, TeamId};
use crate::member::MemberStatus;
use crate::text::{Name, Note};
use crate::time::Timestamp;

/// The most teams of one service.
pub const MAX_TEAMS: usize = 100;

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Service {
    /// The service.
    pub id: ServiceId,
    /// Its name, unique in the organization whatever the case of its letters.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// Whether it is offered at present.
    pub active: bool,
    /// Whether every member offers it: so it is until it is attached to teams.
    pub everybody: bool,
    /// The teams that offer it, by name.
    pub teams: Vec<Named<TeamId>>,
    /// How many active members are linked to it.
    pub members: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Somebody linked to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ServiceMember {
    /// The member.
    pub id: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Where they stand: only active members can be used in collaboration.
    pub status: MemberStatus,
    /// The teams that link them; none where every member offers the service.
    pub teams: Vec<Named<TeamId>>,
}

/// Makes a service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateService {
    /// The name.
    pub name: Name,
    /// What it is.
    #[serde(default)]
    pub description: Note,
    /// Whether it is offered at once; it is unless said otherwise.
    #[serde(default = "yes")]
    pub active: bool,
    /// The teams that offer it, at most 100; none: every member does.
    #[serde(default)]
    pub teams: Vec<TeamId>,
}

const fn yes() -> bool {
    true
}

/// Changes what is given.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeService {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Another description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Note>,
    /// Whether it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// All the teams that offer it from now on; none: every member does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<Vec<TeamId>>,
}

/// Which services a list shows.
#[derive(Clone, Debug, Default)]
pub struct ServiceFilter {
    /// A part of the name.
    pub search: Option<String>,
    /// Those that this team offers.
    pub team: Option<TeamId>,
    /// Those to which this member is linked.
    pub member: Option<MemberId>,
}
