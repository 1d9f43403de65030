//! Creates a license.

use serde_json::json;
use shared::api::licenses::{CreateLicense, License};
use shared::event::EventKind;
use shared::id::LicenseId;
use shared::license::Term;
use shared::seat::{self, SeatCounts};

use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, NewLicense};

/// Creates a license, or refuses with `invalid_license`.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: CreateLicense,
) -> Result<License, Failure> {
    seat::check_total(request.seats, request.overage, 0)?;
    let term = Term { starts_at: request.starts_at, expires_at: request.expires_at }.check()?;
    let (id, operation): (LicenseId, _) = (ctx.id(), ctx.id());
    let by = By::from(proof.actor());
    let product = request.product.as_ref().unwrap_or(&request.name);
    let license = NewLicense {
        id,
        organization: proof.organization(),
        name: &request.name,
        product,
        kind: request.kind,
        seats: request.seats,
        overage: request.overage,
        term,
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization: proof.organization(),
        kind: EventKind::LicenseCreated,
        by: &by,
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({ "seats": request.seats, "type": request.kind }),
        operation,
    };
    ctx.batch(vec![licenses::insert(ctx, &license), events::insert(ctx, &event)]).await?;
    Ok(License {
        id,
        product: product.to_string(),
        name: request.name.to_string(),
        kind: request.kind,
        seats: SeatCounts::new(request.seats, 0, 0, request.overage),
        overage: request.overage,
        state: term.state(ctx.now),
        starts_at: term.starts_at,
        expires_at: term.expires_at,
        created_at: ctx.now,
    })
}
