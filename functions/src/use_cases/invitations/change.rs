//! Changes role or name of an open invitation.

use serde_json::json;
use shared::api::invitations::ChangeInvitation;
use shared::event::EventKind;
use shared::id::InvitationId;
use shared::text::Name;
use shared::{Code, Refusal};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitation_changes::{CHANGED, InvitationChange};
use crate::store::invitations::{self, InvitationRow};
use crate::store::roles;
use crate::use_cases::organization::contact;
use crate::use_cases::roles::gone;
use crate::use_cases::{RawJson, only_item, staff_seats};

/// Changes what is given; refused once the invitation is no longer open.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    id: InvitationId,
    request: &ChangeInvitation,
) -> Result<RawJson, Failure> {
    let actor = proof.actor();
    let organization = actor.organization;
    let find = || invitations::find(ctx, organization, id);
    let facts = ctx.batch(vec![find(), roles::catalog(organization)]).await?;
    let before = facts[0].first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    let roles = roles::catalog_of(&facts[1])?;
    before.status.require_pending()?;
    // As with a member: nobody changes, or renames, whoever is to hold more than they do.
    roles.may_grant(actor.permissions, before.role)?;
    if let Some(role) = request.role {
        roles.may_grant(actor.permissions, role)?;
    }
    let name = request.name.as_deref().map(|name| Name::parse(name, "name")).transpose()?;
    let by = By::from(actor);
    let operation = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::InvitationChanged,
        by: &by,
        target: id.to_string(),
        target_name: before.label(),
        details: json!({ "role": request.role.filter(|role| *role != before.role).map(|role| json!({ "from": before.role, "to": role })) }),
        operation,
    };
    let change = InvitationChange { organization, invitation: id, by: &by.name, operation };
    let mut batch = change.offer(ctx, (before.role, request.role), name.as_ref()).to_vec();
    batch.extend([events::insert_if(ctx, &event, CHANGED), find(), invitations::one(ctx, organization, id)]);
    let rows = ctx.batch(batch).await.map_err(gone)?;
    let after = rows[3].first::<InvitationRow>()?.ok_or_else(Refusal::not_found)?;
    after.status.require_pending()?;
    let role = request.role.unwrap_or(before.role);
    if role != after.role {
        let full = staff_seats::full(ctx, organization, role).await?;
        let lost = || Refusal::new(Code::NotInThisState, "This invitation changed meanwhile. Look again.");
        let failure = full.unwrap_or_else(lost).into();
        return Err(contact::with_failure(ctx, organization, failure).await);
    }
    only_item(&rows[4])
}
