//! Says what would become of each row, and sends nothing.

use shared::api::invitations::{Invite, RowResults};
use shared::invitation;

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::use_cases::invitations::Way;
use crate::use_cases::organization::contact;

/// A verdict for each row in order, by the same rule that sending follows.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    request: &Invite,
) -> Result<RowResults, Failure> {
    super::check_size(request.invitations.len())?;
    invitation::check_days(request.expires_in_days.unwrap_or(invitation::DEFAULT_DAYS))?;
    let actor = proof.actor();
    let facts = super::facts(
        ctx,
        actor.organization,
        actor.member(),
        &Way::typed(actor),
        &request.invitations,
        request.when_full,
    )
    .await?;
    let verdicts = invitation::judge(&request.invitations, &facts, actor.permissions);
    let results = request.invitations.iter().zip(verdicts).map(|(row, verdict)| match verdict {
        Ok(plan) => super::granted(row, &plan, None),
        Err(refusal) => super::refused(row, refusal, &facts),
    });
    let rows = RowResults { results: results.collect(), contact: None };
    contact::with_rows(ctx, actor.organization, rows).await
}
