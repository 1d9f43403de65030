//! Invitations as the invited person meets them: what the page shows, accepting, declining, asking again.

use serde::Deserialize;
use shared::access::Role;
use shared::api::invitations::OfferedPlace;
use shared::email::Email;
use shared::id::{InvitationId, MemberId, OperationId, OrganizationId, UserId};
use shared::invitation::InvitationStatus;
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::secrets::Credential;
use crate::store::emails::{UNPROVED, account_of};

/// An invitation with all that its page shows, and who is looking, in one row.
pub fn offer(ctx: &Context, invitation: InvitationId, credential: Option<&Credential>) -> Statement {
    Statement::new(format!(
        "SELECT i.organization_id, o.name AS organization, i.member_id AS member, i.email, i.name, i.role, r.name AS role_name, i.invited_by_name AS inviter, \
         (SELECT m.email FROM members m WHERE m.id = i.invited_by AND m.status = 'active') AS inviter_email, \
         iif(i.status = 'pending' AND i.expires_at <= ?2, 'expired', i.status) AS status, i.expires_at, i.answered_at, i.requested_at, \
         i.operation_id AS operation, i.user_id AS user, {known} IS NOT NULL AS known, \
         (SELECT iif(u.id = {known}, i.email, u.email) FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ?3 AND s.expires_at > ?2) AS signed_in, \
         (SELECT json_group_array(l.name) FROM assignments a JOIN licenses l ON l.id = a.license_id \
          WHERE a.invitation_id = i.id AND (a.status IN ('invited', 'accepted') OR a.reason IN ('expired', 'canceled', 'declined', 'bounced'))) AS licenses, \
         (SELECT json_group_array(l.name) FROM assignments a JOIN licenses l ON l.id = a.license_id \
          WHERE a.invitation_id = i.id AND a.status = 'removed' AND a.reason = 'bounced') AS lost, \
         (SELECT json_group_array(json_object('license', l.name, 'place', {place})) FROM seat_queue q JOIN licenses l ON l.id = q.license_id \
          WHERE q.member_id = i.member_id AND q.state = 'waiting') AS waiting, \
         EXISTS (SELECT 1 FROM domain_joins j WHERE j.invitation_id = i.id) AS own, \
         EXISTS (SELECT 1 FROM users u WHERE u.id = i.user_id AND u.email = i.email AND {UNPROVED}) AS unproved, \
         (SELECT json_group_array(l.name) FROM domain_joins j JOIN license_domains w ON w.domain_id = j.domain_id JOIN licenses l ON l.id = w.license_id \
          LEFT JOIN assignments a ON a.license_id = l.id AND a.member_id = i.member_id \
          WHERE j.invitation_id = i.id AND (i.status = 'pending' OR (a.door = 'domain' AND a.status = 'accepted'))) AS of_domain, \
         (SELECT step || ' ' || at FROM invitation_trail t WHERE t.invitation_id = i.id AND t.step LIKE 'opened%' ORDER BY t.seq DESC LIMIT 1) AS opened \
         FROM invitations i JOIN organizations o ON o.id = i.organization_id \
         LEFT JOIN roles r ON r.organization_id = i.organization_id AND r.id = i.role WHERE i.id = ?1",
        place = super::queue::PLACE,
        known = account_of("i.email"),
    ))
    .bind(invitation)
    .bind(ctx.now)
    .bind(credential.map(|credential| &credential.hash))
}

/// A row of [`offer`].
#[derive(Debug, Deserialize)]
pub struct OfferRow {
    /// Where to.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization: String,
    /// The member that acceptance makes active.
    pub member: MemberId,
    /// To whom.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role offered.
    pub role: Role,
    /// Its name, where the organization made it.
    pub role_name: Option<String>,
    /// Who invited.
    pub inviter: String,
    /// Their address, while they are active.
    pub inviter_email: Option<Email>,
    /// Where it stands.
    pub status: InvitationStatus,
    /// Until when it is open.
    pub expires_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When the person asked for a new one.
    pub requested_at: Option<Timestamp>,
    /// The write that touched it last.
    pub operation: OperationId,
    /// Who accepted.
    pub user: Option<UserId>,
    /// 1 if the address has an account.
    pub known: u8,
    /// The address of whoever is signed in.
    pub signed_in: Option<Email>,
    /// A JSON array of the licenses' names.
    pub licenses: String,
    /// A JSON array of the names of licenses whose seat was lost to a bounce and not regained.
    pub lost: String,
    /// A JSON array of the full licenses for which the person waits, with their places.
    pub waiting: String,
    /// 1 if the person asked for it by themselves, with an address in a whole domain.
    pub own: u8,
    /// 1 if who accepted has not shown yet that the mailbox is theirs.
    pub unproved: u8,
    /// A JSON array of the names of licenses that the whole domain gives, and once they are in those on which it did.
    pub of_domain: String,
    /// The last opening and its time, with a space between.
    pub opened: Option<String>,
}

impl OfferRow {
    /// The licenses' names.
    pub fn licenses(&self) -> Vec<String> {
        crate::json::read(&self.licenses).unwrap_or_default()
    }

    /// The names of licenses on which the seat was lost.
    pub fn lost(&self) -> Vec<String> {
        crate::json::read(&self.lost).unwrap_or_default()
    }

    /// The full licenses for which the person waits.
    pub fn waiting(&self) -> Vec<OfferedPlace> {
        crate::json::read(&self.waiting).unwrap_or_default()
    }

    /// The names of the licenses that the whole domain gives, or gave.
    pub fn of_domain(&self) -> Vec<String> {
        crate::json::read(&self.of_domain).unwrap_or_default()
    }

    /// What to call the person.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.email.as_str() } else { &self.name }
    }
}

const ACCEPT: &str = "UPDATE invitations SET status = 'accepted', answered_at = ?2, changed_at = ?2, operation_id = ?3, user_id = u.id, changed_by = u.name \
    FROM users u WHERE invitations.id = ?1 AND invitations.status = 'pending' AND invitations.expires_at > ?2 AND (u.email = invitations.email \
    OR EXISTS (SELECT 1 FROM user_emails e WHERE e.user_id = u.id AND e.email = invitations.email AND e.verified_at IS NOT NULL))";

/// Accepts for whoever is signed in with the invited address.
pub fn accept_signed_in(
    ctx: &Context,
    invitation: InvitationId,
    credential: &Credential,
    operation: OperationId,
) -> Statement {
    Statement::new(format!(
        "{ACCEPT} AND u.id = (SELECT s.user_id FROM sessions s WHERE s.token_hash = ?4 AND s.expires_at > ?2)"
    ))
    .bind(invitation)
    .bind(ctx.now)
    .bind(operation)
    .bind(&credential.hash)
}

/// By which address whoever is signed in is in the organization of an invitation.
pub fn in_already(invitation: InvitationId, credential: &Credential) -> Statement {
    Statement::new(
        "SELECT m.email, o.name AS organization FROM invitations i JOIN sessions s ON s.token_hash = ?2 \
         JOIN members m ON m.organization_id = i.organization_id AND m.user_id = s.user_id AND m.status IN ('active', 'disabled') \
         JOIN organizations o ON o.id = i.organization_id WHERE i.id = ?1",
    )
    .bind(invitation)
    .bind(&credential.hash)
}

/// A row of [`in_already`].
#[derive(Debug, Deserialize)]
pub struct InAlreadyRow {
    /// The address.
    pub email: Email,
    /// The organization's name.
    pub organization: String,
}

/// Accepts for the user who was made in this very batch.
pub fn accept_new(
    ctx: &Context,
    invitation: InvitationId,
    user: UserId,
    operation: OperationId,
) -> Statement {
    Statement::new(format!("{ACCEPT} AND u.id = ?4"))
        .bind(invitation)
        .bind(ctx.now)
        .bind(operation)
        .bind(user)
}

/// Makes the user for an open invitation, unless the address has one by now. That they had its link shows that the mailbox is
/// theirs, but where an admin was shown it too.
pub fn insert_user(
    ctx: &Context,
    invitation: InvitationId,
    user: UserId,
    name: &str,
    password_hash: &str,
    language: &str,
) -> Statement {
    Statement::new(
        "INSERT INTO users (id, email, name, password_hash, language, created_at, proved_at) SELECT ?2, email, ?3, ?4, ?5, ?6, \
         iif(EXISTS (SELECT 1 FROM invitation_trail WHERE invitation_id = ?1 AND step = 'shown'), NULL, ?6) FROM invitations WHERE id = ?1 AND status = 'pending' AND expires_at > ?6 \
         ON CONFLICT (email) DO NOTHING",
    )
    .bind(invitation)
    .bind(user)
    .bind(name)
    .bind(password_hash)
    .bind(language)
    .bind(ctx.now)
}

/// Whoever accepted had the link: the mailbox is theirs, but where an admin was shown the link too.
pub fn prove(ctx: &Context, invitation: InvitationId) -> Statement {
    Statement::new(
        "UPDATE users SET proved_at = ?2 FROM invitations i WHERE i.id = ?1 AND i.status = 'accepted' AND users.id = i.user_id AND users.email = i.email \
         AND users.proved_at IS NULL AND NOT EXISTS (SELECT 1 FROM invitation_trail WHERE invitation_id = ?1 AND step = 'shown')",
    )
    .bind(invitation)
    .bind(ctx.now)
}

/// Declines an open invitation.
pub fn decline(ctx: &Context, invitation: InvitationId, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE invitations SET status = 'declined', endings = endings + 1, answered_at = ?2, changed_by = iif(name <> '', name, email), changed_at = ?2, operation_id = ?3 \
         WHERE id = ?1 AND status = 'pending' AND expires_at > ?2",
    )
    .bind(invitation)
    .bind(ctx.now)
    .bind(operation)
}

/// Notes, once, that the person asks for a new invitation.
pub fn request(ctx: &Context, invitation: InvitationId, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE invitations SET requested_at = ?2, operation_id = ?3 WHERE id = ?1 AND requested_at IS NULL \
         AND (status IN ('expired', 'declined') OR (status = 'pending' AND expires_at <= ?2)) \
         AND NOT EXISTS (SELECT 1 FROM erasures x WHERE x.member_id = invitations.member_id)",
    )
    .bind(invitation)
    .bind(ctx.now)
    .bind(operation)
}

/// Tells the log what the invited person did, if this operation did it.
pub fn event(
    ctx: &Context,
    invitation: InvitationId,
    kind: shared::event::EventKind,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT ?2, organization_id, ?3, ?4, 'invitee', coalesce(user_id, ''), coalesce((SELECT name FROM users WHERE id = user_id), iif(name <> '', name, email)), \
         id, coalesce((SELECT name FROM users WHERE id = user_id), iif(name <> '', name, email)), \
         json_object('seats', (SELECT count(*) FROM assignments a WHERE a.invitation_id = invitations.id AND a.operation_id = ?5)), ?5 \
         FROM invitations WHERE id = ?1 AND operation_id = ?5",
    )
    .bind(invitation)
    .bind(ctx.id::<shared::id::Event>())
    .bind(ctx.now)
    .bind(kind.as_str())
    .bind(operation)
}

/// The open invitations that a typed code names: rows of `id`.
pub fn by_code(code_hash: &str) -> Statement {
    Statement::new(
        "SELECT id FROM invitations WHERE code_hash = ?1 ORDER BY status = 'pending' DESC, id DESC LIMIT 1",
    )
    .bind(code_hash)
}
