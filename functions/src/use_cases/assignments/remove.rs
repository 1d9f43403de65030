//! Takes somebody off a license; their seat is free at once.

use serde_json::json;
use shared::event::EventKind;
use shared::id::{AssignmentId, LicenseId};
use shared::license::AssignmentStatus;
use shared::{Refusal, staff_seats};

use crate::authority::{ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::assignments::{self, Label};
use crate::store::events::{self, By, NewEvent};
use crate::store::outbox;
use crate::use_cases::mails;

/// Removes the assignment; one that was removed before stays so.
pub async fn remove(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    assignment: AssignmentId,
) -> Result<(), Failure> {
    let organization = proof.organization();
    let label = ctx.query(assignments::label(organization, license, assignment)).await?.first::<Label>()?;
    let label = label.ok_or_else(Refusal::not_found)?;
    if label.status == AssignmentStatus::Removed {
        return Ok(());
    }
    let by = By::from(proof.actor());
    let operation = ctx.id();
    let event = NewEvent {
        organization,
        kind: EventKind::SeatRemoved,
        by: &by,
        target: label.member.to_string(),
        target_name: &label.person,
        details: json!({ "license": license, "license_name": label.license }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM assignments WHERE operation_id = ?11)";
    let batch = vec![
        assignments::remove(ctx, organization, license, assignment, &by.name, operation),
        events::insert_if(ctx, &event, changed),
        outbox::of_now(ctx),
        assignments::label(organization, license, assignment),
    ];
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[2])?;
    match rows[3].first::<Label>()? {
        Some(now) if now.status != AssignmentStatus::Removed => Err(staff_seats::stays().into()),
        _ => Ok(()),
    }
}
