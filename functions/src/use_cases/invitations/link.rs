//! The secret link of an open invitation, for an admin who hands it over by hand.

use serde_json::json;
use shared::Refusal;
use shared::api::invitations::InvitationLink;
use shared::event::EventKind;
use shared::id::InvitationId;

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitations::{self, InvitationRow};
use crate::store::{roles, trail};

/// The link and the code that can be typed; refused once the invitation is answered, canceled or expired. Whoever has it
/// can accept as that person, so it is shown to nobody who could not give the role, and the trail tells that it was: the
/// account that it makes is not proved by its mailbox.
pub async fn link(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    invitation: InvitationId,
) -> Result<InvitationLink, Failure> {
    let organization = proof.organization();
    let facts = vec![invitations::find(ctx, organization, invitation), roles::catalog(organization)];
    let found = ctx.batch(facts).await?;
    let row = found[0].first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    row.status.require_pending()?;
    roles::catalog_of(&found[1])?.may_grant(proof.actor().permissions, row.role)?;
    let event = NewEvent {
        organization,
        kind: EventKind::InvitationLinkShown,
        by: &By::from(proof.actor()),
        target: invitation.to_string(),
        target_name: row.label(),
        details: json!({}),
        operation: ctx.id(),
    };
    let first_time = "NOT EXISTS (SELECT 1 FROM events WHERE organization_id = ?2 AND target = ?8 AND kind = ?4 AND actor = ?6)";
    ctx.batch(vec![events::insert_if(ctx, &event, first_time), trail::shown(ctx, invitation)]).await?;
    let key = &ctx.settings.key;
    let url = format!("{}/i/{}", ctx.settings.public_url, key.link(invitation));
    Ok(InvitationLink { url, code: key.join_code(invitation).to_string() })
}
