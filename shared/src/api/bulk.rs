//! One act on many members: named one by one, or all that a filter finds but some.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::api::members::MemberFilter;
use crate::error::Code;
use crate::id::{MemberId, TeamId};

/// The most people on whom one request acts.
pub const MAX_PEOPLE: usize = 10_000;

/// The most people whom one request enables: each passes the gate by themselves.
pub const MAX_ENABLED: usize = 100;

/// Does one thing to many people, each judged by themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkMembers {
    /// What to do.
    pub act: BulkAct,
    /// To whom.
    pub to: BulkTarget,
}

/// What is done to each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkAct {
    /// Deactivates: sessions end, seats are free.
    Disable,
    /// Enables again, if the seats they had are free; at most 100 people.
    Enable,
    /// Removes for good; seats are free.
    Remove,
    /// Gives a role.
    SetRole {
        /// The role.
        role: Role,
    },
    /// Puts into a team.
    JoinTeam {
        /// The team.
        team: TeamId,
    },
    /// Takes out of a team.
    LeaveTeam {
        /// The team.
        team: TeamId,
    },
}

/// To whom it is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkTarget {
    /// To these, 1 to 10,000.
    Members(Vec<MemberId>),
    /// To all that a filter finds.
    Matching {
        /// The filter.
        filter: MemberFilter,
        /// Whom to leave out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<MemberId>,
        /// How many the caller saw; if there are others by now, nothing happens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u32>,
    },
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkResults {
    /// How many it was done to.
    pub done: u32,
    /// Seats that came free.
    pub seats_freed: u32,
    /// Every person in turn.
    pub results: Vec<BulkResult>,
}

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkResult {
    /// Who.
    pub member: MemberId,
    /// Their name or address; empty for somebody who is not there.
    pub name: String,
    /// What became of them.
    pub outcome: BulkOutcome,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What became of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    /// It was done.
    Done,
    /// It was so already.
    Unchanged,
    /// It was refused; `code` and `message` say why.
    Refused,
}
