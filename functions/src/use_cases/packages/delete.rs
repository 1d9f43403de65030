//! Deletes a product or a package that nothing is of.

use serde_json::json;
use shared::event::EventKind;

use super::{named, refusal_of};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::packages::Thing;

/// Deletes it, or refuses with `in_use`.
pub async fn delete(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    thing: Thing,
    id: &str,
) -> Result<(), Failure> {
    let organization = proof.organization();
    let (_, name) = named(ctx, organization, thing, id).await?;
    let event = NewEvent {
        organization,
        kind: match thing {
            Thing::Product => EventKind::ProductRemoved,
            Thing::Package => EventKind::PackageRemoved,
        },
        by: &By::from(proof.actor()),
        target: id.to_owned(),
        target_name: &name,
        details: json!({}),
        operation: ctx.id(),
    };
    ctx.batch(vec![thing.delete(organization, id), events::insert(ctx, &event)]).await.map_err(refusal_of)?;
    Ok(())
}
