//! The proposal above a list of people who have not signed in for a while: what deactivating all of them would set free.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::members::{LastSignIn, SeatsOfPeople};

use super::many;
use super::selection::Selection;
use crate::api;
use crate::format::number;
use crate::i18n::text::{many as m, people as t};
use crate::router;
use crate::session::may;

/// The proposal, while the filters ask for people who are active and idle, and there are any.
pub fn proposal(selection: Selection, matching: Signal<Option<u32>>) -> AnyView {
    let (status, last) = (router::query("status"), router::query("last_sign_in"));
    let asked = Memo::new(move |_| {
        let idle = LastSignIn::ALL.into_iter().find(|it| it.as_str() == last.get())?;
        let days = (idle.days() >= 30).then(|| idle.days())?;
        (status.get() == "active" && may(Permission::DeactivateMembers)).then_some(days)
    });
    let shown = move || asked.get().map(|days| offer(days, selection, matching));
    view! { {shown} }.into_any()
}

fn offer(days: i64, selection: Selection, matching: Signal<Option<u32>>) -> AnyView {
    let found = api::query::<SeatsOfPeople>(|| Some(many::address("members/seats", &many::filters_now())));
    let frees = move || {
        found.data.get().map(|found| {
            let licenses = many::seats_in_words(&found);
            if licenses.is_empty() { t::idle_frees_none().to_owned() } else { t::idle_frees(&licenses) }
        })
    };
    let proposal = move || {
        let people = matching.get().filter(|people| *people > 0 && selection.count() == 0)?;
        let press = move |_| {
            selection.take_all(people);
            many::deactivate(selection, None);
        };
        Some(view! {
            <div class="proposal" role="note">
                <div>
                    <p>{t::idle_lede(u64::from(people), &number(u32::try_from(days).unwrap_or_default()))}</p>
                    <p class="faint">{frees}</p>
                </div>
                <button class="button small" on:click=press>
                    {m::deactivate(u64::from(people))}
                </button>
            </div>
        })
    };
    view! { {proposal} }.into_any()
}
