//! The plan: what the columns mean, what would become of each row, which seats that takes. Nothing is sent before the
//! press.

use leptos::prelude::*;
use shared::api::invitations::Outcome;
use shared::seat::SeatCounts;

use super::draft::{Draft, Judged};
use super::mapping;
use super::send;
use super::window::{self, Shown};
use crate::components::{Head, SeatBar};
use crate::format::number;
use crate::i18n::text::{basics, imports as t};
use crate::router;

/// The plan of the file.
pub fn plan(draft: Draft) -> AnyView {
    let title = draft.file.get_untracked().unwrap_or_default();
    let carried = move || {
        draft.judged.with(|judged| {
            judged
                .as_ref()
                .map_or(0, |it| it.verdicts.len() - it.count(None) - it.count(Some(Outcome::Unchanged)))
        })
    };
    let press = move |_| {
        if let Some(judged) = draft.judged.get_untracked() {
            send::send(draft, judged);
        }
    };
    let stopped =
        move || draft.judged.with(Option::is_none) || draft.sending.get().is_some() || carried() == 0;
    let actions = view! {
        <button class="button" on:click=move |_| draft.discard()>
            {basics::discard()}
        </button>
        <button
            class="button primary"
            aria-disabled=move || stopped().to_string()
            on:click=move |event| {
                if !stopped() {
                    press(event);
                }
            }
        >
            {move || t::import(carried() as u64)}
        </button>
    };
    let count =
        draft.rows.with_value(Vec::len).saturating_sub(usize::from(draft.mapping.get_untracked().heads));
    let lede = view! { <p class="lede">{t::lede(count as u64)}</p> };
    let progress = move || {
        let (words, percent) = match (draft.sending.get(), draft.busy.get()) {
            (Some(percent), _) => (t::sending(&percent.min(100).to_string()), percent),
            (None, Some(percent)) => (t::judging(&percent.min(100).to_string()), percent),
            (None, None) => return ().into_any(),
        };
        view! {
            <p class="words" role="status">
                {words}
            </p>
            <div class="meter" aria-hidden="true">
                <span style:--n=percent.min(100).to_string()></span>
            </div>
        }
        .into_any()
    };
    view! {
        <Head title=title crumb=super::crumb() lede=lede.into_any() actions=actions.into_any() />
        <p class="error" role="alert">
            {move || draft.failure.get()}
        </p>
        {progress}
        {move || draft.judged.get().map(|judged| counters(&judged))}
        {mapping::mapping(draft)}
        {move || draft.judged.get().map(|judged| view! { {seats(&judged)} {window::rows(judged)} })}
    }
    .into_any()
}

/// How many rows come to what, each a link that shows them.
fn counters(judged: &Judged) -> AnyView {
    let counter = |word: &'static str, shown: Shown, count: usize| {
        let tone = (shown == Shown::Refused && count > 0).then_some("tone error");
        view! {
            <dl>
                <dt>{word}</dt>
                <dd>
                    <a class=tone href=move || { router::place().track(); shown.href() }>
                        {number(count as u64)}
                    </a>
                </dd>
            </dl>
        }
        .into_any()
    };
    let of = |word, outcome| counter(word, Shown::Of(outcome), judged.count(Some(outcome)));
    view! {
        <section class="counters" aria-label=t::plan()>
            <div>
                {of(t::invited(), Outcome::Invited)} {of(t::added(), Outcome::Added)}
                {of(t::extended(), Outcome::Extended)}
            </div>
            <div>
                {of(t::unchanged(), Outcome::Unchanged)}
                {counter(t::refused(), Shown::Refused, judged.count(None))}
            </div>
        </section>
    }
    .into_any()
}

/// The seats that the plan takes.
fn seats(judged: &Judged) -> AnyView {
    if judged.takes.is_empty() {
        return ().into_any();
    }
    let line = |(license, takes): &(shared::api::licenses::License, u32)| {
        let counts: SeatCounts = license.seats;
        let words = t::seats(&number(*takes), &number(counts.free));
        view! {
            <li class="seatline">
                <p>
                    <a class="plain" href=format!("/licenses/{}", license.id)>
                        <b>
                            <bdi>{license.name.clone()}</bdi>
                        </b>
                    </a>
                </p>
                <span class="words">{words}</span>
                <SeatBar label=license.name.clone() seats=counts plan=*takes />
            </li>
        }
        .into_any()
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::seats_title()}</h2>
            </div>
            <ul class="rows">{judged.takes.iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}
