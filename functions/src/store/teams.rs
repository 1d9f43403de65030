//! Teams and who is in them.

use serde::{Deserialize, Serialize};
use shared::api::teams::MemberTeam;
use shared::id::{EventId, MemberId, OperationId, OrganizationId, TeamId};
use shared::text::Name;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::events::By;
use crate::store::page::Listing;
use crate::store::profiles::PHOTO_OF;

/// A team as the API shows it (`shared::api::teams::Team`).
const ITEM: &str = "json_object('id', t.id, 'name', t.name, \
    'members', (SELECT count(*) FROM team_members x JOIN members m ON m.id = x.member_id WHERE x.team_id = t.id AND m.status <> 'removed'), \
    'leaders', json((SELECT json_group_array(json_object('id', m.id, 'name', iif(m.name <> '', m.name, m.email))) FROM team_members x \
        JOIN members m ON m.id = x.member_id WHERE x.team_id = t.id AND x.leader AND m.status <> 'removed')), \
    'created_at', t.created_at)";

/// Somebody in a team as the API shows them (`shared::api::teams::TeamMember`).
fn member_item() -> String {
    format!(
        "json_object('id', m.id, 'name', m.name, 'email', m.email, 'role', m.role, 'status', m.status, \
    'leader', json(iif(x.leader, 'true', 'false')), 'photo', {PHOTO_OF})"
    )
}

/// The teams of member `m`, as a JSON array of `shared::api::teams::MemberTeam`.
pub const OF_MEMBER: &str = "json((SELECT json_group_array(json_object('id', t.id, 'name', t.name, 'leader', json(iif(x.leader, 'true', 'false')))) \
    FROM team_members x JOIN teams t ON t.id = x.team_id WHERE x.member_id = m.id))";

/// A page of teams by name.
pub fn list(organization: OrganizationId, search: Option<&str>, window: &Window) -> Statement {
    let mut conditions = Conditions::default()
        .and("t.organization_id = ?", [organization.into()])
        .and_contains("t.name", search);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(t.name_key, t.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM teams t{}", conditions.sql());
    let key = "json_array(t.name_key, t.id)";
    conditions.bind_to(Listing { item: ITEM, key, from: &from, order: "t.name_key, t.id" }.statement(window))
}

/// One team as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, team: TeamId) -> Statement {
    Statement::new(format!("SELECT {ITEM} AS item FROM teams t WHERE t.organization_id = ?1 AND t.id = ?2"))
        .bind(organization)
        .bind(team)
}

/// The name of a team, in a row with `name`.
pub fn name(organization: OrganizationId, team: TeamId) -> Statement {
    Statement::new("SELECT name FROM teams WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(team)
}

/// A row of [`name`].
#[derive(Debug, Deserialize)]
pub struct NameRow {
    /// The name.
    pub name: String,
}

/// Which of these teams (a JSON array of ids) there are: rows of `id`.
pub fn known(organization: OrganizationId, teams: &str) -> Statement {
    Statement::new(
        "SELECT id FROM teams WHERE organization_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
    )
    .bind(organization)
    .bind(teams)
}

/// A row of [`known`].
#[derive(Debug, Deserialize)]
pub struct KnownRow {
    /// The team.
    pub id: TeamId,
}

/// Makes a team; a name that is taken is a conflict.
pub fn insert(ctx: &Context, organization: OrganizationId, team: TeamId, name: &Name) -> Statement {
    Statement::new("INSERT INTO teams (id, organization_id, name, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(team)
        .bind(organization)
        .bind(name.as_str())
        .bind(ctx.now)
}

/// Renames a team; a name that is taken is a conflict.
pub fn rename(organization: OrganizationId, team: TeamId, name: &Name) -> Statement {
    Statement::new("UPDATE teams SET name = ?3 WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(team)
        .bind(name.as_str())
}

/// Deletes a team; its members stay members.
pub fn delete(organization: OrganizationId, team: TeamId) -> Statement {
    Statement::new("DELETE FROM teams WHERE organization_id = ?1 AND id = ?2").bind(organization).bind(team)
}

/// A page of a team's people by name.
pub fn members(
    organization: OrganizationId,
    team: TeamId,
    search: Option<&str>,
    window: &Window,
) -> Statement {
    let mut conditions = Conditions::default()
        .and(
            "x.team_id = ? AND m.organization_id = ? AND m.status <> 'removed'",
            [team.into(), organization.into()],
        )
        .and_contains("m.name || ' ' || m.email", search);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM team_members x JOIN members m ON m.id = x.member_id{}", conditions.sql());
    let key = "json_array(m.sort_key, m.id)";
    conditions.bind_to(
        Listing { item: &member_item(), key, from: &from, order: "m.sort_key, m.id" }.statement(window),
    )
}

/// Somebody who is to come into a team or to leave it, and the event that tells.
#[derive(Debug, Serialize)]
pub struct Passage {
    /// Which team.
    pub team: TeamId,
    /// Who.
    pub member: MemberId,
    /// The event.
    pub event: EventId,
}

/// Puts members into teams, and tells of those who were not in. Who is in already leads it or not as `leader` says; unless it
/// says so, whoever comes in leads if team leader is their role (E16).
pub fn join(
    ctx: &Context,
    organization: OrganizationId,
    passages: &[Passage],
    leader: Option<bool>,
    by: &By,
    operation: OperationId,
) -> [Statement; 2] {
    let rows = serde_json::json!(passages).to_string();
    let changes = "NOT EXISTS (SELECT 1 FROM team_members x WHERE x.team_id = t.id AND x.member_id = m.id AND x.leader = coalesce(?8, x.leader))";
    let there = "CROSS JOIN teams t ON t.organization_id = ?1 AND t.id = r.value ->> 'team' \
        JOIN members m ON m.organization_id = ?1 AND m.id = r.value ->> 'member' AND m.status <> 'removed'";
    let leads = leader.map(i64::from).map_or(Param::Null, Param::Integer);
    [
        tell(ctx, organization, &rows, "team.joined", &format!("{there} WHERE {changes}"), by, operation)
            .bind(leads.clone()),
        Statement::new(format!(
            "INSERT INTO team_members (organization_id, team_id, member_id, leader) \
             SELECT ?1, t.id, m.id, coalesce(?3, m.role = 'team_leader') FROM json_each(?2) r {there} WHERE true \
             ON CONFLICT (member_id, team_id) DO UPDATE SET leader = coalesce(?3, leader)"
        ))
        .bind(organization)
        .bind(rows)
        .bind(leads),
    ]
}

/// Takes members out of teams, and tells of those who were in.
pub fn leave(
    ctx: &Context,
    organization: OrganizationId,
    passages: &[Passage],
    by: &By,
    operation: OperationId,
) -> [Statement; 2] {
    let rows = serde_json::json!(passages).to_string();
    let there = "CROSS JOIN team_members x ON x.organization_id = ?1 AND x.team_id = r.value ->> 'team' AND x.member_id = r.value ->> 'member' \
        JOIN teams t ON t.id = x.team_id JOIN members m ON m.id = x.member_id";
    [
        tell(ctx, organization, &rows, "team.left", there, by, operation),
        Statement::new(
            "DELETE FROM team_members WHERE organization_id = ?1 AND (team_id, member_id) IN \
             (SELECT value ->> 'team', value ->> 'member' FROM json_each(?2))",
        )
        .bind(organization)
        .bind(rows),
    ]
}

/// Writes one event for each passage `r` that `there` finds with its team `t` and member `m`.
fn tell(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    kind: &str,
    there: &str,
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(format!(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT r.value ->> 'event', ?1, ?3, '{kind}', ?4, ?5, ?6, m.id, iif(m.name <> '', m.name, m.email), \
         json_object('team', t.id, 'team_name', t.name), ?7 FROM json_each(?2) r {there}"
    ))
    .bind(organization)
    .bind(rows)
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(operation)
}

/// Which of these members (a JSON array of ids) are in a team: rows of `id`.
pub fn among(organization: OrganizationId, team: TeamId, members: &str) -> Statement {
    Statement::new(
        "SELECT member_id AS id FROM team_members WHERE organization_id = ?1 AND team_id = ?2 \
         AND member_id IN (SELECT value FROM json_each(?3))",
    )
    .bind(organization)
    .bind(team)
    .bind(members)
}

/// A row of [`among`].
#[derive(Debug, Deserialize)]
pub struct AmongRow {
    /// The member.
    pub id: MemberId,
}

/// The teams of a member as a JSON array, in a row with `teams`.
pub fn of_member(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT {OF_MEMBER} AS teams FROM members m WHERE m.organization_id = ?1 AND m.id = ?2"
    ))
    .bind(organization)
    .bind(member)
}

/// A row of [`of_member`].
#[derive(Debug, Deserialize)]
pub struct TeamsRow {
    teams: String,
}

impl TeamsRow {
    /// The teams.
    pub fn teams(&self) -> Result<Vec<MemberTeam>, crate::json::Error> {
        crate::json::read(&self.teams)
    }
}

/// A team that an invited row offers, and the event that tells of a member who comes in.
#[derive(Debug, Serialize)]
pub struct OfferedTeam<'a> {
    /// To which address.
    pub email: &'a shared::email::Email,
    /// Which.
    pub team: TeamId,
    /// The event.
    pub event: EventId,
    /// Whether the row needs no seat and no new invitation, so that it cannot lose a race.
    pub sure: bool,
}

/// Puts invited people into the teams that their rows offer, unless the row lost its race for a seat, and tells of those
/// who are members. Whoever became a member meanwhile is left alone by an actor who does not manage teams.
pub fn offer(
    ctx: &Context,
    organization: OrganizationId,
    rows: &[OfferedTeam<'_>],
    manages: bool,
    by: &By,
    operation: OperationId,
) -> [Statement; 2] {
    let rows = serde_json::json!(rows).to_string();
    let there = |operation: &str| {
        let added = format!(
            "EXISTS (SELECT 1 FROM additions d WHERE d.member_id = m.id AND d.operation_id = {operation})"
        );
        let open = if manages { "true".to_owned() } else { format!("(m.status = 'pending' OR {added})") };
        format!(
            "CROSS JOIN teams t ON t.organization_id = ?1 AND t.id = r.value ->> 'team' \
             JOIN members m ON m.organization_id = ?1 AND m.email = r.value ->> 'email' AND m.status <> 'removed' \
             WHERE {open} AND (r.value ->> 'sure' OR EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.operation_id = {operation}) \
             OR EXISTS (SELECT 1 FROM assignments a WHERE a.member_id = m.id AND a.operation_id = {operation}) \
             OR EXISTS (SELECT 1 FROM seat_queue q WHERE q.member_id = m.id AND q.operation_id = {operation}) OR {added})"
        )
    };
    let new = "m.status = 'active' AND NOT EXISTS (SELECT 1 FROM team_members x WHERE x.team_id = t.id AND x.member_id = m.id)";
    [
        tell(ctx, organization, &rows, "team.joined", &format!("{} AND {new}", there("?7")), by, operation),
        Statement::new(format!(
            "INSERT INTO team_members (organization_id, team_id, member_id, leader) \
             SELECT ?1, t.id, m.id, m.role = 'team_leader' FROM json_each(?2) r {} ON CONFLICT (member_id, team_id) DO NOTHING",
            there("?3")
        ))
        .bind(organization)
        .bind(rows)
        .bind(operation),
    ]
}
