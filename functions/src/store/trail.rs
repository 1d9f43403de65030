//! The delivery trail of invitations: what the mail server said, and who opened the page.

use serde::Deserialize;
use shared::access::Role;
use shared::api::invitations::TrailStep;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::{InvitationId, OperationId};
use shared::invitation::InvitationStatus;
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;

/// The steps of an invitation, oldest first: rows of `at`, `step`, `detail`.
pub fn of(invitation: InvitationId) -> Statement {
    Statement::new(
        "SELECT at, step, detail FROM invitation_trail WHERE invitation_id = ?1 ORDER BY seq LIMIT 200",
    )
    .bind(invitation)
}

/// Adds a step; what a server said of somebody who was erased meanwhile is not kept.
pub fn add(ctx: &Context, invitation: &str, step: TrailStep, detail: Option<&str>) -> Statement {
    Statement::new(
        "INSERT INTO invitation_trail (organization_id, invitation_id, at, step, detail) \
         SELECT organization_id, id, ?2, ?3, iif(EXISTS (SELECT 1 FROM erasures x WHERE x.member_id = invitations.member_id), NULL, ?4) \
         FROM invitations WHERE id = ?1",
    )
    .bind(invitation)
    .bind(ctx.now)
    .bind(step.as_str())
    .bind(detail)
}

/// Notes, once, that an admin was shown the link; the log tells whom.
pub fn shown(ctx: &Context, invitation: InvitationId) -> Statement {
    Statement::new(
        "INSERT INTO invitation_trail (organization_id, invitation_id, at, step) SELECT organization_id, id, ?2, 'shown' \
         FROM invitations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM invitation_trail WHERE invitation_id = ?1 AND step = 'shown')",
    )
    .bind(invitation)
    .bind(ctx.now)
}

/// What an invitation's mails need, in one row.
pub fn mail(invitation: &str) -> Statement {
    Statement::new(
        "SELECT i.email, i.name, i.role, r.name AS role_name, i.status, i.created_at, i.expires_at, i.invited_by_name AS inviter, o.name AS organization, \
         (SELECT email FROM members m WHERE m.id = i.invited_by AND m.status = 'active') AS inviter_email, \
         coalesce((SELECT u.language FROM users u WHERE u.email = i.email), \
         (SELECT i.language FROM domain_joins j WHERE j.invitation_id = i.id), (SELECT u.language FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.id = i.invited_by), 'en') AS language, \
         coalesce((SELECT u.language FROM members m JOIN users u ON u.id = m.user_id WHERE m.id = i.invited_by), 'en') AS inviter_language, \
         (SELECT json_group_array(l.name) FROM assignments a JOIN licenses l ON l.id = a.license_id \
         WHERE a.invitation_id = i.id AND a.status = 'invited') AS licenses, EXISTS (SELECT 1 FROM domain_joins j WHERE j.invitation_id = i.id) AS own \
         FROM invitations i JOIN organizations o ON o.id = i.organization_id \
         LEFT JOIN roles r ON r.organization_id = i.organization_id AND r.id = i.role WHERE i.id = ?1",
    )
    .bind(invitation)
}

/// A row of [`mail`].
#[derive(Debug, Deserialize)]
pub struct InvitationMailRow {
    /// To whom.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role offered.
    pub role: Role,
    /// Its name, where the organization made it.
    pub role_name: Option<String>,
    /// Where it stands: only a pending one is mailed.
    pub status: InvitationStatus,
    /// When it was made; a mail written later is a resent one.
    pub created_at: Timestamp,
    /// Until when it is open.
    pub expires_at: Timestamp,
    /// Who invited.
    pub inviter: String,
    /// Their address, while they are active.
    pub inviter_email: Option<Email>,
    /// Where to.
    pub organization: String,
    /// The language of the invited person, as far as known.
    pub language: Language,
    /// The language of the inviter.
    pub inviter_language: Language,
    /// A JSON array of the licenses' names.
    pub licenses: String,
    /// 1 if the person asked for it by themselves, with an address in a whole domain.
    pub own: u8,
}

/// The mail server took the mail.
pub fn delivered(invitation: &str) -> Statement {
    Statement::new("UPDATE invitations SET delivery = 'sent', delivery_detail = NULL WHERE id = ?1 AND delivery = 'queued'").bind(invitation)
}

/// The mail server refused for good, the first mail or a later one of an open invitation: the seats are free again, and the
/// log tells it.
pub fn bounced(ctx: &Context, invitation: &str, detail: &str, operation: OperationId) -> [Statement; 2] {
    [
        Statement::new(
            "UPDATE invitations SET delivery = 'bounced', delivery_detail = ?2, changed_by = 'Usher', changed_at = ?3, operation_id = ?4 \
             WHERE id = ?1 AND (delivery = 'queued' OR (delivery = 'sent' AND status = 'pending'))",
        )
        .bind(invitation)
        .bind(detail)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT ?5, organization_id, ?3, 'invitation.bounced', 'system', '', 'Usher', id, iif(name <> '', name, email), \
             json_object('said', ?2), ?4 FROM invitations WHERE id = ?1 AND operation_id = ?4",
        )
        .bind(invitation)
        .bind(detail)
        .bind(ctx.now)
        .bind(operation)
        .bind(ctx.id::<shared::id::Event>()),
    ]
}

/// Notes that this operation asked for a new invitation.
pub fn note_request(ctx: &Context, invitation: InvitationId, operation: OperationId) -> Statement {
    Statement::new(
        "INSERT INTO invitation_trail (organization_id, invitation_id, at, step) \
         SELECT organization_id, id, ?2, 'requested' FROM invitations WHERE id = ?1 AND operation_id = ?3",
    )
    .bind(invitation)
    .bind(ctx.now)
    .bind(operation)
}
