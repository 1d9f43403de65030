//! Takes somebody out of the queue; those behind move up.

use serde_json::json;
use shared::event::EventKind;
use shared::id::{LicenseId, QueueEntryId};
use shared::queue::QueueState;
use shared::{Code, Refusal};

use crate::authority::{ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::queue::{self, EntryChange, EntryRow};

/// Takes out; who left before stays so, who was seated meanwhile is told so.
pub async fn leave(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    id: QueueEntryId,
) -> Result<(), Failure> {
    let organization = proof.organization();
    let find = || queue::find(organization, license, id);
    let before = ctx.query(find()).await?.first::<EntryRow>()?.ok_or_else(Refusal::not_found)?;
    let by = By::from(proof.actor());
    let change = EntryChange { organization, license, entry: id, by: &by.name, operation: ctx.id() };
    let event = NewEvent {
        organization,
        kind: EventKind::QueueLeft,
        by: &by,
        target: before.member.to_string(),
        target_name: &before.person,
        details: json!({ "license": license, "license_name": before.license, "place": before.place, "reason": "taken_out" }),
        operation: change.operation,
    };
    let batch = vec![
        change.leave(ctx),
        events::insert_if(ctx, &event, &change.changed()),
        queue::forget(ctx, Some(license), change.operation),
        find(),
    ];
    let rows = ctx.batch(batch).await?;
    match rows[3].first::<EntryRow>()?.ok_or_else(Refusal::not_found)?.state {
        QueueState::Left => Ok(()),
        _ => Err(seated().into()),
    }
}

/// The refusal of an act on somebody who got their seat.
pub(super) fn seated() -> Refusal {
    let detail = "This person got a seat in the meantime. Take them off the license instead.";
    Refusal::new(Code::NotInThisState, detail)
}
