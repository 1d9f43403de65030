//! What each column of the file means, with the first of its cells; and the license of rows that name none.

use leptos::prelude::*;
use shared::api::licenses::License;
use shared::csv::columns::Meaning;

use super::draft::Draft;
use crate::format::number;
use crate::i18n::text::{basics, imports as t};

/// The fields. They stay while their values change, so that whoever works by keyboard stays where they are.
pub fn mapping(draft: Draft) -> AnyView {
    let width = draft.mapping.with_untracked(|mapping| mapping.columns.len());
    let toggle = move |event| {
        draft.mapping.update(|mapping| mapping.heads = event_target_checked(&event));
        draft.judge(true);
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::columns()}</h2>
                <label class="choice">
                    <input
                        class="check"
                        type="checkbox"
                        prop:checked=move || draft.mapping.with(|mapping| mapping.heads)
                        disabled=move || is_sent(draft)
                        on:change=toggle
                    />
                    <span>{t::heads()}</span>
                </label>
            </div>
            <div class="forms">{(0..width).map(|at| column(draft, at)).collect_view()}</div>
            <div class="forms apart">{license(draft)}</div>
        </section>
    }
    .into_any()
}

fn column(draft: Draft, at: usize) -> AnyView {
    let (id, hint) = (format!("column-{at}"), format!("column-{at}-sample"));
    let heads = move || draft.mapping.with(|mapping| mapping.heads);
    let cell = move |row: usize| {
        draft.rows.with_value(|rows| rows.get(row).and_then(|row| row.cells.get(at)).cloned())
    };
    let label = move || cell(0).filter(|_| heads()).unwrap_or_else(|| t::column(&number(at as u64 + 1)));
    let sample = move || match cell(usize::from(heads())).filter(|cell| !cell.is_empty()) {
        Some(cell) => t::sample_cell(&cell),
        None => t::no_sample().to_owned(),
    };
    let options = Meaning::ALL.iter().map(|it| {
        let chosen = move || draft.mapping.with(|mapping| mapping.columns.get(at) == Some(it));
        view! {
            <option value=it.as_str() prop:selected=chosen>
                {word(*it)}
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
            <label class="clip" for=id.clone()>
                <bdi>{label}</bdi>
            </label>
            <select
                class="control"
                id=id
                aria-describedby=hint.clone()
                disabled=move || is_sent(draft)
                on:change=change
            >
                {options.collect_view()}
            </select>
            <p class="hint clip" id=hint>
                <bdi>{sample}</bdi>
            </p>
        </div>
    }
    .into_any()
}

fn license(draft: Draft) -> AnyView {
    let change = move |event| {
        draft.license.set(event_target_value(&event));
        draft.judge(false);
    };
    let known = Memo::new(move |_| {
        let of = |license: &License| (license.id.to_string(), license.name.clone());
        draft.licenses.with(|licenses| licenses.iter().map(of).collect::<Vec<_>>())
    });
    let options = move || {
        let option = |(id, name): (String, String)| {
            let selected = draft.license.with_untracked(|chosen| *chosen == id);
            view! {
                <option value=id selected=selected>
                    {name}
                </option>
            }
            .into_any()
        };
        known.get().into_iter().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for="import-license">{t::license()}</label>
            <select
                class="control"
                id="import-license"
                disabled=move || is_sent(draft)
                on:change=change
            >
                <option value="">{t::no_license()}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Whether its rows are being sent: they are judged as they stand, so nothing of it changes meanwhile.
fn is_sent(draft: Draft) -> bool {
    draft.sending.get().is_some()
}

fn word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Email => basics::email(),
        Meaning::Name => basics::name(),
        Meaning::FirstName => t::first_name(),
        Meaning::LastName => t::last_name(),
        Meaning::Role => basics::role(),
        Meaning::Licenses => basics::licenses(),
        Meaning::Teams => basics::teams(),
        Meaning::Nothing => t::nothing(),
    }
}
