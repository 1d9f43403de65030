//! One invitation with its delivery trail.

use shared::api::invitations::{Invitation, InvitationWithTrail};
use shared::id::InvitationId;

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::{invitations, trail};
use crate::use_cases::only_item;

/// The invitation and what happened to it.
pub async fn get(
    ctx: &Context,
    credential: &Credential,
    invitation: InvitationId,
) -> Result<InvitationWithTrail, Failure> {
    let statements = vec![invitations::one(ctx, credential.organization, invitation), trail::of(invitation)];
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), statements).await?;
    let invitation: Invitation =
        crate::json::read(&only_item(&rows[0])?.0).map_err(|error| Failure::broken("invitations", error))?;
    Ok(InvitationWithTrail { invitation, trail: rows[1].all()? })
}
