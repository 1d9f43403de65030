//! Invitations as admins see them: making, listing, finding. Changes are `invitation_changes`, how the invited person answers is
//! `answers`, how the mail fares is `trail`.

use serde::{Deserialize, Serialize};
use shared::access::Role;
use shared::api::invitations::{Attention, InvitationFilter};
use shared::email::Email;
use shared::event::EventKind;
use shared::id::{
    AssignmentId, EventId, InvitationId, LicenseId, MemberId, OperationId, OrganizationId, OutboxId,
};
use shared::invitation::{Delivery, InvitationStatus};
use shared::license::Door;
use shared::member::{MemberStatus, Source};
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::emails::member_of;
use crate::store::events::By;
use crate::store::license_keys::{self, KeyRow};
use crate::store::page::Listing;
use crate::store::profiles::PHOTO_OF;

/// An invitation as the API shows it (`shared::api::invitations::Invitation`). One that ran out and was not swept
/// yet shows as expired at `:now`.
fn item() -> String {
    format!(
        "json_object('id', i.id, 'member', i.member_id, 'email', i.email, 'name', i.name, 'role', i.role, \
         'licenses', json((SELECT json_group_array(json_object('id', l.id, 'name', l.name)) FROM assignments a \
         JOIN licenses l ON l.id = a.license_id WHERE a.invitation_id = i.id)), \
         'seats', (SELECT count(*) FROM assignments a WHERE a.invitation_id = i.id AND a.status IN ('invited', 'accepted')), \
         'status', {}, 'delivery', i.delivery, 'delivery_detail', i.delivery_detail, 'invited_by', i.invited_by_name, \
         'created_at', i.created_at, 'expires_at', i.expires_at, 'answered_at', i.answered_at, 'requested_at', i.requested_at, \
         'photo', {})",
        STATUS_NOW,
        PHOTO_OF.replace("m.id", "i.member_id")
    )
}

const STATUS_NOW: &str = "iif(i.status = 'pending' AND i.expires_at <= :now, 'expired', i.status)";

/// What the organization knows of these addresses (a JSON array): rows of [`StandingRow`].
pub fn standings(ctx: &Context, organization: OrganizationId, emails: &str) -> Statement {
    Statement::new(format!(
        "SELECT e.value AS email, m.email AS own, m.name, m.id AS member, m.status, coalesce(i.role, m.role) AS role, i.id AS invitation, \
         (SELECT json_group_array(a.license_id) FROM assignments a WHERE a.member_id = m.id AND a.status IN ('invited', 'accepted')) AS licenses, \
         (SELECT json_group_array(x.team_id) FROM team_members x WHERE x.member_id = m.id) AS teams \
         FROM json_each(?2) e CROSS JOIN members m ON m.id = {} \
         LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND i.expires_at > ?3",
        member_of("?1", "e.value")
    ))
    .bind(organization)
    .bind(emails)
    .bind(ctx.now)
}

/// A row of [`standings`].
#[derive(Debug, Deserialize)]
pub struct StandingRow {
    /// The address that was asked for.
    pub email: Email,
    /// The one by which they are known; another where that is a further one.
    pub own: Email,
    /// Their name; may be empty.
    pub name: String,
    /// Who has it.
    pub member: MemberId,
    /// Where they stand.
    pub status: MemberStatus,
    /// The role that they have, or that their open invitation offers.
    pub role: Role,
    /// Their open invitation.
    pub invitation: Option<InvitationId>,
    /// A JSON array of licenses on which they take a seat.
    pub licenses: String,
    /// A JSON array of teams that they are in.
    pub teams: String,
}

/// The addresses of these members (a JSON array of ids): rows of `id` and `email`.
pub fn addresses(organization: OrganizationId, members: &str) -> Statement {
    Statement::new(
        "SELECT id, email FROM members WHERE organization_id = ?1 AND id IN (SELECT value FROM json_each(?2)) AND status <> 'removed'",
    )
    .bind(organization)
    .bind(members)
}

/// Ends invitations that ran out, which frees their seats, and tells of it. Of one organization, or of all.
pub fn expire(ctx: &Context, organization: Option<OrganizationId>, operation: OperationId) -> [Statement; 2] {
    [
        Statement::new(
            "UPDATE invitations SET status = 'expired', endings = endings + 1, changed_by = 'Usher', changed_at = ?2, operation_id = ?3 \
             WHERE id IN (SELECT id FROM invitations WHERE status = 'pending' AND expires_at <= ?2 AND (?1 IS NULL OR organization_id = ?1) LIMIT 1000)",
        )
        .bind(organization)
        .bind(ctx.now)
        .bind(operation),
        tell(ctx, EventKind::InvitationExpired, &By::usher(), operation),
    ]
}

/// Tells the log of the invitations that this operation ended. An event's id needs random bits; the invitation's own are as
/// good, and each ends once in an operation.
pub(super) fn tell(ctx: &Context, kind: EventKind, by: &By, operation: OperationId) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT 'evt_' || substr(?1, 4, 10) || substr(id, 15), organization_id, ?2, ?3, ?4, ?5, ?6, id, \
         iif(name <> '', name, email), '{}', ?1 FROM invitations WHERE operation_id = ?1 AND status IN ('expired', 'canceled')",
    )
    .bind(operation)
    .bind(ctx.now)
    .bind(kind.as_str())
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
}

/// A new invitation with everything that is written for it.
#[derive(Debug, Serialize)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// The member that acceptance makes active.
    pub member: MemberId,
    /// To whom.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role offered.
    pub role: Role,
    /// The seats to reserve.
    pub claims: Vec<NewClaim>,
    /// The hash of its typed code.
    pub code_hash: String,
    /// Its mail.
    pub mail: OutboxId,
    /// Its event.
    pub event: EventId,
}

/// A seat to reserve with an invitation.
#[derive(Debug, Serialize)]
pub struct NewClaim {
    /// On which license.
    pub license: LicenseId,
    /// The assignment, if there is none yet.
    pub assignment: AssignmentId,
    /// By which door.
    pub door: Door,
}

/// What all invitations of one request share.
pub struct Sending<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// The member who answers for it.
    pub inviter: MemberId,
    /// Who sends.
    pub by: &'a By,
    /// Until when they are open.
    pub expires_at: Timestamp,
    /// By which door whoever is new comes.
    pub came_by: Source,
    /// The license key or link that they came with; it does not bring in everybody.
    pub key: Option<&'a KeyRow>,
    /// The write they belong to.
    pub operation: OperationId,
}

/// Makes invitations, each with all its seats or not at all, with their members, mails and events. Those that the
/// gate refuses are left out; read back with [`made`].
pub fn insert(ctx: &Context, rows: &[&NewInvitation], sending: &Sending<'_>) -> [Statement; 4] {
    let json = serde_json::json!(rows).to_string();
    let may = sending.key.map_or_else(|| "true".to_owned(), license_keys::may_bring);
    [
        Statement::new(format!(
            "INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, \
             invited_by_name, created_at, expires_at, changed_by, changed_at, operation_id) \
             SELECT r.value ->> 'id', ?1, r.value ->> 'member', r.value ->> 'email', r.value ->> 'name', r.value ->> 'role', r.value -> 'claims', \
             r.value ->> 'code_hash', 'pending', 'queued', ?3, ?4, ?5, ?6, ?4, ?5, ?7 FROM json_each(?2) r WHERE {may}"
        ))
        .bind(sending.organization)
        .bind(&json)
        .bind(sending.inviter)
        .bind(&sending.by.name)
        .bind(ctx.now)
        .bind(sending.expires_at)
        .bind(sending.operation),
        admit(sending.organization, sending.came_by, sending.operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT r.value ->> 'event', i.organization_id, ?2, 'invitation.created', ?3, ?4, ?5, i.id, iif(i.name <> '', i.name, i.email), \
             json_object('role', i.role, 'seats', json_array_length(i.claims)), i.operation_id \
             FROM json_each(?1) r CROSS JOIN invitations i ON i.id = r.value ->> 'id'",
        )
        .bind(&json)
        .bind(ctx.now)
        .bind(sending.by.kind.as_str())
        .bind(&sending.by.id)
        .bind(&sending.by.name),
        Statement::new(
            "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
             SELECT r.value ->> 'mail', i.organization_id, 'invitation', i.id, ?2, ?2 FROM json_each(?1) r CROSS JOIN invitations i ON i.id = r.value ->> 'id'",
        )
        .bind(&json)
        .bind(ctx.now),
    ]
}

/// Whom this operation invited is a pending member.
pub(super) fn admit(organization: OrganizationId, came_by: Source, operation: OperationId) -> Statement {
    Statement::new(
        "INSERT INTO members (id, organization_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id) \
         SELECT member_id, organization_id, email, name, role, 'pending', ?3, created_at, changed_by, changed_at, operation_id \
         FROM invitations WHERE operation_id = ?1 AND organization_id = ?2 \
         ON CONFLICT (organization_id, email) DO UPDATE SET status = 'pending', role = excluded.role, \
         name = iif(excluded.name <> '', excluded.name, members.name), \
         came_by = iif(members.status = 'removed', excluded.came_by, members.came_by), changed_by = excluded.changed_by, \
         changed_at = excluded.changed_at, operation_id = excluded.operation_id WHERE members.status IN ('pending', 'removed')",
    )
    .bind(operation)
    .bind(organization)
    .bind(came_by.as_str())
}

/// The invitations that this operation made: rows of `id`.
pub fn made(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new("SELECT id FROM invitations WHERE organization_id = ?1 AND operation_id = ?2")
        .bind(organization)
        .bind(operation)
}

/// An end within so many days is soon.
const SOON: i64 = 3;

/// A page of invitations, the newest first.
pub fn list(
    ctx: &Context,
    organization: OrganizationId,
    filter: &InvitationFilter,
    window: &Window,
) -> Statement {
    let now: Param = ctx.now.into();
    let soon: Param = ctx.now.plus_days(SOON).into();
    let mut conditions = Conditions::default()
        .and("i.organization_id = ?", [organization.into()])
        .and_some("i.delivery = ?", filter.delivery.map(Delivery::as_str))
        .and_contains("i.name || ' ' || i.email", filter.search.as_deref());
    conditions = match filter.status {
        Some(InvitationStatus::Pending) => conditions.and("i.status = 'pending' AND i.expires_at > ?", [now]),
        Some(InvitationStatus::Expired) => {
            conditions.and("(i.status = 'expired' OR (i.status = 'pending' AND i.expires_at <= ?))", [now])
        }
        Some(status) => conditions.and("i.status = ?", [status.as_str().into()]),
        None => conditions,
    };
    conditions = match filter.attention {
        Some(Attention::Requested) => conditions.and(
            "i.requested_at IS NOT NULL AND (i.status IN ('expired', 'declined') OR (i.status = 'pending' AND i.expires_at <= ?))",
            [ctx.now.into()],
        ),
        Some(Attention::EndsSoon) => conditions
            .and("i.status = 'pending' AND i.expires_at > ? AND i.expires_at <= ?", [ctx.now.into(), soon]),
        None => conditions,
    };
    if window.after(0) != Param::Null {
        conditions = conditions.and("i.id < ?", [window.after(0)]);
    }
    let from = format!("FROM invitations i{}", conditions.sql());
    let listing = Listing { item: &item(), key: "json_array(i.id)", from: &from, order: "i.id DESC" };
    conditions.bind_to(listing.statement(window)).at(ctx.now)
}

/// One invitation as JSON text, in a row with `item`.
pub fn one(ctx: &Context, organization: OrganizationId, invitation: InvitationId) -> Statement {
    Statement::new(format!(
        "SELECT {} AS item FROM invitations i WHERE i.organization_id = ?1 AND i.id = ?2",
        item()
    ))
    .bind(organization)
    .bind(invitation)
    .at(ctx.now)
}

/// How many stand where, in one row of `shared::api::invitations::InvitationCounts`, with `expiring_soon` and `requests`.
pub fn counts(ctx: &Context, organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT count(*) FILTER (WHERE s = 'pending') AS pending, count(*) FILTER (WHERE s = 'accepted') AS accepted, \
         count(*) FILTER (WHERE s = 'declined') AS declined, count(*) FILTER (WHERE s = 'canceled') AS canceled, \
         count(*) FILTER (WHERE s = 'expired') AS expired, count(*) FILTER (WHERE s = 'pending' AND delivery = 'bounced') AS bounced, \
         count(*) FILTER (WHERE s = 'pending' AND expires_at <= ?3) AS expiring_soon, \
         count(*) FILTER (WHERE s IN ('expired', 'declined') AND requested_at IS NOT NULL) AS requests \
         FROM (SELECT iif(status = 'pending' AND expires_at <= ?2, 'expired', status) AS s, delivery, expires_at, requested_at \
         FROM invitations WHERE organization_id = ?1)",
    )
    .bind(organization)
    .bind(ctx.now)
    .bind(ctx.now.plus_days(SOON))
}

/// An invitation as rules need it.
pub fn find(ctx: &Context, organization: OrganizationId, invitation: InvitationId) -> Statement {
    Statement::new(format!(
        "SELECT i.id, i.member_id, i.email, i.name, i.role, i.delivery, {STATUS_NOW} AS status, m.status AS member_status FROM invitations i \
         JOIN members m ON m.id = i.member_id WHERE i.organization_id = ?1 AND i.id = ?2",
    ))
    .bind(organization)
    .bind(invitation)
    .at(ctx.now)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct InvitationRow {
    /// The invitation.
    pub id: InvitationId,
    /// The member that acceptance makes active.
    pub member_id: MemberId,
    /// To whom.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role offered.
    pub role: Role,
    /// How the mail fares.
    pub delivery: Delivery,
    /// Where it stands.
    pub status: InvitationStatus,
    /// Where the member stands.
    pub member_status: MemberStatus,
}

impl InvitationRow {
    /// What to call the person.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.email.as_str() } else { &self.name }
    }
}
