//! Stops an import: rows that were carried out stay, the others are left alone.

use serde_json::json;
use shared::event::EventKind;
use shared::id::ImportId;
use shared::import::ImportStatus;
use shared::{Code, Refusal};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::imports::{self, ImportState};
use crate::use_cases::RawJson;

/// Stops it; one that was stopped stays so.
pub async fn cancel(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    import: ImportId,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let found = ctx.query(imports::find(proof.actor().into(), import)).await?;
    let state = found.first::<ImportState>()?.ok_or_else(Refusal::not_found)?;
    if state.status == ImportStatus::Done {
        return Err(Refusal::new(Code::NotInThisState, "This import is done already.").into());
    }
    let operation = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::ImportCanceled,
        by: &By::from(proof.actor()),
        target: import.to_string(),
        target_name: &state.name,
        details: json!({}),
        operation,
    };
    let from = "[\"draft\",\"running\"]";
    let mut batch = imports::end(ctx, organization, import, from, ImportStatus::Canceled, operation).to_vec();
    batch.push(events::insert_if(ctx, &event, imports::MOVED));
    ctx.batch(batch).await?;
    super::item(ctx, organization, import).await
}
