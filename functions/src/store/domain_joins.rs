//! People with an address in a whole domain who join by themselves (B3): the invitation that they ask for, and their place
//! in the queue of a license that is full once they are in. The seat itself is `whole_domains`'.

use serde::Deserialize;
use shared::access::Role;
use shared::email::Email;
use shared::id::{DomainId, EventId, InvitationId, MemberId, OperationId, OrganizationId, OutboxId, UserId};
use shared::joining::Standing;
use shared::member::{MemberStatus, Source};
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::emails::member_of;

/// The license `l` gives seats to the whole domain `d` now. `{now}` is the parameter of the time.
fn gives(now: &str) -> String {
    format!(
        "l.organization_id = d.organization_id AND l.type = 'district' AND coalesce(l.starts_at <= {now}, true) AND coalesce(l.expires_at > {now}, true)"
    )
}

/// Whether any domain is whole, in a row with `open`.
pub fn any() -> Statement {
    Statement::new("SELECT EXISTS (SELECT 1 FROM license_domains) AS open")
}

/// The whole domain of an address, who answers for it, and what is known of the address there: a row of [`HostRow`].
pub fn find(ctx: &Context, email: &Email) -> Statement {
    Statement::new(format!(
        "SELECT d.id AS domain, d.organization_id, h.id AS host, h.name AS host_name, m.id AS member, m.status, m.user_id IS NOT NULL AS joined, \
         coalesce((SELECT i.status = 'canceled' FROM invitations i WHERE i.member_id = m.id ORDER BY i.id DESC LIMIT 1), 0) AS canceled, \
         (SELECT i.id FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending' AND i.expires_at > ?3) AS open \
         FROM domains d JOIN members h ON h.id = coalesce( \
           (SELECT a.member_id FROM domain_admins a JOIN members x ON x.id = a.member_id AND x.status = 'active' WHERE a.domain_id = d.id \
            ORDER BY a.created_at, a.member_id LIMIT 1), \
           (SELECT x.id FROM members x WHERE x.organization_id = d.organization_id AND x.role = 'owner' AND x.status = 'active' ORDER BY x.id LIMIT 1)) \
         LEFT JOIN members m ON m.id = {} \
         WHERE d.name = ?2 AND d.verified_at IS NOT NULL \
         AND EXISTS (SELECT 1 FROM license_domains w JOIN licenses l ON l.id = w.license_id WHERE w.domain_id = d.id AND {})",
        member_of("d.organization_id", "?1"),
        gives("?3")
    ))
    .bind(email.as_str())
    .bind(email.domain())
    .bind(ctx.now)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct HostRow {
    /// The domain.
    pub domain: DomainId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Who answers for it: its first domain admin, or an owner.
    pub host: MemberId,
    /// Their name.
    pub host_name: String,
    /// The member with the address.
    pub member: Option<MemberId>,
    status: Option<MemberStatus>,
    joined: u8,
    canceled: u8,
    /// Their open invitation.
    pub open: Option<InvitationId>,
}

impl HostRow {
    /// Where the person stands.
    pub fn standing(&self) -> Option<Standing> {
        let (joined, canceled) = (self.joined == 1, self.canceled == 1);
        self.status.map(|status| Standing { status, joined, canceled })
    }
}

/// An invitation that somebody asks for.
pub struct Ask<'a> {
    /// Its id.
    pub id: InvitationId,
    /// The domain and who answers for it.
    pub host: &'a HostRow,
    /// The member, if the address is nobody's yet.
    pub member: MemberId,
    /// Who asks.
    pub email: &'a Email,
    /// The hash of its typed code.
    pub code_hash: &'a str,
    /// Their language.
    pub language: &'a str,
    /// Until when it is open.
    pub expires_at: Timestamp,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Makes the invitation, or sends the mail of the one that is open again.
pub fn ask(ctx: &Context, ask: &Ask<'_>) -> [Statement; 5] {
    let organization = ask.host.organization_id;
    let (event, mail): (EventId, OutboxId) = (ctx.id(), ctx.id());
    [
        Statement::new(
            "INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, \
             invited_by_name, language, created_at, expires_at, changed_by, changed_at, operation_id) \
             VALUES (?1, ?2, ?3, ?4, '', ?5, '[]', ?6, 'pending', 'queued', ?7, ?8, ?9, ?10, ?11, ?4, ?10, ?12)",
        )
        .bind(ask.id)
        .bind(organization)
        .bind(ask.member)
        .bind(ask.email.as_str())
        .bind(Role::Standard)
        .bind(ask.code_hash)
        .bind(ask.host.host)
        .bind(&ask.host.host_name)
        .bind(ask.language)
        .bind(ctx.now)
        .bind(ask.expires_at)
        .bind(ask.operation),
        super::invitations::admit(organization, Source::Domain, ask.operation),
        Statement::new(
            "INSERT INTO domain_joins (invitation_id, organization_id, domain_id, operation_id) \
             SELECT id, organization_id, ?3, operation_id FROM invitations WHERE id = ?1 AND organization_id = ?2",
        )
        .bind(ask.id)
        .bind(organization)
        .bind(ask.host.domain),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT ?3, organization_id, ?4, 'join.asked', 'invitee', '', email, id, email, \
             json_object('domain', (SELECT name FROM domains WHERE id = ?5)), operation_id FROM invitations WHERE id = ?1 AND organization_id = ?2",
        )
        .bind(ask.id)
        .bind(organization)
        .bind(event)
        .bind(ctx.now)
        .bind(ask.host.domain),
        Statement::new(
            "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) SELECT ?3, organization_id, 'invitation', id, ?4, ?4 \
             FROM invitations WHERE organization_id = ?1 AND email = ?2 AND status = 'pending' AND expires_at > ?4",
        )
        .bind(organization)
        .bind(ask.email.as_str())
        .bind(mail)
        .bind(ctx.now),
    ]
}

/// Whoever came in by this invitation, and found a whole-domain license full, waits in its queue. The log tells it.
pub fn wait(ctx: &Context, invitation: InvitationId, operation: OperationId) -> [Statement; 3] {
    // Ids are the operation's time and bits, and the last of the license's: unlike in each row, and never a second time.
    let id = |prefix| format!("'{prefix}_' || substr(?3, 4, 10) || substr(?3, 20) || substr(l.id, 25)");
    [
        Statement::new(format!(
            "INSERT INTO seat_queue (id, organization_id, license_id, member_id, role, invitation_id, code_hash, days, queued_by, queued_by_name, \
             created_at, changed_by, changed_at, operation_id) \
             SELECT {}, i.organization_id, l.id, m.id, m.role, {}, '', 14, i.invited_by, i.invited_by_name, ?2, 'Usher', ?2, ?3 \
             FROM domain_joins j CROSS JOIN invitations i ON i.id = j.invitation_id AND i.status = 'accepted' \
             CROSS JOIN members m ON m.id = i.member_id AND m.status = 'active' CROSS JOIN domains d ON d.id = j.domain_id AND d.verified_at IS NOT NULL \
             JOIN license_domains w ON w.domain_id = d.id JOIN licenses l ON l.id = w.license_id AND {} \
             WHERE j.invitation_id = ?1 AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = l.id AND a.member_id = m.id) \
             ORDER BY l.id ON CONFLICT DO NOTHING",
            id("que"),
            id("inv"),
            gives("?2")
        ))
        .bind(invitation)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT 'evt_' || substr(?2, 4, 10) || substr(l.id, 25) || substr(?2, 20), q.organization_id, q.created_at, 'queue.joined', 'system', '', 'Usher', m.id, iif(m.name <> '', m.name, m.email), \
             json_object('license', l.id, 'license_name', l.name, 'place', q.place), ?2 FROM domain_joins j \
             CROSS JOIN invitations i ON i.id = j.invitation_id CROSS JOIN seat_queue q ON q.member_id = i.member_id AND q.operation_id = ?2 AND q.state = 'waiting' \
             JOIN members m ON m.id = q.member_id JOIN licenses l ON l.id = q.license_id WHERE j.invitation_id = ?1",
        )
        .bind(invitation)
        .bind(operation),
        Statement::new("UPDATE domain_joins SET due = 0 WHERE invitation_id = ?1 AND due = 1").bind(invitation),
    ]
}

/// Those who are in and whose seats or places were not written, because the Worker died before: rows of [`DueRow`].
pub fn due() -> Statement {
    Statement::new(
        "SELECT j.invitation_id, j.organization_id, i.user_id FROM domain_joins j CROSS JOIN invitations i ON i.id = j.invitation_id \
         WHERE j.due = 1 LIMIT 50",
    )
}

/// A row of [`due`].
#[derive(Debug, Deserialize)]
pub struct DueRow {
    /// By which invitation they came.
    pub invitation_id: InvitationId,
    /// Where.
    pub organization_id: OrganizationId,
    /// Who.
    pub user_id: UserId,
}
