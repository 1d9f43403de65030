//! I join a license that I am offered, or decline (B13, B14). The seat kept for me is mine or free at once.

use serde_json::json;
use shared::api::me::MyLicense;
use shared::event::EventKind;
use shared::id::AssignmentId;
use shared::license::AssignmentStatus;
use shared::{Code, Refusal};

use crate::authority::{self, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::events::{self, By, NewEvent};
use crate::store::{outbox, own_licenses};
use crate::use_cases::mails;

/// Answers; the same answer twice is the same as once.
pub async fn answer(
    ctx: &Context,
    credential: &Credential,
    assignment: AssignmentId,
    to: AssignmentStatus,
) -> Result<MyLicense, Failure> {
    let find = || own_licenses::find(credential, assignment);
    let (proof, rows) = authority::read::<SignedIn>(ctx, Some(credential), vec![find()]).await?;
    let member = proof.actor().person()?.member;
    let before = place(&rows[0])?;
    if before.status != AssignmentStatus::Invited {
        return settled(before, to);
    }
    let (organization, by, operation) = (proof.organization(), By::from(proof.actor()), ctx.id());
    let joins = to == AssignmentStatus::Accepted;
    let event = NewEvent {
        organization,
        kind: if joins { EventKind::SeatAccepted } else { EventKind::SeatDeclined },
        by: &by,
        target: member.to_string(),
        target_name: &by.name,
        details: json!({ "license": before.license.id, "license_name": before.license.name }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM assignments WHERE operation_id = ?11)";
    let batch = vec![
        own_licenses::answer(ctx, organization, (assignment, member), to, &by.name, operation),
        events::insert_if(ctx, &event, changed),
        find(),
        outbox::of_now(ctx),
    ];
    let rows = ctx.batch(batch).await?;
    // Whoever waited for the seat may have been invited by the same transaction.
    mails::carry(ctx, &rows[3])?;
    settled(place(&rows[2])?, to)
}

fn place(rows: &Rows) -> Result<MyLicense, Failure> {
    crate::json::read(&super::super::only_item(rows)?.0)
        .map_err(|error| Failure::broken("own license", error))
}

/// The place if it stands as was answered, or why it cannot.
fn settled(place: MyLicense, to: AssignmentStatus) -> Result<MyLicense, Failure> {
    if place.status == to {
        return Ok(place);
    }
    let detail = match place.status {
        AssignmentStatus::Accepted => "You joined this license already. An admin can take you off it.",
        AssignmentStatus::Rejected => {
            "You declined this license. Ask an admin to add you again, or type the license key."
        }
        _ => "This license is not offered to you any more. Ask an admin to add you again.",
    };
    Err(Refusal::new(Code::NotInThisState, detail).into())
}
