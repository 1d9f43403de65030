//! One act on many members: whom it hits, and the write. What it may do to each is `shared::bulk`'s to say.

use serde::{Deserialize, Serialize};
use shared::access::Role;
use shared::api::members::MemberFilter;
use shared::event::EventKind;
use shared::id::{EventId, MemberId, OperationId, OrganizationId, TeamId};
use shared::member::MemberStatus;

use crate::context::Context;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::events::By;
use crate::store::member_filter;
use crate::store::members;
use crate::store::roles::{OF_MEMBERS, RIGHTS, Rights};

/// How many people a filter finds, in a row with `people`.
pub fn count(ctx: &Context, organization: OrganizationId, filter: &MemberFilter) -> Statement {
    let conditions = member_filter::found_by(ctx, organization, filter);
    let sql = format!("SELECT count(*) AS people FROM members m{}", conditions.sql());
    conditions.bind_to(Statement::new(sql))
}

/// Those of these members (a JSON array of ids) that there are: rows of [`PersonRow`].
pub fn named(organization: OrganizationId, ids: &str, team: Option<TeamId>) -> Statement {
    let conditions = Conditions::default().and(
        "m.organization_id = ? AND m.id IN (SELECT value FROM json_each(?))",
        [organization.into(), ids.into()],
    );
    people(conditions, team, usize::MAX >> 1)
}

/// Those that a filter finds but some (a JSON array of ids), by name, at most `limit`: rows of [`PersonRow`].
pub fn matching(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    except: &str,
    team: Option<TeamId>,
    limit: usize,
) -> Statement {
    let conditions = member_filter::found_by(ctx, organization, filter)
        .and("m.id NOT IN (SELECT value FROM json_each(?))", [except.into()]);
    people(conditions, team, limit)
}

fn people(conditions: Conditions, team: Option<TeamId>, limit: usize) -> Statement {
    let in_team = match team {
        Some(team) => {
            format!("EXISTS (SELECT 1 FROM team_members x WHERE x.member_id = m.id AND x.team_id = '{team}')")
        }
        None => "0".to_owned(),
    };
    let sql = format!(
        "SELECT m.id, iif(m.name <> '', m.name, m.email) AS name, {RIGHTS}, m.status, m.operation_id AS operation, {in_team} AS in_team FROM members m {OF_MEMBERS}{} \
         ORDER BY m.sort_key, m.id LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// A row of [`named`] and [`matching`].
#[derive(Debug, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub id: MemberId,
    /// Their name or address.
    pub name: String,
    /// Their role, and what they may do.
    #[serde(rename = "*")]
    pub rights: Rights,
    /// Where they stand.
    pub status: MemberStatus,
    /// What changed them last.
    pub operation: String,
    /// Whether they are in the team in question: 0 or 1.
    pub in_team: u8,
}

/// Somebody on whom to act, and the event that tells of it.
#[derive(Debug, Serialize)]
pub struct Hit {
    /// Who.
    pub member: MemberId,
    /// As they stood when they were judged.
    pub status: MemberStatus,
    /// What had changed them last when they were judged.
    pub operation: String,
    /// The event.
    pub event: EventId,
}

/// Moves members to a status, those who stand as they were judged; seats and sessions follow by triggers.
pub fn set_status(
    ctx: &Context,
    organization: OrganizationId,
    hits: &str,
    to: MemberStatus,
    by: &str,
    operation: OperationId,
) -> Statement {
    let what = format!("status = ?6, {}", members::counted(to));
    set(ctx, organization, hits, &what, to.as_str().into(), by, operation)
}

/// Gives members a role.
pub fn set_role(
    ctx: &Context,
    organization: OrganizationId,
    hits: &str,
    role: Role,
    by: &str,
    operation: OperationId,
) -> Statement {
    set(ctx, organization, hits, "role = ?6, role_changes = role_changes + 1", role.into(), by, operation)
}

fn set(
    ctx: &Context,
    organization: OrganizationId,
    hits: &str,
    what: &str,
    value: Param,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(format!(
        "UPDATE members SET {what}, changed_by = ?3, changed_at = ?4, operation_id = ?5 \
         WHERE organization_id = ?1 AND (id, status, operation_id) IN \
         (SELECT value ->> 'member', value ->> 'status', value ->> 'operation' FROM json_each(?2))"
    ))
    .bind(organization)
    .bind(hits)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
    .bind(value)
}

/// Writes an event for each member that this operation changed.
pub fn tell(
    ctx: &Context,
    organization: OrganizationId,
    hits: &str,
    kind: EventKind,
    details: &str,
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT h.value ->> 'event', ?1, ?3, ?4, ?5, ?6, ?7, m.id, iif(m.name <> '', m.name, m.email), ?8, ?9 FROM json_each(?2) h \
         CROSS JOIN members m ON m.organization_id = ?1 AND m.id = h.value ->> 'member' AND m.operation_id = ?9",
    )
    .bind(organization)
    .bind(hits)
    .bind(ctx.now)
    .bind(kind.as_str())
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(details)
    .bind(operation)
}

/// Members that this operation changed: rows of `id`.
pub fn changed(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new("SELECT id FROM members WHERE organization_id = ?1 AND operation_id = ?2")
        .bind(organization)
        .bind(operation)
}

/// A row of [`changed`].
#[derive(Debug, Deserialize)]
pub struct ChangedRow {
    /// The member.
    pub id: MemberId,
}

/// Seats that this operation set free, in a row with `seats`: not those that were suspended already.
pub fn freed(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT count(*) AS seats FROM assignments a CROSS JOIN seat_ledger g ON g.assignment_id = a.id AND g.operation_id = a.operation_id \
         AND g.reserved + g.held < 0 WHERE a.organization_id = ?1 AND a.operation_id = ?2",
    )
    .bind(organization)
    .bind(operation)
}
