//! What insights, My team and My performance read: sums by day, team and person. Several ids of one person add up.

use serde::Deserialize;
use shared::api::insights::CoachingPlan;
use shared::id::{MemberId, OrganizationId, TeamId};

use crate::ports::Statement;

/// Seats of all licenses at the end of each day on which one moved, since ever: rows of `SeatDay`.
pub fn seats(organization: OrganizationId, to: &str) -> Statement {
    Statement::new(
        "SELECT day, sum(t) OVER (ORDER BY day) AS total, sum(r) OVER (ORDER BY day) AS reserved, sum(h) OVER (ORDER BY day) AS held FROM \
         (SELECT substr(s.at, 1, 10) AS day, sum(s.total) AS t, sum(s.reserved) AS r, sum(s.held) AS h FROM licenses l \
         JOIN seat_ledger s ON s.license_id = l.id WHERE l.organization_id = ?1 AND s.at < ?2 || 'U' GROUP BY 1) ORDER BY day",
    )
    .bind(organization)
    .bind(to)
}

/// Invitations made since a day, by status: rows of `Outcomes`.
pub fn invitations(organization: OrganizationId, from: &str) -> Statement {
    Statement::new(
        "SELECT status, count(*) AS invitations FROM invitations WHERE organization_id = ?1 AND created_at >= ?2 GROUP BY status ORDER BY 2 DESC",
    )
    .bind(organization)
    .bind(from)
}

/// Different people who signed in, by day: rows of `SignInDay`.
pub fn sign_ins(organization: OrganizationId, from: &str) -> Statement {
    Statement::new(
        "SELECT day, count(*) AS people FROM sign_in_days WHERE organization_id = ?1 AND day >= ?2 GROUP BY day ORDER BY day",
    )
    .bind(organization)
    .bind(from)
}

/// Everything that was measured, by metric and day: rows of `MetricDay`.
pub fn days(organization: OrganizationId, from: &str) -> Statement {
    Statement::new(
        "SELECT metric, day, sum(value) AS total, count(*) AS count FROM measures WHERE organization_id = ?1 AND day >= ?2 \
         GROUP BY metric, day ORDER BY metric, day",
    )
    .bind(organization)
    .bind(from)
}

/// What was measured, by team: rows of [`TeamRow`].
pub fn teams(organization: OrganizationId, from: &str) -> Statement {
    Statement::new(
        "SELECT t.id, t.name, q.metric, sum(q.value) AS total, count(*) AS count FROM teams t \
         JOIN team_members x ON x.team_id = t.id JOIN external_ids e ON e.member_id = x.member_id \
         JOIN measures q ON q.organization_id = ?1 AND q.source = e.source AND q.external_id = e.external_id AND q.day >= ?2 \
         WHERE t.organization_id = ?1 GROUP BY t.id, q.metric ORDER BY t.name_key, q.metric",
    )
    .bind(organization)
    .bind(from)
}

/// A row of [`teams`].
#[derive(Debug, Deserialize)]
pub struct TeamRow {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// What was measured.
    pub metric: String,
    /// The sum.
    pub total: f64,
    /// Of how many figures.
    pub count: u32,
}

/// The teams that a member leads: rows of `Named<TeamId>`.
pub fn led(organization: OrganizationId, leader: MemberId) -> Statement {
    Statement::new(
        "SELECT t.id, t.name FROM team_members x JOIN teams t ON t.id = x.team_id \
         WHERE t.organization_id = ?1 AND x.member_id = ?2 AND x.leader ORDER BY t.name_key",
    )
    .bind(organization)
    .bind(leader)
}

/// Members of the teams that `?2` leads.
const MATES: &str = "SELECT o.member_id FROM team_members x JOIN team_members o ON o.team_id = x.team_id \
    WHERE x.organization_id = ?1 AND x.member_id = ?2 AND x.leader";

/// The people of the teams that a member leads, with their plans: rows of [`MateRow`].
pub fn mates(organization: OrganizationId, leader: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT m.id, iif(m.name <> '', m.name, m.email) AS name, \
         (SELECT count(*) FROM coaching_plans p WHERE p.member_id = m.id AND NOT p.done) AS open_plans, \
         (SELECT count(*) FROM coaching_plans p WHERE p.member_id = m.id AND p.done) AS done_plans \
         FROM members m WHERE m.organization_id = ?1 AND m.status IN ('active', 'disabled') AND m.id IN ({MATES}) ORDER BY m.sort_key, m.id LIMIT 500"
    ))
    .bind(organization)
    .bind(leader)
}

/// A row of [`mates`].
#[derive(Debug, Deserialize)]
pub struct MateRow {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Plans that they work on.
    pub open_plans: u32,
    /// Plans that they carried out.
    pub done_plans: u32,
}

/// What was measured of the people of those teams: rows of [`MateMetricRow`].
pub fn mate_metrics(organization: OrganizationId, leader: MemberId, from: &str) -> Statement {
    Statement::new(format!(
        "SELECT e.member_id AS id, q.metric, sum(q.value) AS total, count(*) AS count FROM external_ids e \
         JOIN measures q ON q.organization_id = ?1 AND q.source = e.source AND q.external_id = e.external_id AND q.day >= ?3 \
         WHERE e.organization_id = ?1 AND e.member_id IN ({MATES}) GROUP BY e.member_id, q.metric ORDER BY q.metric"
    ))
    .bind(organization)
    .bind(leader)
    .bind(from)
}

/// A row of [`mate_metrics`].
#[derive(Debug, Deserialize)]
pub struct MateMetricRow {
    /// Who.
    pub id: MemberId,
    /// What was measured.
    pub metric: String,
    /// The sum.
    pub total: f64,
    /// Of how many figures.
    pub count: u32,
}

/// Whether a member leads a team of another one: a row of `leads`, 0 or 1.
pub fn leads(organization: OrganizationId, leader: MemberId, member: MemberId) -> Statement {
    Statement::new(format!("SELECT ?3 IN ({MATES}) AS leads")).bind(organization).bind(leader).bind(member)
}

/// A row of [`leads`].
#[derive(Debug, Deserialize)]
pub struct LeadsRow {
    /// 0 or 1.
    pub leads: u8,
}

/// One person's name and ids: a row of [`PersonRow`].
pub fn person(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT iif(m.name <> '', m.name, m.email) AS name, (SELECT json_group_array(x.source || ': ' || x.external_id) FROM external_ids x \
         WHERE x.member_id = m.id) AS ids FROM members m WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed'",
    )
    .bind(organization)
    .bind(member)
}

/// A row of [`person`].
#[derive(Debug, Deserialize)]
pub struct PersonRow {
    /// Their name.
    pub name: String,
    ids: String,
}

impl PersonRow {
    /// Their ids.
    pub fn ids(&self) -> Result<Vec<String>, crate::json::Error> {
        crate::json::read(&self.ids)
    }
}

/// What was measured of one person, by metric and day: rows of `MetricDay`.
pub fn of_person(organization: OrganizationId, member: MemberId, from: &str) -> Statement {
    Statement::new(
        "SELECT q.metric, q.day, sum(q.value) AS total, count(*) AS count FROM external_ids e \
         JOIN measures q ON q.organization_id = ?1 AND q.source = e.source AND q.external_id = e.external_id AND q.day >= ?3 \
         WHERE e.organization_id = ?1 AND e.member_id = ?2 GROUP BY q.metric, q.day ORDER BY q.metric, q.day",
    )
    .bind(organization)
    .bind(member)
    .bind(from)
}

/// The coaching plans of one person, those to do first, then the newest: a row of [`PlansRow`].
pub fn plans(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT '[' || coalesce(group_concat(item, ','), '') || ']' AS plans FROM (SELECT json_object('id', id, 'goal', goal, 'steps', json(steps), \
         'due', due, 'notes', notes, 'done', json(iif(done, 'true', 'false')), 'created_at', created_at, 'changed_at', changed_at) AS item \
         FROM coaching_plans WHERE organization_id = ?1 AND member_id = ?2 ORDER BY done, id DESC LIMIT 100)",
    )
    .bind(organization)
    .bind(member)
}

/// A row of [`plans`].
#[derive(Debug, Deserialize)]
pub struct PlansRow {
    plans: String,
}

impl PlansRow {
    /// The plans.
    pub fn plans(&self) -> Result<Vec<CoachingPlan>, crate::json::Error> {
        crate::json::read(&self.plans)
    }
}
