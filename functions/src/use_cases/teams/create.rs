//! Makes a team.

use serde_json::json;
use shared::api::teams::{NameTeam, Team};
use shared::event::EventKind;
use shared::id::TeamId;

use super::name_taken;
use crate::authority::{ManageTeams, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::teams;

/// Makes an empty team, or refuses a name that another one has.
pub async fn create(ctx: &Context, proof: &Proof<ManageTeams>, request: &NameTeam) -> Result<Team, Failure> {
    let (organization, name, id): (_, _, TeamId) = (proof.organization(), &request.name, ctx.id());
    let event = NewEvent {
        organization,
        kind: EventKind::TeamCreated,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: name.as_str(),
        details: json!({}),
        operation: ctx.id(),
    };
    let batch = vec![teams::insert(ctx, organization, id, name), events::insert(ctx, &event)];
    ctx.batch(batch).await.map_err(|error| name_taken(error, name))?;
    Ok(Team { id, name: name.to_string(), members: 0, leaders: Vec::new(), created_at: ctx.now })
}
