//! Insights, My team, My performance, and coaching plans.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::{CoachingPlanId, MemberId, TeamId};
use crate::text::{Name, Note};
use crate::time::Timestamp;

/// The longest list of steps.
pub const MAX_STEPS: usize = 20;

/// How the organization uses what it has, and what its people do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Insights {
    /// The first day, `2026-11-24`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Seats of all licenses at the end of each day.
    pub seats: Vec<SeatDay>,
    /// Invitations made in these days, by where they stand now.
    pub invitations: Vec<Outcomes>,
    /// Different people who signed in, by day.
    pub sign_ins: Vec<SignInDay>,
    /// What was measured, by day.
    pub days: Vec<MetricDay>,
    /// What was measured, by team.
    pub teams: Vec<TeamTotal>,
}

/// Seats at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatDay {
    /// The day.
    pub day: String,
    /// Seats there were.
    pub total: u64,
    /// Seats that invitations reserved.
    pub reserved: u64,
    /// Seats that people held.
    pub held: u64,
}

/// How many invitations stand so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcomes {
    /// pending, accepted, declined, canceled or expired.
    pub status: crate::invitation::InvitationStatus,
    /// How many.
    pub invitations: u32,
}

/// How many different people signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInDay {
    /// The day.
    pub day: String,
    /// How many.
    pub people: u32,
}

/// One metric on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricDay {
    /// What was measured.
    pub metric: String,
    /// The day.
    pub day: String,
    /// The sum.
    pub total: f64,
    /// Of how many figures.
    pub count: u32,
}

/// One metric of one team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamTotal {
    /// The team.
    pub team: Named<TeamId>,
    /// What was measured.
    pub metric: String,
    /// The sum.
    pub total: f64,
    /// Of how many figures.
    pub count: u32,
}

/// One metric over all days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricTotal {
    /// What was measured.
    pub metric: String,
    /// The sum.
    pub total: f64,
    /// Of how many figures.
    pub count: u32,
}

/// The people of the teams that the caller leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyTeam {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The teams that the caller leads.
    pub teams: Vec<Named<TeamId>>,
    /// Their people, by name.
    pub people: Vec<Teammate>,
}

/// Somebody in a team that the caller leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Teammate {
    /// Who.
    pub id: MemberId,
    /// Their name, or their address while they have none.
    pub name: String,
    /// What was measured of them; several ids add up.
    pub metrics: Vec<MetricTotal>,
    /// Coaching plans that they work on.
    pub open_plans: u32,
    /// Coaching plans that they carried out.
    pub done_plans: u32,
}

/// What one person did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Performance {
    /// Who.
    pub member: Named<MemberId>,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Their ids in other systems, as `source: id`.
    pub ids: Vec<String>,
    /// What was measured, by day; several ids add up.
    pub days: Vec<MetricDay>,
    /// Their coaching plans, the newest first.
    pub plans: Vec<CoachingPlan>,
}

/// A coaching plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoachingPlan {
    /// The plan.
    pub id: CoachingPlanId,
    /// What is to be reached.
    pub goal: String,
    /// How.
    pub steps: Vec<Step>,
    /// Until which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What else is to be said.
    pub notes: String,
    /// Whether it was reached.
    pub done: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

/// A step of a coaching plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do.
    pub text: Name,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

/// Makes a coaching plan for oneself, or writes it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteCoachingPlan {
    /// What is to be reached.
    pub goal: Name,
    /// How, at most 20 steps.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What else is to be said.
    #[serde(default)]
    pub notes: Note,
    /// Whether it is reached.
    #[serde(default)]
    pub done: bool,
}
