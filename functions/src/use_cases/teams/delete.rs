//! Deletes a team; its members stay members.

use serde_json::json;
use shared::event::EventKind;
use shared::id::TeamId;

use super::name_of;
use crate::authority::{ManageTeams, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::teams;

/// Deletes the team.
pub async fn delete(ctx: &Context, proof: &Proof<ManageTeams>, team: TeamId) -> Result<(), Failure> {
    let organization = proof.organization();
    let name = name_of(ctx, organization, team).await?;
    let event = NewEvent {
        organization,
        kind: EventKind::TeamDeleted,
        by: &By::from(proof.actor()),
        target: team.to_string(),
        target_name: &name,
        details: json!({}),
        operation: ctx.id(),
    };
    ctx.batch(vec![teams::delete(organization, team), events::insert(ctx, &event)]).await?;
    Ok(())
}
