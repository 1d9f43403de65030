//! The secret link of an open invitation, for an admin who hands it over by hand.

use shared::Refusal;
use shared::api::invitations::InvitationLink;
use shared::id::InvitationId;

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::invitations::{self, InvitationRow};

/// The link and the code that can be typed; refused once the invitation is answered, canceled or expired.
pub async fn link(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    invitation: InvitationId,
) -> Result<InvitationLink, Failure> {
    let found = ctx.query(invitations::find(ctx, proof.organization(), invitation)).await?;
    let row = found.first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    row.status.require_pending()?;
    let key = &ctx.settings.key;
    let url = format!("{}/i/{}", ctx.settings.public_url, key.link(invitation));
    Ok(InvitationLink { url, code: key.join_code(invitation).to_string() })
}
