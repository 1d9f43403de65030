//! The dialog that moves seats to another license: which one, what is free there, and who would stay.

use leptos::prelude::*;
use shared::api::Page;
use shared::api::bulk_seats::SeatAct;
use shared::api::licenses::License;
use shared::bulk_seats::likely;
use shared::id::LicenseId;
use shared::license::LicenseState;

use super::many::{Acts, Whom, run};
use crate::api;
use crate::components::{Badge, Dialog, SeatBar, SelectField, seat_words};
use crate::format::number;
use crate::i18n::text::{basics, seat_acts as t};

/// What is about to move, and what follows once it has.
#[derive(Clone)]
pub struct Moving {
    /// Who.
    pub whom: Whom,
    /// What follows.
    pub done: Callback<()>,
}

/// The dialog, while something is about to move.
pub fn dialog_of(acts: Acts) -> AnyView {
    view! { {move || acts.moving.get().map(|moving| dialog(acts, moving))} }.into_any()
}

fn dialog(acts: Acts, moving: Moving) -> AnyView {
    let found = api::query::<Page<License>>(|| Some(api::list("licenses", &[("limit", "200")])));
    let others = Memo::new(move |_| {
        let page = found.data.get();
        let gives = |it: &License| it.id != acts.id && it.state != LicenseState::Expired;
        page.map(|page| page.items.into_iter().filter(gives).collect::<Vec<_>>())
    });
    let to = RwSignal::new(String::new());
    Effect::new(move |_| {
        let best = others.with(|others| others.as_deref().and_then(likely));
        if let Some(best) = best.filter(|_| to.with_untracked(String::is_empty)) {
            to.set(best.to_string());
        }
    });
    let chosen = Memo::new(move |_| {
        let to = to.get().parse::<LicenseId>().ok();
        others.with(|others| others.as_ref()?.iter().find(|it| Some(it.id) == to).cloned())
    });
    let close = Callback::new(move |()| acts.moving.set(None));
    let (people, seats, done) = (moving.whom.people, moving.whom.seats, moving.done);
    let title = t::move_title(&moving.whom.words);
    let whom = moving.whom;
    let go = move |_| {
        let Some(to) = chosen.with_untracked(|chosen| chosen.as_ref().map(|it| it.id)) else { return };
        close.run(());
        run(acts, SeatAct::Move { to }, whom.clone(), done);
    };
    let options = move || {
        let option = |it: &License| (it.id.to_string(), option_words(it));
        others.get().map(|others| match others.as_slice() {
            [] => view! { <p>{t::no_other()}</p> }.into_any(),
            some => {
                let none = likely(some).is_none().then(|| (String::new(), t::choose().to_owned()));
                let options = none.into_iter().chain(some.iter().map(option)).collect::<Vec<_>>();
                view! { <SelectField label=t::to() id="move-to" value=to options=options /> }.into_any()
            }
        })
    };
    let consequence = move || chosen.get().map(|license| consequence(&license, people, seats));
    let body = view! {
        {options}
        {consequence}
        <p class="hint">{t::move_text()}</p>
    };
    let off = move || chosen.with(Option::is_none).then_some("true");
    let footer = view! {
        <span class="muted">{basics::can_undo()}</span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" aria-disabled=off on:click=go>
                {t::move_act(people)}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close body=body.into_any() footer=footer.into_any() /> }.into_any()
}

fn option_words(license: &License) -> String {
    let words = match license.seats.claimable() {
        Some(free) => t::option(&license.name, &number(free)),
        None => license.name.clone(),
    };
    match Badge::of_license(license.state) {
        Some(state) => t::option_state(&words, state.word()),
        None => words,
    }
}

/// What is free there, and who would stay.
fn consequence(license: &License, people: u64, seats: u64) -> AnyView {
    let plan = u32::try_from(seats).unwrap_or(u32::MAX);
    let short = license.seats.claimable().map_or(0, |free| seats.saturating_sub(u64::from(free)));
    let none = people.saturating_sub(seats);
    view! {
        <div class="seatline">
            <p class="words" role="status">
                {seat_words(license.seats)}
                {(short > 0).then(|| view! { " · " {t::short(short)} })}
                {(none > 0).then(|| view! { " · " {t::seatless(none)} })}
            </p>
            <SeatBar label=license.name.clone() seats=license.seats plan=plan />
        </div>
    }
    .into_any()
}
