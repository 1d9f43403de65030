//! Cancels an appointment.

use serde_json::json;
use shared::api::appointments::AppointmentStatus;
use shared::event::EventKind;
use shared::id::AppointmentId;
use shared::{Code, Refusal};

use crate::authority::{ManageServices, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::events::{self, By, NewEvent};
use crate::use_cases::{RawJson, only_item};

/// Cancels it; canceled twice is refused.
pub async fn cancel(
    ctx: &Context,
    proof: &Proof<ManageServices>,
    id: AppointmentId,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let row = ctx.query(appointments::find(organization, id)).await?.first::<AppointmentRow>()?;
    let before = row.ok_or_else(Refusal::not_found)?;
    if before.status == AppointmentStatus::Canceled {
        return Err(Refusal::new(Code::NotInThisState, "This appointment was canceled before.").into());
    }
    let operation = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::AppointmentCanceled,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: &before.service_name,
        details: json!({}),
        operation,
    };
    let batch = vec![
        appointments::cancel(organization, id, operation),
        events::insert_if(ctx, &event, appointments::HAPPENED),
        appointments::item(organization, id),
    ];
    only_item(&ctx.batch(batch).await?[2])
}
