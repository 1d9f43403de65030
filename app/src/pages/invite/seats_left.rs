//! What the choice leaves: each chosen license's seats with those that would be given out, drawn and in words.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::api::invitations::Outcome;
use shared::api::licenses::License;
use shared::api::staff_seats::StaffSeats;
use shared::id::LicenseId;

use super::draft::Draft;
use crate::api;
use crate::components::SeatBar;
use crate::format::number;
use crate::i18n::text::{invite as t, seats};

/// The most licenses that fit below the list.
const SHOWN: usize = 2;

/// The seats of the chosen licenses after this.
pub fn seats_left(draft: Draft, licenses: Signal<Vec<License>>) -> AnyView {
    let staff = api::staff_seats();
    let planned = Memo::new(move |_| staff.data.with(|staff| planned(draft, staff.as_ref())));
    let lines = move || {
        let planned = planned.get();
        licenses.with(|all| {
            let used = all.iter().filter_map(|license| Some((license, *planned.get(&license.id)?)));
            used.take(SHOWN).map(|(license, plan)| line(license, plan)).collect_view()
        })
    };
    view! { {lines} }.into_any()
}

/// How many rows ask for a seat on which license; rows that are refused take none.
fn planned(draft: Draft, staff: Option<&StaffSeats>) -> BTreeMap<LicenseId, u32> {
    let request = draft.request();
    let mut planned = BTreeMap::new();
    let keys: Vec<u32> = draft.rows.with(|rows| rows.iter().map(|row| row.key).collect());
    for (row, key) in request.invitations.iter().zip(keys) {
        let outcome = draft
            .verdicts
            .with(|all| all.iter().find(|(of, _)| *of == key).map(|(_, result)| result.outcome));
        let takes = matches!(outcome, Some(Outcome::Invited | Outcome::Extended | Outcome::Added));
        for license in &row.licenses {
            *planned.entry(*license).or_default() += u32::from(takes);
        }
        // Whoever is new takes a staff seat by the role.
        let new = u32::from(outcome == Some(Outcome::Invited));
        let by_role = staff.filter(|staff| row.role.is_some_and(|role| staff.takes.contains(&role)));
        if let Some(license) = by_role.and_then(|staff| staff.license.as_ref()) {
            *planned.entry(license.id).or_default() += new;
        }
    }
    planned
}

fn line(license: &License, plan: u32) -> AnyView {
    let words = match license.seats.claimable() {
        Some(free) => t::seats_used(&number(plan), &number(free)),
        None => seats::planned(u64::from(plan)),
    };
    view! {
        <div class="seatline">
            <p>
                <b>
                    <bdi>{license.name.clone()}</bdi>
                </b>
                " "
                <span class="muted" role="status">
                    {words}
                </span>
            </p>
            <SeatBar label=license.name.clone() seats=license.seats plan=plan />
        </div>
    }
    .into_any()
}
