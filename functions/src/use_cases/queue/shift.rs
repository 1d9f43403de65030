//! Moves somebody in the queue: to the front, or one place up or down.

use serde_json::json;
use shared::event::EventKind;
use shared::id::{LicenseId, QueueEntryId};
use shared::queue::{QueueMove, QueueState};
use shared::{Code, Refusal};

use crate::authority::{ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::queue::{self, EntryChange, EntryRow};

/// Moves; at either end nothing changes.
pub async fn shift(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    id: QueueEntryId,
    to: QueueMove,
) -> Result<(), Failure> {
    let organization = proof.organization();
    let find = || queue::find(organization, license, id);
    let before = ctx.query(find()).await?.first::<EntryRow>()?.ok_or_else(Refusal::not_found)?;
    require_waiting(before.state)?;
    let by = By::from(proof.actor());
    let change = EntryChange { organization, license, entry: id, by: &by.name, operation: ctx.id() };
    let event = NewEvent {
        organization,
        kind: EventKind::QueueMoved,
        by: &by,
        target: before.member.to_string(),
        target_name: &before.person,
        details: json!({ "license": license, "license_name": before.license, "from": before.place, "to": to }),
        operation: change.operation,
    };
    let batch = vec![change.move_to(ctx, to), events::insert_if(ctx, &event, &change.changed()), find()];
    let rows = ctx.batch(batch).await?;
    Ok(require_waiting(rows[2].first::<EntryRow>()?.ok_or_else(Refusal::not_found)?.state)?)
}

fn require_waiting(state: QueueState) -> Result<(), Refusal> {
    match state {
        QueueState::Waiting => Ok(()),
        QueueState::Seated => Err(super::leave::seated()),
        QueueState::Left => Err(Refusal::new(
            Code::NotInThisState,
            "This person waits no longer. Add them to the queue again.",
        )),
    }
}
