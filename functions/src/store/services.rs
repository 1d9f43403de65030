//! Services, the teams that offer them, and who is linked.

use serde::Deserialize;
use shared::api::services::{ChangeService, CreateService, ServiceFilter};
use shared::id::{OrganizationId, ServiceId, TeamId};

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::page::Listing;

/// A service as the API shows it (`shared::api::services::Service`).
const ITEM: &str = "json_object('id', s.id, 'name', s.name, 'description', s.description, 'active', json(iif(s.active, 'true', 'false')), \
    'everybody', json(iif(s.everybody, 'true', 'false')), \
    'teams', json((SELECT json_group_array(json_object('id', id, 'name', name)) FROM \
        (SELECT t.id, t.name FROM service_teams o JOIN teams t ON t.id = o.team_id WHERE o.service_id = s.id ORDER BY t.name_key))), \
    'members', iif(s.everybody, (SELECT coalesce(sum(c.people), 0) FROM member_counts c WHERE c.organization_id = s.organization_id AND c.status = 'active'), \
        (SELECT count(DISTINCT x.member_id) FROM service_teams o JOIN team_members x ON x.team_id = o.team_id \
        JOIN members m ON m.id = x.member_id AND m.status = 'active' WHERE o.service_id = s.id)), \
    'created_at', s.created_at)";

/// A page of services by name.
pub fn list(organization: OrganizationId, filter: &ServiceFilter, window: &Window) -> Statement {
    let mut conditions = Conditions::default()
        .and("s.organization_id = ?", [organization.into()])
        .and_contains("s.name", filter.search.as_deref())
        .and_some("s.id IN (SELECT service_id FROM service_teams WHERE team_id = ?)", filter.team);
    if let Some(member) = filter.member {
        let linked = "EXISTS (SELECT 1 FROM service_members l WHERE l.service_id = s.id AND l.member_id = ?)";
        conditions = conditions.and(linked, [member.into()]);
    }
    if window.after(0) != Param::Null {
        conditions = conditions.and("(s.name_key, s.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM services s{}", conditions.sql());
    let key = "json_array(s.name_key, s.id)";
    conditions.bind_to(Listing { item: ITEM, key, from: &from, order: "s.name_key, s.id" }.statement(window))
}

/// One service as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, service: ServiceId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM services s WHERE s.organization_id = ?1 AND s.id = ?2"
    ))
    .bind(organization)
    .bind(service)
}

/// What is known of a service before a change.
pub fn find(organization: OrganizationId, service: ServiceId) -> Statement {
    Statement::new("SELECT name, active FROM services WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(service)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct ServiceRow {
    /// Its name.
    pub name: String,
    /// Whether it is offered: 0 or 1.
    pub active: u8,
}

/// Makes a service; a name that is taken is a conflict.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    service: ServiceId,
    request: &CreateService,
) -> Statement {
    Statement::new(
        "INSERT INTO services (id, organization_id, name, description, active, everybody, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .bind(service)
    .bind(organization)
    .bind(request.name.as_str())
    .bind(request.description.as_str())
    .bind(i64::from(request.active))
    .bind(i64::from(request.teams.is_empty()))
    .bind(ctx.now)
}

/// Changes what is given but for the teams; a name that is taken is a conflict.
pub fn change(organization: OrganizationId, service: ServiceId, change: &ChangeService) -> Statement {
    let flag = |flag: Option<bool>| flag.map_or(Param::Null, |flag| Param::Integer(flag.into()));
    let text = |text: Option<&str>| text.map_or(Param::Null, Param::from);
    Statement::new(
        "UPDATE services SET name = coalesce(?3, name), description = coalesce(?4, description), \
         active = coalesce(?5, active), everybody = coalesce(?6, everybody) WHERE organization_id = ?1 AND id = ?2",
    )
    .bind(organization)
    .bind(service)
    .bind(text(change.name.as_ref().map(shared::text::Name::as_str)))
    .bind(text(change.description.as_ref().map(shared::text::Note::as_str)))
    .bind(flag(change.active))
    .bind(flag(change.teams.as_ref().map(Vec::is_empty)))
}

/// Makes these the teams that offer a service; teams of elsewhere are left out.
pub fn set_teams(organization: OrganizationId, service: ServiceId, teams: &[TeamId]) -> [Statement; 2] {
    let teams = serde_json::json!(teams).to_string();
    [
        Statement::new(
            "DELETE FROM service_teams WHERE organization_id = ?1 AND service_id = ?2 \
             AND team_id NOT IN (SELECT value FROM json_each(?3))",
        )
        .bind(organization)
        .bind(service)
        .bind(teams.as_str()),
        Statement::new(
            "INSERT INTO service_teams (organization_id, service_id, team_id) SELECT ?1, s.id, t.id FROM json_each(?3) r \
             CROSS JOIN teams t ON t.organization_id = ?1 AND t.id = r.value \
             JOIN services s ON s.organization_id = ?1 AND s.id = ?2 WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(organization)
        .bind(service)
        .bind(teams),
    ]
}

/// Deletes a service; its appointments keep its name.
pub fn delete(organization: OrganizationId, service: ServiceId) -> Statement {
    Statement::new("DELETE FROM services WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(service)
}

/// Somebody linked to a service as the API shows them (`shared::api::services::ServiceMember`).
const MEMBER: &str = "json_object('id', m.id, 'name', m.name, 'email', m.email, 'status', m.status, \
    'teams', json((SELECT json_group_array(json_object('id', t.id, 'name', t.name)) FROM service_teams o \
        JOIN team_members x ON x.team_id = o.team_id AND x.member_id = m.id JOIN teams t ON t.id = o.team_id \
        WHERE o.service_id = l.service_id)))";

/// A page of the people linked to a service, by name.
pub fn members(
    organization: OrganizationId,
    service: ServiceId,
    search: Option<&str>,
    window: &Window,
) -> Statement {
    let mut conditions = Conditions::default()
        .and(
            "l.service_id = ? AND m.organization_id = ? AND m.status <> 'removed'",
            [service.into(), organization.into()],
        )
        .and_contains("m.name || ' ' || m.email", search);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM members m JOIN service_members l ON l.member_id = m.id{}", conditions.sql());
    let key = "json_array(m.sort_key, m.id)";
    conditions
        .bind_to(Listing { item: MEMBER, key, from: &from, order: "m.sort_key, m.id" }.statement(window))
}
