//! Changes name, description, state or teams of a service.

use serde_json::json;
use shared::Refusal;
use shared::api::services::ChangeService;
use shared::event::EventKind;
use shared::id::ServiceId;

use super::{check_teams, name_taken};
use crate::authority::{ManageServices, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::services::{self, ServiceRow};
use crate::use_cases::{RawJson, only_item};

/// Changes what is given; it counts from the next question on.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageServices>,
    id: ServiceId,
    request: &ChangeService,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let row = ctx.query(services::find(organization, id)).await?.first::<ServiceRow>()?;
    let before = row.ok_or_else(Refusal::not_found)?;
    check_teams(ctx, organization, request.teams.as_deref().unwrap_or_default()).await?;
    let active = request.active.filter(|active| *active != (before.active == 1));
    let renamed = request.name.as_ref().filter(|name| name.as_str() != before.name);
    let event = NewEvent {
        organization,
        kind: EventKind::ServiceChanged,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: request.name.as_ref().map_or(before.name.as_str(), |name| name.as_str()),
        details: json!({
            "name": renamed.map(|name| json!({ "from": before.name, "to": name })),
            "active": active,
            "teams": request.teams.as_ref().map(Vec::len),
        }),
        operation: ctx.id(),
    };
    let mut batch = vec![services::change(organization, id, request), events::insert(ctx, &event)];
    if let Some(teams) = &request.teams {
        batch.extend(services::set_teams(organization, id, teams));
    }
    let at = batch.len();
    batch.push(services::item(organization, id));
    let rows = ctx.batch(batch).await.map_err(|error| name_taken(error, request.name.as_ref()))?;
    only_item(&rows[at])
}
