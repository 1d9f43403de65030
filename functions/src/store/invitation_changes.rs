//! What admins change of an invitation, and what keeps it from being sent again.

use serde::Deserialize;
use shared::access::Role;
use shared::id::{InvitationId, OperationId, OrganizationId};
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::outbox::{self, MailKind};

/// A seat that invitation `?2` lost is nobody's to give any more.
const SEATS_GONE: &str = "EXISTS (SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id \
    WHERE a.invitation_id = ?2 AND a.status = 'removed' AND a.reason IN ('expired', 'bounced') AND l.reserved + l.held >= l.seat_limit)";

/// Another invitation to the address of `invitations` is open than `?2`.
const NEWER: &str = "EXISTS (SELECT 1 FROM invitations o WHERE o.organization_id = ?1 AND o.email = invitations.email AND o.status = 'pending' AND o.id <> ?2)";

/// What keeps an invitation from being sent again: a row of [`HeldUpRow`].
pub fn held_up(organization: OrganizationId, invitation: InvitationId) -> Statement {
    Statement::new(format!(
        "SELECT {NEWER} AS newer, {SEATS_GONE} AS full FROM invitations WHERE organization_id = ?1 AND id = ?2"
    ))
    .bind(organization)
    .bind(invitation)
}

/// A row of [`held_up`].
#[derive(Debug, Deserialize)]
pub struct HeldUpRow {
    /// 1 if a newer invitation is open.
    pub newer: u8,
    /// 1 if a seat that it lost is gone.
    pub full: u8,
}

/// A change of one invitation.
pub struct InvitationChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Which.
    pub invitation: InvitationId,
    /// By whom, as the ledger tells it.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

impl InvitationChange<'_> {
    fn update(&self, ctx: &Context, set: &str, condition: &str) -> Statement {
        Statement::new(format!(
            "UPDATE invitations SET {set}, changed_by = ?3, changed_at = ?4, operation_id = ?5 \
             WHERE organization_id = ?1 AND id = ?2 AND {condition}"
        ))
        .bind(self.organization)
        .bind(self.invitation)
        .bind(self.by)
        .bind(ctx.now)
        .bind(self.operation)
    }

    /// Cancels an open invitation.
    pub fn cancel(&self, ctx: &Context) -> Statement {
        self.update(ctx, "status = 'canceled', endings = endings + 1, answered_at = ?4", "status = 'pending'")
    }

    /// Prolongs an open or expired invitation, and asks the gate again for seats that it lost, unless one is full.
    pub fn resend(&self, ctx: &Context, expires_at: Timestamp) -> Statement {
        let set = "status = 'pending', delivery = 'queued', delivery_detail = NULL, requested_at = NULL, expires_at = ?6";
        let condition = format!(
            "status IN ('pending', 'expired') AND NOT {SEATS_GONE} AND NOT {NEWER} \
             AND EXISTS (SELECT 1 FROM members m WHERE m.id = invitations.member_id AND m.status = 'pending')"
        );
        self.update(ctx, set, &condition).bind(expires_at)
    }

    /// Changes role and name of an open invitation; what is absent stays. Only while the role is the one that was seen.
    pub fn offer(
        &self,
        ctx: &Context,
        (seen, role): (Role, Option<Role>),
        name: Option<&Name>,
    ) -> [Statement; 2] {
        let set = "role = coalesce(?6, role), name = coalesce(?7, name)";
        let name = name.map(Name::as_str);
        [
            self.update(ctx, set, "status = 'pending' AND role IN (?6, ?8)")
                .bind(role)
                .bind(name)
                .bind(seen),
            Statement::new(
                "UPDATE members SET role = i.role, name = i.name, changed_by = i.changed_by, changed_at = i.changed_at, operation_id = i.operation_id \
                 FROM invitations i WHERE i.id = ?1 AND i.operation_id = ?2 AND members.id = i.member_id AND members.status = 'pending'",
            )
            .bind(self.invitation)
            .bind(self.operation),
        ]
    }
}

/// Mails an open invitation again if a condition holds; one that had bounced is on its way again.
pub fn mail_again(
    ctx: &Context,
    organization: OrganizationId,
    invitation: InvitationId,
    condition: &str,
) -> [Statement; 2] {
    let (kind, subject) = (MailKind::Invitation, invitation.to_string());
    [
        outbox::insert_if(ctx, ctx.id(), Some(organization), kind, &subject, condition),
        Statement::new(format!(
            "UPDATE invitations SET delivery = 'queued', delivery_detail = NULL WHERE id = ?1 AND delivery = 'bounced' AND {condition}"
        ))
        .bind(invitation),
    ]
}

/// Whether this operation changed the invitation, in a row with `changed`.
pub fn was_changed_by(invitation: InvitationId, operation: OperationId) -> Statement {
    Statement::new("SELECT operation_id = ?2 AS changed FROM invitations WHERE id = ?1")
        .bind(invitation)
        .bind(operation)
}

/// The condition on `?11` (the operation) that some invitation was changed by it.
pub const CHANGED: &str = "EXISTS (SELECT 1 FROM invitations WHERE operation_id = ?11 AND id = ?8)";
