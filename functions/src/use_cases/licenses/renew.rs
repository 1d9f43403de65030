//! Renews a license: a new end, perhaps other seats, and the people who are to be its admins, all in one batch (B18).
//! What it would do is told before, by the same rules.

use shared::api::licenses::{Renew, RenewalEffect, Renewed};
use shared::event::EventKind;
use shared::id::LicenseId;
use shared::license::{Returning, Term};
use shared::seat::{self, SeatCounts};
use shared::text::Name;

use super::admins;
use super::change::{self, Wanted};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::licenses::LicenseRow;
use crate::store::terms::{self, SuspendedRow};

/// Renews; those whose seats the end of the term suspended get them back while seats are left.
pub async fn renew(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    request: &Renew,
) -> Result<Renewed, Failure> {
    admins::check(&request.admins)?;
    let before = change::find(ctx, proof, id).await?;
    let wanted = wanted(ctx, &before, request)?;
    let written = change::write(ctx, proof, &before, &wanted, &request.admins).await?;
    Ok(Renewed {
        license: written.license,
        restored: written.returned.restored,
        suspended: written.returned.suspended,
        admins: written.admins,
    })
}

/// What it would do; writes nothing.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    request: &Renew,
) -> Result<RenewalEffect, Failure> {
    admins::check(&request.admins)?;
    let before = change::find(ctx, proof, id).await?;
    let wanted = wanted(ctx, &before, request)?;
    let seats = before.seats();
    seat::check_total(wanted.seats, wanted.overage, seats.taken())?;
    let suspended = ctx.query(terms::suspended(proof.organization(), id)).await?.first::<SuspendedRow>()?;
    let then = SeatCounts::new(wanted.seats, seats.reserved, seats.held, wanted.overage);
    let suspended = suspended.map_or(0, |row| row.suspended);
    Ok(RenewalEffect {
        state: wanted.term.state(ctx.now),
        ends_at: wanted.term.ends_at(),
        people: Returning::of(then.claimable(), suspended, seats.waiting),
        admins: admins::plan(ctx, proof.actor(), &request.admins).await?.verdicts(),
    })
}

fn wanted(ctx: &Context, before: &LicenseRow, request: &Renew) -> Result<Wanted, Failure> {
    Ok(Wanted {
        name: Name::parse(&before.name, "name")?,
        seats: request.seats.unwrap_or(before.seats().total),
        overage: before.overage(),
        term: Term { expires_at: request.expires_at, ..before.term() }.check_renewal(ctx.now)?,
        package: before.package(),
        kind: EventKind::LicenseRenewed,
    })
}
