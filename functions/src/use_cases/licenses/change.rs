//! Changes a license: name, seats, overage, end. Seats never go under what is taken; the database holds that.

use serde_json::json;
use shared::api::licenses::{ChangeLicense, License};
use shared::event::EventKind;
use shared::id::LicenseId;
use shared::license::Term;
use shared::text::Name;
use shared::{Refusal, seat};

use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseChange, LicenseRow};
use crate::store::outbox;
use crate::use_cases::mails;

/// Changes what is given, or refuses with `seats_below_taken`, which names the number.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    request: &ChangeLicense,
) -> Result<License, Failure> {
    let organization = proof.organization();
    let find = || licenses::find(organization, id);
    let before = ctx.query(find()).await?.first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    let (seats, overage) =
        (request.seats.unwrap_or(before.seats().total), request.overage.unwrap_or(before.overage()));
    seat::check_total(seats, overage, before.seats().taken())?;
    let expires_at = request.expires_at.or(before.term().expires_at);
    Term { starts_at: before.term().starts_at, expires_at }.check()?;
    let (name, by) = (name_of(request, &before)?, By::from(proof.actor()));
    let operation = ctx.id();
    let license =
        LicenseChange { id, organization, name: &name, seats, overage, expires_at, by: &by.name, operation };
    let event = NewEvent {
        organization,
        kind: EventKind::LicenseChanged,
        by: &by,
        target: id.to_string(),
        target_name: name.as_str(),
        details: differences(&before, &name, seats),
        operation,
    };
    let batch =
        vec![licenses::update(ctx, &license), events::insert(ctx, &event), find(), outbox::of_now(ctx)];
    let rows = match ctx.batch(batch).await {
        Ok(rows) => rows,
        Err(error) if error.is_constraint("seats_suffice") => {
            return Err(taken_meanwhile(ctx, proof, id, seats).await?.into());
        }
        Err(error) => return Err(error.into()),
    };
    mails::carry(ctx, &rows[3])?;
    let row = rows[2].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    Ok(row.into_license(ctx.now))
}

fn name_of(request: &ChangeLicense, before: &LicenseRow) -> Result<Name, Refusal> {
    request.name.clone().map_or_else(|| Name::parse(&before.name, "name"), Ok)
}

fn differences(before: &LicenseRow, name: &Name, seats: u32) -> serde_json::Value {
    let total = before.seats().total;
    json!({
        "seats": (seats != total).then(|| json!({ "from": total, "to": seats })),
        "name": (name.as_str() != before.name).then(|| json!({ "from": before.name, "to": name })),
    })
}

/// Somebody took seats between the look and the write: say how many are taken now.
async fn taken_meanwhile(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    seats: u32,
) -> Result<Refusal, Failure> {
    let row = ctx.query(licenses::find(proof.organization(), id)).await?.first::<LicenseRow>()?;
    let row = row.ok_or_else(Refusal::not_found)?;
    let refusal = seat::check_total(seats, row.overage(), row.seats().taken()).err();
    Ok(refusal.unwrap_or_else(|| seat::full(row.seats().total)))
}
