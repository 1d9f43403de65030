//! Declines an invitation; its seats are free at once.

use shared::api::invitations::Answered;
use shared::event::EventKind;
use shared::id::InvitationId;
use shared::invitation::InvitationStatus;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::{answers, outbox};
use crate::use_cases::mails;

/// Declines; declining twice gives the same answer.
pub async fn decline(ctx: &Context, invitation: InvitationId) -> Result<Answered, Failure> {
    let operation = ctx.id();
    let batch = vec![
        answers::decline(ctx, invitation, operation),
        answers::event(ctx, invitation, EventKind::InvitationDeclined, operation),
        answers::offer(ctx, invitation, None),
        outbox::of_now(ctx),
    ];
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[3])?;
    let row = super::only_offer(&rows[2])?;
    if row.status != InvitationStatus::Declined {
        row.status.require_pending()?;
    }
    Ok(super::answered(&row))
}
