//! The mail that tells a member of a seat that is offered to them.

use serde::Deserialize;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::{OperationId, OrganizationId};

use crate::context::Context;
use crate::ports::Statement;
use crate::store::assignments::Claim;
use crate::store::queue::OFFERED_BY;

/// Puts a mail in the outbox for each member who was asked by this operation.
pub fn notify(
    ctx: &Context,
    organization: OrganizationId,
    claims: &[&Claim],
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
         SELECT c.value ->> 'mail', ?1, 'license_invite', a.id, ?3, ?3 FROM json_each(?4) c \
         CROSS JOIN assignments a ON a.member_id = c.value ->> 'member' AND a.license_id = c.value ->> 'license' \
         WHERE c.value ->> 'mail' IS NOT NULL AND a.organization_id = ?1 AND a.operation_id = ?2 AND a.status = 'invited' \
         AND a.invitation_id IS NULL",
    )
    .bind(organization)
    .bind(operation)
    .bind(ctx.now)
    .bind(serde_json::json!(claims).to_string())
}

/// What the mail says now, in a row of [`LicenseInviteMailRow`]; `licenses` are those asked for in the same act.
pub fn mail(assignment: &str) -> Statement {
    Statement::new(format!(
        "SELECT m.email, u.name, u.language, o.name AS organization, {OFFERED_BY} AS inviter, a.status = 'invited' AND m.status = 'active' AS open, \
         (SELECT json_group_array(l.name) FROM assignments b JOIN licenses l ON l.id = b.license_id \
          WHERE b.member_id = a.member_id AND b.operation_id = a.operation_id AND b.status = 'invited') AS licenses \
         FROM assignments a JOIN members m ON m.id = a.member_id JOIN users u ON u.id = m.user_id \
         JOIN organizations o ON o.id = a.organization_id WHERE a.id = ?1"
    ))
    .bind(assignment)
}

/// A row of [`mail`].
#[derive(Debug, Deserialize)]
pub struct LicenseInviteMailRow {
    /// To whom.
    pub email: Email,
    /// Their name.
    pub name: String,
    /// Their language.
    pub language: Language,
    /// Where.
    pub organization: String,
    /// Who asks.
    pub inviter: String,
    /// 1 while it can be answered.
    pub open: u8,
    /// A JSON array of the licenses' names.
    pub licenses: String,
}
