//! Gives a domain up: nobody has authority over it any more. People who are in stay in.

use serde_json::json;
use shared::event::EventKind;
use shared::id::DomainId;

use crate::authority::{ManageDomains, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::domains;
use crate::store::events::{self, By, NewEvent};

/// Gives the domain up.
pub async fn remove(ctx: &Context, proof: &Proof<ManageDomains>, id: DomainId) -> Result<(), Failure> {
    let organization = proof.organization();
    let row = super::find(ctx, organization, id).await?;
    let event = NewEvent {
        organization,
        kind: EventKind::DomainRemoved,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: &row.name,
        details: json!({}),
        operation: ctx.id(),
    };
    ctx.batch(vec![domains::remove(organization, id), events::insert(ctx, &event)]).await?;
    Ok(())
}
