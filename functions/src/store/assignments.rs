//! Assignments: who is on a license. Seats are claimed and freed by the gate's triggers, not here.

use serde::{Deserialize, Serialize};
use shared::api::bulk_seats::SeatFilter;
use shared::id::{
    AssignmentId, EventId, InvitationId, LicenseId, MemberId, OperationId, OrganizationId, OutboxId,
};
use shared::license::{AssignmentStatus, Door};

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::events::By;
use crate::store::page::Listing;
use crate::store::profiles::PHOTO_OF;

/// An assignment as the API shows it (`shared::api::assignments::Assignment`).
fn item() -> String {
    format!(
        "json_object('id', a.id, 'member', m.id, 'name', m.name, 'email', m.email, 'status', a.status, 'door', a.door, \
    'reason', a.reason, 'changed_by', a.changed_by, 'changed_at', a.changed_at, \
    'links', json((SELECT json_group_array(json_object('provider', u.provider, 'state', c.state, 'connection', c.id)) \
        FROM license_providers u LEFT JOIN connections c ON c.member_id = a.member_id AND c.provider = u.provider \
        WHERE u.license_id = a.license_id)), 'photo', {PHOTO_OF})"
    )
}

/// What the people of a license are narrowed by; `a` is the assignment, `m` the member.
pub(super) fn found_by(organization: OrganizationId, license: LicenseId, filter: &SeatFilter) -> Conditions {
    let conditions = Conditions::default()
        .and("a.organization_id = ? AND a.license_id = ?", [organization.into(), license.into()])
        .and_contains("m.name || ' ' || m.email", filter.search.as_deref());
    match filter.status {
        Some(status) => conditions.and("a.status = ?", [status.as_str().into()]),
        None => conditions.and("a.status <> 'removed'", []),
    }
}

/// A page of a license's people by name; without a status all but those taken off.
pub fn list(
    organization: OrganizationId,
    license: LicenseId,
    filter: &SeatFilter,
    window: &Window,
) -> Statement {
    let mut conditions = found_by(organization, license, filter);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM assignments a JOIN members m ON m.id = a.member_id{}", conditions.sql());
    let listing = Listing {
        item: &item(),
        key: "json_array(m.sort_key, m.id)",
        from: &from,
        order: "m.sort_key, m.id",
    };
    conditions.bind_to(listing.statement(window))
}

/// A seat to claim.
#[derive(Debug, Serialize)]
pub struct Claim {
    /// The assignment, if there is none yet.
    pub assignment: AssignmentId,
    /// On which license.
    pub license: LicenseId,
    /// For whom.
    pub member: MemberId,
    /// The open invitation that it joins; none: the person is a member.
    pub invitation: Option<InvitationId>,
    /// Whether a member is asked rather than seated at once.
    pub asked: bool,
    /// By which door.
    pub door: Door,
    /// The event that tells of it.
    pub event: EventId,
    /// The mail to a member who is asked: one for all the licenses of the act.
    pub mail: Option<OutboxId>,
}

/// Claims seats, each by itself, through the gate; those it refuses stay as they were. Read back with [`claimed`].
pub fn claim(
    ctx: &Context,
    organization: OrganizationId,
    claims: &[&Claim],
    by: &str,
    operation: OperationId,
) -> Statement {
    claim_if(ctx, organization, &serde_json::json!(claims).to_string(), "1", by, operation)
}

/// Claims a seat while a condition holds.
pub fn claim_while(
    ctx: &Context,
    organization: OrganizationId,
    claim: &Claim,
    condition: &str,
    by: &str,
    operation: OperationId,
) -> Statement {
    claim_if(ctx, organization, &serde_json::json!([claim]).to_string(), condition, by, operation)
}

/// Claims the seats of one person: all of them or, while one license is full, none.
pub fn claim_all(
    ctx: &Context,
    organization: OrganizationId,
    claims: &[Claim],
    by: &str,
    operation: OperationId,
) -> Statement {
    let none_full = "NOT EXISTS (SELECT 1 FROM json_each(?2) o CROSS JOIN licenses f ON f.organization_id = ?1 AND f.id = o.value ->> 'license' \
        WHERE f.reserved + f.held >= f.seat_limit AND NOT EXISTS (SELECT 1 FROM assignments t WHERE t.license_id = f.id \
        AND t.member_id = o.value ->> 'member' AND t.status IN ('invited', 'accepted')))";
    claim_if(ctx, organization, &serde_json::json!(claims).to_string(), none_full, by, operation)
}

fn claim_if(
    ctx: &Context,
    organization: OrganizationId,
    claims: &str,
    condition: &str,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(format!(
        "INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id) \
         SELECT c.value ->> 'assignment', ?1, c.value ->> 'license', c.value ->> 'member', c.value ->> 'invitation', \
         iif(i.id IS NULL AND NOT c.value ->> 'asked', 'accepted', 'invited'), c.value ->> 'door', \
         iif(i.id IS NULL AND NOT c.value ->> 'asked', 'assigned', 'invited'), ?3, ?4, ?5 \
         FROM json_each(?2) c CROSS JOIN members m ON m.organization_id = ?1 AND m.id = c.value ->> 'member' \
         JOIN licenses l ON l.organization_id = ?1 AND l.id = c.value ->> 'license' \
         LEFT JOIN invitations i ON i.id = c.value ->> 'invitation' \
         WHERE ((i.id IS NULL AND c.value ->> 'invitation' IS NULL AND m.status = 'active') OR (i.status = 'pending' AND m.status = 'pending')) \
         AND {condition} \
         ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, \
         door = excluded.door, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at, \
         operation_id = excluded.operation_id WHERE status NOT IN ('invited', 'accepted')"
    ))
    .bind(organization)
    .bind(claims)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Tells the log whom this operation seated at once, and which members it asked.
pub fn tell(
    ctx: &Context,
    organization: OrganizationId,
    claims: &[&Claim],
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT c.value ->> 'event', ?1, ?3, iif(a.status = 'accepted', 'seat.assigned', 'seat.offered'), ?4, ?5, ?6, m.id, iif(m.name <> '', m.name, m.email), \
         json_object('license', l.id, 'license_name', l.name), ?2 FROM json_each(?7) c \
         CROSS JOIN assignments a ON a.member_id = c.value ->> 'member' AND a.license_id = c.value ->> 'license' \
         JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id \
         WHERE a.organization_id = ?1 AND a.operation_id = ?2 AND (a.status = 'accepted' OR a.invitation_id IS NULL)",
    )
    .bind(organization)
    .bind(operation)
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(serde_json::json!(claims).to_string())
}

/// The assignments that this operation made: rows of `id`, `member`, `license`.
pub fn claimed(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT a.id, a.member_id AS member, a.license_id AS license FROM assignments a \
         WHERE a.organization_id = ?1 AND a.operation_id = ?2 AND a.status IN ('invited', 'accepted')",
    )
    .bind(organization)
    .bind(operation)
}

/// A row of [`claimed`].
#[derive(Debug, Deserialize)]
pub struct ClaimedRow {
    /// The assignment.
    pub id: AssignmentId,
    /// Whose.
    pub member: MemberId,
    /// On which license.
    pub license: LicenseId,
}

/// Takes somebody off a license; nothing happens if they are off already.
pub fn remove(
    ctx: &Context,
    organization: OrganizationId,
    license: LicenseId,
    assignment: AssignmentId,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "UPDATE assignments SET status = 'removed', reason = 'removed', releases = releases + 1, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
         WHERE organization_id = ?1 AND license_id = ?2 AND id = ?3 AND status <> 'removed'",
    )
    .bind(organization)
    .bind(license)
    .bind(assignment)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// What an event about an assignment tells, in a row with `person`, `member` and `license`.
pub fn label(organization: OrganizationId, license: LicenseId, assignment: AssignmentId) -> Statement {
    Statement::new(
        "SELECT iif(m.name <> '', m.name, m.email) AS person, m.id AS member, l.name AS license, a.status FROM assignments a \
         JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id \
         WHERE a.organization_id = ?1 AND a.license_id = ?2 AND a.id = ?3",
    )
    .bind(organization)
    .bind(license)
    .bind(assignment)
}

/// A row of [`label`].
#[derive(Debug, Deserialize)]
pub struct Label {
    /// The person's name or address.
    pub person: String,
    /// The member.
    pub member: MemberId,
    /// The license's name.
    pub license: String,
    /// Where the person stands on it.
    pub status: AssignmentStatus,
}
