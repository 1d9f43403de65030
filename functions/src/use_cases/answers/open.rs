//! Shows an invitation. Nothing changes but the trail, which tells robots from people.

use shared::api::invitations::TrailStep;
use shared::id::InvitationId;
use shared::time::Timestamp;
use shared::visitor::Visitor;

use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::answers::{self, OfferRow};
use crate::store::trail;

/// Seconds within which the same kind of visitor is noted once.
const NOTED_ONCE: i64 = 600;

/// The invitation, and who is signed in.
pub async fn open(
    ctx: &Context,
    invitation: InvitationId,
    credential: Option<&Credential>,
    visitor: Visitor,
) -> Result<OfferRow, Failure> {
    let row = super::only_offer(&ctx.query(answers::offer(ctx, invitation, credential)).await?)?;
    let step = match visitor {
        Visitor::Person => TrailStep::OpenedByPerson,
        Visitor::Robot => TrailStep::OpenedByRobot,
    };
    if !noted(&row, step, ctx.now) {
        ctx.jobs.later(vec![trail::add(ctx, &invitation.to_string(), step, None)]);
    }
    Ok(row)
}

fn noted(row: &OfferRow, step: TrailStep, now: Timestamp) -> bool {
    let Some((last, at)) = row.opened.as_deref().and_then(|opened| opened.split_once(' ')) else {
        return false;
    };
    let recent = at.parse::<Timestamp>().is_ok_and(|at| now < at.plus_seconds(NOTED_ONCE));
    last == step.as_str() && recent
}
