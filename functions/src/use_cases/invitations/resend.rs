//! Mails an invitation again and prolongs it. The link stays the same; an expired one gets its seats back by the gate.

use serde::Deserialize;
use serde_json::json;
use shared::api::invitations::Resend;
use shared::event::EventKind;
use shared::id::InvitationId;
use shared::invitation::{self, InvitationStatus};
use shared::member::MemberStatus;
use shared::{Code, Refusal, seat};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitation_changes::{self, CHANGED, HeldUpRow, InvitationChange};
use crate::store::invitations::{self, InvitationRow};
use crate::store::outbox::{self, MailKind};
use crate::store::roles;
use crate::use_cases::{RawJson, only_item, staff_seats};

#[derive(Deserialize)]
struct Operation {
    changed: u8,
}

/// Resends an open or expired invitation, or says why not: `seat_limit_reached` when its seats are gone.
pub async fn resend(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    id: InvitationId,
    request: &Resend,
) -> Result<RawJson, Failure> {
    let days = invitation::check_days(request.expires_in_days.unwrap_or(invitation::DEFAULT_DAYS))?;
    let organization = proof.organization();
    let found =
        ctx.batch(vec![invitations::find(ctx, organization, id), roles::catalog(organization)]).await?;
    let before = found[0].first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    if before.status == InvitationStatus::Expired {
        // To offer it again is to offer it.
        roles::catalog_of(&found[1])?.may_grant(proof.actor().permissions, before.role)?;
    } else {
        before.status.require_pending()?;
    }
    let by = By::from(proof.actor());
    let operation = ctx.id();
    let mail = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::InvitationResent,
        by: &by,
        target: id.to_string(),
        target_name: before.label(),
        details: json!({ "days": days }),
        operation,
    };
    let change = InvitationChange { organization, invitation: id, by: &by.name, operation };
    let mut batch = invitations::expire(ctx, Some(organization), ctx.id()).to_vec();
    let sent = format!("EXISTS (SELECT 1 FROM invitations WHERE id = ?5 AND operation_id = '{operation}')");
    batch.extend([
        change.resend(ctx, ctx.now.plus_days(i64::from(days))),
        events::insert_if(ctx, &event, CHANGED),
        outbox::insert_if(ctx, mail, Some(organization), MailKind::Invitation, &id.to_string(), &sent),
        invitation_changes::was_changed_by(id, operation),
        invitations::one(ctx, organization, id),
    ]);
    let rows = ctx.batch(batch).await?;
    if rows[5].first::<Operation>()?.is_none_or(|row| row.changed == 0) {
        return Err(why_not(ctx, proof, &before).await?.into());
    }
    ctx.jobs.deliver(vec![mail]);
    only_item(&rows[6])
}

/// Why nothing came of it, as things are now.
async fn why_not(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    before: &InvitationRow,
) -> Result<Refusal, Failure> {
    let organization = proof.organization();
    let refuse = |detail: &str| Ok(Refusal::new(Code::NotInThisState, detail));
    match before.member_status {
        MemberStatus::Pending => {}
        MemberStatus::Removed => return refuse("This person was removed. Invite them anew."),
        _ => return Ok(Refusal::new(Code::AlreadyMember, "This person is a member already.")),
    }
    let held_up =
        ctx.query(invitation_changes::held_up(organization, before.id)).await?.first::<HeldUpRow>()?;
    if held_up.as_ref().is_some_and(|it| it.newer == 1) {
        return refuse("A newer invitation to this person is open. Resend that one.");
    }
    if let Some(refusal) = staff_seats::lacks(ctx, organization, before.member_id, before.role).await? {
        return Ok(refusal);
    }
    if held_up.is_some_and(|it| it.full == 1) {
        return Ok(seat::full(0));
    }
    refuse("Somebody else changed this invitation at the same time. Look again.")
}
