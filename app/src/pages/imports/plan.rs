//! The plan: what the columns mean, what would become of each row, which seats that takes. Nothing is sent before the
//! press.

use std::sync::Arc;

use leptos::prelude::*;
use shared::api::invitations::Outcome;
use shared::csv::columns::Meaning;
use shared::seat::SeatCounts;

use super::draft::{Draft, Judged};
use super::row::{outcome_word, table_row};
use super::send;
use crate::api::sentence_of;
use crate::components::{Head, SeatBar, icon};
use crate::format::number;
use crate::i18n::text::{basics, imports as t};

/// Rows of a page.
const PAGE: usize = 50;

/// What is shown of the rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Refused,
    Unchanged,
    Carried,
    All,
}

impl Shown {
    fn has(self, judged: &Judged, at: usize) -> bool {
        match (self, &judged.verdicts[at]) {
            (Self::All, _) | (Self::Refused, Err(_)) | (Self::Unchanged, Ok(Outcome::Unchanged)) => true,
            (Self::Carried, Ok(outcome)) => *outcome != Outcome::Unchanged,
            _ => false,
        }
    }

    const fn word(self) -> fn() -> &'static str {
        match self {
            Self::Refused => t::refused,
            Self::Unchanged => t::unchanged,
            Self::Carried => t::to_import,
            Self::All => t::all,
        }
    }
}

/// The plan of the file.
pub fn plan(draft: Draft) -> AnyView {
    let sending = RwSignal::new(None::<usize>);
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
            send::send(draft, judged, sending);
        }
    };
    let stopped = move || draft.judged.with(Option::is_none) || sending.get().is_some() || carried() == 0;
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
        let (words, percent) = match (sending.get(), draft.busy.get()) {
            (Some(percent), _) => (t::sending(), percent),
            (None, Some(percent)) => (t::judging(), percent),
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
        <section class="part">
            <div class="titlebar">
                <h2>{t::columns()}</h2>
            </div>
            {move || columns(draft)}
        </section>
        {move || draft.judged.get().map(|judged| view! { {seats(&judged)} {rows(judged)} })}
    }
    .into_any()
}

fn counters(judged: &Judged) -> AnyView {
    let counter = |word: &'static str, outcome: Option<Outcome>| {
        let count = judged.count(outcome);
        let tone = (outcome.is_none() && count > 0).then_some("tone error");
        view! {
            <dl>
                <dt>{word}</dt>
                <dd>
                    <b class=tone>{number(count as u64)}</b>
                </dd>
            </dl>
        }
        .into_any()
    };
    view! {
        <section class="counters" aria-label=t::plan()>
            <div>
                {counter(t::invited(), Some(Outcome::Invited))} {counter(t::added(), Some(Outcome::Added))}
                {counter(t::extended(), Some(Outcome::Extended))}
            </div>
            <div>{counter(t::unchanged(), Some(Outcome::Unchanged))} {counter(t::refused(), None)}</div>
        </section>
    }
    .into_any()
}

/// What each column means, to be changed.
fn columns(draft: Draft) -> AnyView {
    let mapping = draft.mapping.get();
    let heads = mapping.heads;
    let first: Vec<String> =
        draft.rows.with_value(|rows| rows.first().map(|row| row.cells.clone()).unwrap_or_default());
    let fields = mapping.columns.iter().enumerate().map(|(at, meaning)| {
        let label =
            first.get(at).filter(|_| heads).cloned().unwrap_or_else(|| t::column(&number(at as u64 + 1)));
        let id = format!("column-{at}");
        let options = Meaning::ALL.iter().map(|it| {
            view! {
                <option value=it.as_str() selected=it == meaning>
                    {meaning_word(*it)}
                </option>
            }
            .into_any()
        });
        let change = move |event| {
            let value = event_target_value(&event);
            if let Some(meaning) = Meaning::ALL.iter().find(|it| it.as_str() == value) {
                draft.mapping.update(|mapping| mapping.set(at, *meaning));
                draft.judge(true);
            }
        };
        view! {
            <div class="field">
                <label for=id.clone()>
                    <bdi>{label}</bdi>
                </label>
                <select class="control" id=id on:change=change>
                    {options.collect_view()}
                </select>
            </div>
        }
        .into_any()
    });
    let fields = fields.collect_view();
    let toggle = move |event| {
        draft.mapping.update(|mapping| mapping.heads = event_target_checked(&event));
        draft.judge(true);
    };
    let license = move |event| {
        draft.license.set(event_target_value(&event));
        draft.judge(false);
    };
    let chosen = draft.license.get_untracked();
    let licenses = draft.licenses.get().into_iter().map(|license| {
        let id = license.id.to_string();
        let selected = id == chosen;
        view! {
            <option value=id selected=selected>
                {license.name}
            </option>
        }
        .into_any()
    });
    let licenses = licenses.collect_view();
    view! {
        <div class="boxes">
            {fields} <div class="field">
                <label for="import-license">{t::license()}</label>
                <select class="control" id="import-license" on:change=license>
                    <option value="">{t::no_license()}</option>
                    {licenses}
                </select>
            </div>
        </div>
        <label class="choice">
            <input class="check" type="checkbox" checked=heads on:change=toggle />
            <span>{t::heads()}</span>
        </label>
    }
    .into_any()
}

fn meaning_word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Email => basics::email(),
        Meaning::Name => basics::name(),
        Meaning::FirstName => t::first_name(),
        Meaning::LastName => t::last_name(),
        Meaning::Role => basics::role(),
        Meaning::Licenses => basics::licenses(),
        Meaning::Nothing => t::nothing(),
    }
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

/// The rows, one tab of them and a page of that.
fn rows(judged: Arc<Judged>) -> AnyView {
    let first = if judged.count(None) > 0 { Shown::Refused } else { Shown::All };
    let (shown, page) = (RwSignal::new(first), RwSignal::new(0_usize));
    let found = {
        let judged = judged.clone();
        Memo::new(move |_| {
            let shown = shown.get();
            (0..judged.rows.len()).filter(|at| shown.has(&judged, *at)).collect::<Vec<usize>>()
        })
    };
    let tab = |it: Shown| {
        let count = (0..judged.rows.len()).filter(|at| it.has(&judged, *at)).count();
        let choose = move |_| {
            page.set(0);
            shown.set(it);
        };
        view! {
            <button class="button quiet" aria-pressed=move || (shown.get() == it).to_string() on:click=choose>
                {it.word()()} " " <span class="faint">{number(count as u64)}</span>
            </button>
        }
        .into_any()
    };
    let tabs = [Shown::Refused, Shown::Unchanged, Shown::Carried, Shown::All].map(tab);
    let body = move || {
        let from = page.get() * PAGE;
        found.with(|found| found.iter().skip(from).take(PAGE).map(|at| row(&judged, *at)).collect_view())
    };
    let last = move || found.with(|found| found.len().div_ceil(PAGE).saturating_sub(1));
    let range = move || {
        found.with(|found| {
            let from = page.get() * PAGE;
            let to = (from + PAGE).min(found.len());
            t::range(&number((from + 1).min(to) as u64), &number(to as u64), &number(found.len() as u64))
        })
    };
    let step = move |by: isize| {
        page.update(|page| *page = page.saturating_add_signed(by).min(last()));
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::rows()}</h2>
                <div class="actions">{tabs.collect_view()}</div>
            </div>
            <div class="listing">
                <table class="data">
                    <caption class="sr">{t::rows()}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="w3 n p2">
                                {t::row()}
                            </th>
                            <th scope="col">{t::person()}</th>
                            <th scope="col" class="w7 p2">
                                {basics::role()}
                            </th>
                            <th scope="col" class="w9 p3">
                                {basics::license()}
                            </th>
                            <th scope="col" class="w22">
                                {t::verdict()}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
                <div class="foot">
                    <span role="status">{range}</span>
                    <span class="actions">
                        <button
                            class="button small"
                            aria-disabled=move || (page.get() == 0).to_string()
                            on:click=move |_| step(-1)
                        >
                            {t::previous()}
                        </button>
                        <button
                            class="button small"
                            aria-disabled=move || (page.get() >= last()).to_string()
                            on:click=move |_| step(1)
                        >
                            {basics::next_page()}
                        </button>
                    </span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn row(judged: &Judged, at: usize) -> AnyView {
    let row = &judged.rows[at];
    let verdict = match &judged.verdicts[at] {
        Err(refusal) => view! { <span class="wrong">{icon("no")} <span>{sentence_of(refusal.code, &refusal.detail)}</span></span> }.into_any(),
        Ok(outcome) => view! { <span class="muted">{outcome_word(*outcome)}</span> }.into_any(),
    };
    table_row(row.row, &row.name, &row.email, &row.role, &row.licenses, verdict)
}
