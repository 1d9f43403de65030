//! Deletes a service; its appointments stay and keep its name.

use serde_json::json;
use shared::Refusal;
use shared::event::EventKind;
use shared::id::ServiceId;

use crate::authority::{ManageServices, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::services::{self, ServiceRow};

/// Deletes it.
pub async fn delete(ctx: &Context, proof: &Proof<ManageServices>, id: ServiceId) -> Result<(), Failure> {
    let organization = proof.organization();
    let row = ctx.query(services::find(organization, id)).await?.first::<ServiceRow>()?;
    let event = NewEvent {
        organization,
        kind: EventKind::ServiceDeleted,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: &row.ok_or_else(Refusal::not_found)?.name,
        details: json!({}),
        operation: ctx.id(),
    };
    ctx.batch(vec![services::delete(organization, id), events::insert(ctx, &event)]).await?;
    Ok(())
}
