//! The invited person asks for a new invitation: the inviter gets a mail, once, and sees it in the list.

use shared::event::EventKind;
use shared::id::InvitationId;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::answers::{self, OfferRow};
use crate::store::outbox::{self, MailKind};
use crate::store::trail;

/// Asks; asking twice is the same as asking once. Answers with the invitation as it is then.
pub async fn request(ctx: &Context, invitation: InvitationId) -> Result<OfferRow, Failure> {
    let operation = ctx.id();
    let mail = ctx.id();
    let text = invitation.to_string();
    let asked = format!("EXISTS (SELECT 1 FROM invitations WHERE id = ?5 AND operation_id = '{operation}')");
    let batch = vec![
        answers::request(ctx, invitation, operation),
        answers::event(ctx, invitation, EventKind::InvitationRequested, operation),
        outbox::insert_if(ctx, mail, None, MailKind::InvitationRequest, &text, &asked),
        trail::note_request(ctx, invitation, operation),
        answers::offer(ctx, invitation, None),
    ];
    let rows = ctx.batch(batch).await?;
    let row = super::only_offer(&rows[4])?;
    if row.operation == operation {
        ctx.jobs.deliver(vec![mail]);
    }
    Ok(row)
}
