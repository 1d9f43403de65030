//! The first page after sign-in, in one round trip.

use serde::Deserialize;
use shared::access::Permission;
use shared::api::home::Home;
use shared::api::invitations::InvitationCounts;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store;
use crate::store::licenses::LicenseRow;
use crate::store::{connection_board, events, invitations, licenses, members};
use crate::use_cases::members::counts;
use crate::use_cases::notices;

#[derive(Deserialize)]
struct Soon {
    expiring_soon: u32,
    requests: u32,
}

#[derive(Deserialize)]
struct Totals {
    licenses: u32,
    free: u64,
}

#[derive(Deserialize)]
struct Broken {
    broken: u32,
}

#[derive(Deserialize)]
struct Items {
    items: String,
}

/// Counters, seats by need and the last events, of each only what its own list would show whoever asks.
pub async fn home(ctx: &Context, credential: &Credential) -> Result<Home, Failure> {
    let organization = credential.organization;
    let statements = vec![
        members::counts(organization),
        invitations::counts(ctx, organization),
        licenses::by_need(ctx, organization, 6),
        licenses::totals(ctx, organization),
        events::latest(organization, 10),
        store::notices::current(ctx, organization, 20),
        store::notices::unwanted(organization, None),
        connection_board::broken(organization),
    ];
    let (proof, rows) = authority::read::<ReadMembers>(ctx, Some(credential), statements).await?;
    let missing = || Failure::broken("home", "row missing");
    let soon: Soon = rows[1].first()?.ok_or_else(missing)?;
    let totals: Totals = rows[3].first()?.ok_or_else(missing)?;
    let may = |permission| proof.actor().permissions.has(permission);
    let mut home = Home { members: counts::sum(rows[0].all()?), ..Home::default() };
    if may(Permission::ReadInvitations) {
        home.invitations = rows[1].first::<InvitationCounts>()?.ok_or_else(missing)?;
        home.expiring_soon = soon.expiring_soon;
        home.requests = soon.requests;
    }
    if may(Permission::ReadLicenses) {
        home.broken_connections = rows[7].first::<Broken>()?.ok_or_else(missing)?.broken;
        home.seats_free = totals.free;
        home.licenses_total = totals.licenses;
        home.licenses =
            rows[2].all::<LicenseRow>()?.into_iter().map(|row| row.into_license(ctx.now)).collect();
        home.notices = notices::due_now(rows[5].all()?, notices::choice(&rows[6])?, ctx.now);
    }
    if may(Permission::ReadEvents) {
        let latest: Items = rows[4].first()?.ok_or_else(missing)?;
        home.events = crate::json::read(&latest.items).map_err(|error| Failure::broken("events", error))?;
    }
    Ok(home)
}
