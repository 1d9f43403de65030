//! Makes a service.

use serde_json::json;
use shared::api::services::CreateService;
use shared::event::EventKind;
use shared::id::ServiceId;

use super::{check_teams, name_taken};
use crate::authority::{ManageServices, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::services;
use crate::use_cases::{RawJson, only_item};

/// Makes it, or refuses a name that another one has and teams that there are not.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageServices>,
    request: &CreateService,
) -> Result<RawJson, Failure> {
    let (organization, id): (_, ServiceId) = (proof.organization(), ctx.id());
    check_teams(ctx, organization, &request.teams).await?;
    let event = NewEvent {
        organization,
        kind: EventKind::ServiceCreated,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({ "teams": request.teams.len() }),
        operation: ctx.id(),
    };
    let mut batch = vec![services::insert(ctx, organization, id, request)];
    batch.extend(services::set_teams(organization, id, &request.teams));
    batch.extend([events::insert(ctx, &event), services::item(organization, id)]);
    let rows = ctx.batch(batch).await.map_err(|error| name_taken(error, Some(&request.name)))?;
    only_item(&rows[4])
}
