//! Takes an open invitation back: its link is dead and its seats are free at once.

use serde_json::json;
use shared::Refusal;
use shared::event::EventKind;
use shared::id::InvitationId;
use shared::invitation::InvitationStatus;

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitation_changes::{CHANGED, InvitationChange};
use crate::store::invitations::{self, InvitationRow};
use crate::store::outbox;
use crate::use_cases::{RawJson, mails, only_item};

/// Cancels; one that was canceled before stays so, one that was answered is refused.
pub async fn cancel(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    id: InvitationId,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let find = || invitations::find(ctx, organization, id);
    let row = ctx.query(find()).await?.first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    let one = || invitations::one(ctx, organization, id);
    match row.status {
        InvitationStatus::Canceled => return only_item(&ctx.query(one()).await?),
        status => status.require_pending()?,
    }
    let by = By::from(proof.actor());
    let operation = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::InvitationCanceled,
        by: &by,
        target: id.to_string(),
        target_name: row.label(),
        details: json!({}),
        operation,
    };
    let change = InvitationChange { organization, invitation: id, by: &by.name, operation };
    let batch =
        vec![change.cancel(ctx), events::insert_if(ctx, &event, CHANGED), find(), one(), outbox::of_now(ctx)];
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[4])?;
    let after = rows[2].first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    if after.status != InvitationStatus::Canceled {
        after.status.require_pending()?;
    }
    only_item(&rows[3])
}
