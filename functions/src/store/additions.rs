//! People who become members at once, by a domain admin's authority: each with all their seats or not at all.

use serde::{Deserialize, Serialize};
use shared::access::Role;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::{AdditionId, EventId, MemberId, OperationId, OrganizationId, OutboxId, UserId};
use shared::license::Door;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::events::By;
use crate::store::invitations::NewClaim;

/// Somebody to add, with everything that is written for them.
#[derive(Debug, Serialize)]
pub struct NewAddition {
    /// Its id.
    pub id: AdditionId,
    /// The member: of before, or new.
    pub member: MemberId,
    /// The account, if the address has none.
    pub user: UserId,
    /// Who.
    pub email: Email,
    /// Their name; may be empty.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The seats to hold.
    pub claims: Vec<NewClaim>,
    /// By which door.
    pub door: Door,
    /// The mail that tells them.
    pub mail: OutboxId,
    /// The event.
    pub event: EventId,
}

/// Adds people, with their accounts, members, seats, mails and events. Those that the gate refuses are left out; read
/// back with [`made`].
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    rows: &[&NewAddition],
    by: &By,
    operation: OperationId,
) -> [Statement; 3] {
    let json = serde_json::json!(rows).to_string();
    [
        Statement::new(
            "INSERT INTO additions (id, organization_id, member_id, user_id, email, name, role, claims, door, added_by_name, created_at, operation_id) \
             SELECT value ->> 'id', ?1, value ->> 'member', value ->> 'user', value ->> 'email', value ->> 'name', value ->> 'role', \
             value -> 'claims', value ->> 'door', ?3, ?4, ?5 FROM json_each(?2)",
        )
        .bind(organization)
        .bind(&json)
        .bind(&by.name)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT r.value ->> 'event', d.organization_id, ?2, 'member.added', ?3, ?4, ?5, d.member_id, iif(d.name <> '', d.name, d.email), \
             json_object('role', (SELECT m.role FROM members m WHERE m.id = d.member_id), 'seats', json_array_length(d.claims), 'door', d.door), d.operation_id \
             FROM json_each(?1) r CROSS JOIN additions d ON d.id = r.value ->> 'id'",
        )
        .bind(&json)
        .bind(ctx.now)
        .bind(by.kind.as_str())
        .bind(&by.id)
        .bind(&by.name),
        Statement::new(
            "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
             SELECT r.value ->> 'mail', d.organization_id, 'addition', d.id, ?2, ?2 FROM json_each(?1) r CROSS JOIN additions d ON d.id = r.value ->> 'id'",
        )
        .bind(json)
        .bind(ctx.now),
    ]
}

/// The additions that this operation made: rows of `id`.
pub fn made(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new("SELECT id FROM additions WHERE organization_id = ?1 AND operation_id = ?2")
        .bind(organization)
        .bind(operation)
}

/// What the mail needs, in one row.
pub fn mail(addition: &str) -> Statement {
    Statement::new(
        "SELECT d.email, u.name, u.language, o.name AS organization, d.added_by_name AS adder, u.password_hash <> '' AS has_password, \
         m.status = 'active' AS active, (SELECT json_group_array(l.name) FROM assignments a JOIN licenses l ON l.id = a.license_id \
         WHERE a.member_id = m.id AND a.status = 'accepted') AS licenses \
         FROM additions d JOIN organizations o ON o.id = d.organization_id JOIN members m ON m.id = d.member_id \
         JOIN users u ON u.id = m.user_id WHERE d.id = ?1",
    )
    .bind(addition)
}

/// A row of [`mail`].
#[derive(Debug, Deserialize)]
pub struct AdditionMailRow {
    /// To whom.
    pub email: Email,
    /// Their name.
    pub name: String,
    /// Their language.
    pub language: Language,
    /// Where to.
    pub organization: String,
    /// Who added them.
    pub adder: String,
    /// 1 if they can sign in already.
    pub has_password: u8,
    /// 1 while they are an active member.
    pub active: u8,
    /// A JSON array of the names of their licenses.
    pub licenses: String,
}
