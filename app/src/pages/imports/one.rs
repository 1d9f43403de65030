//! One import: how far it is, and what became of each row. It runs on without this page; the page looks again each second.

use core::time::Duration;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::imports::{Import, ImportedRow};
use shared::id::ImportId;
use shared::import::ImportStatus;

use super::row::{outcome_word, reason, table_row};
use crate::acts;
use crate::api;
use crate::components::{Column, Empty, Failed, Head, List, Outcome, Patient, Tab, Tabs, icon, say};
use crate::format::number;
use crate::i18n::text::{basics, imports as t};
use crate::router;
use crate::session::may;

/// Where an import stands, in a word.
pub fn status_word(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Draft => t::draft(),
        ImportStatus::Running => t::running(),
        ImportStatus::Done => t::done(),
        ImportStatus::Canceled => t::canceled(),
    }
}

/// The page.
pub fn import(id: ImportId) -> AnyView {
    let found = api::query::<Import>(move || Some(format!("/api/v1/imports/{id}")));
    let data = found.data;
    // Told only when it changes, so that looking again leaves the list alone.
    let status = Memo::new(move |_| data.with(|import| import.as_ref().map(|import| import.status)));
    let timer = set_interval_with_handle(
        move || {
            // On a slow line the answer to the last look is awaited: asking again would break it off.
            let waits = found.busy.try_get_untracked() == Some(true);
            if !waits && status.try_get_untracked().flatten() == Some(ImportStatus::Running) {
                found.retry();
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    let name = Signal::derive(move || {
        data.with(|import| {
            import.as_ref().map_or_else(|| t::title().to_owned(), |import| import.name.clone())
        })
    });
    let retry = Callback::new(move |()| found.retry());
    let content = move || match (status.get(), found.failure.get()) {
        (Some(status), _) => {
            view! { {move || data.get().map(|import| progress(&import))} {list(id, status)} }.into_any()
        }
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let stop = move || {
        let open = matches!(status.get(), Some(ImportStatus::Running | ImportStatus::Draft));
        (open && may(Permission::ManageInvitations)).then(|| {
            let ask = move |_| {
                acts::ask(t::stop_title().to_owned(), t::stop_text(), t::stop(), move || {
                    acts::perform(api::cancel_import(id), |_| say(Outcome::done(t::stopped())));
                });
            };
            view! {
                <button class="button" on:click=ask>
                    {t::stop()}
                </button>
            }
        })
    };
    view! {
        <Head title=name crumb=super::crumb() actions=view! { {stop} }.into_any() />
        {content}
    }
    .into_any()
}

fn progress(import: &Import) -> AnyView {
    let answered = import.counts.answered();
    let percent = u64::from(answered) * 100 / u64::from(import.rows.max(1));
    let words = t::answered(&number(answered), &number(import.rows));
    let counter = |word: &'static str, outcome: &str, count: u32| {
        let tone = (outcome == "refused" && count > 0).then_some("tone error");
        view! {
            <dl>
                <dt>{word}</dt>
                <dd>
                    <a class=tone href=format!("/imports/{}?outcome={outcome}", import.id)>
                        {number(count)}
                    </a>
                </dd>
            </dl>
        }
        .into_any()
    };
    let counts = import.counts;
    let note = match import.status {
        ImportStatus::Draft => Some(t::draft_note()),
        ImportStatus::Running => Some(t::running_note()),
        _ => None,
    };
    view! {
        <p class="words" role="status">
            {status_word(import.status)} ". " {words}
        </p>
        {note.map(|note| view! { <p class="words">{note}</p> })}
        <div
            class="meter"
            role="progressbar"
            aria-label=t::title()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent.to_string()
        >
            <span style:--n=percent.to_string()></span>
        </div>
        <section class="counters part" aria-label=t::result()>
            <div>
                {counter(t::invited(), "invited", counts.invited)} {counter(t::added(), "added", counts.added)}
                {counter(t::extended(), "extended", counts.extended)}
            </div>
            <div>
                {counter(t::unchanged(), "unchanged", counts.unchanged)}
                {counter(t::refused(), "refused", counts.refused)}
            </div>
        </section>
    }
    .into_any()
}

fn list(id: ImportId, status: ImportStatus) -> AnyView {
    let (outcome, cursor) = (router::query("outcome"), router::query("cursor"));
    let list = api::query::<Page<ImportedRow>>(move || {
        let (outcome, cursor) = (outcome.get(), cursor.get());
        Some(api::page(&format!("imports/{id}/rows"), &[("outcome", &outcome), ("cursor", &cursor)]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    let tabs = Callback::new(move |()| {
        let now = outcome.get();
        let tab = |word, value: &str| Tab {
            href: if value.is_empty() {
                format!("/imports/{id}")
            } else {
                format!("/imports/{id}?outcome={value}")
            },
            word,
            count: None,
            current: now == value,
        };
        vec![
            tab(t::all(), ""),
            tab(t::refused(), "refused"),
            tab(t::unchanged(), "unchanged"),
            tab(t::invited(), "invited"),
            tab(t::added(), "added"),
            tab(t::extended(), "extended"),
        ]
    });
    let empty = Callback::new(|()| view! { <Empty title=t::no_rows() /> }.into_any());
    let over = matches!(status, ImportStatus::Done | ImportStatus::Canceled);
    let file = over.then(|| {
        view! {
            <a href=format!("/api/v1/imports/{id}/refused.csv") download="refused.csv">
                {t::download()}
            </a>
        }
    });
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::rows()}</h2>
                {file}
            </div>
            <Tabs label=t::rows() tabs=tabs />
            <div class="listing">
                <List
                    caption=t::rows()
                    columns=columns()
                    state=list.into()
                    rows=rows
                    empty=empty
                    foot=Callback::new(move |rows: usize| t::foot_rows(rows as u64))
                />
            </div>
        </section>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("w3 n p2", t::row()),
        ("", t::person()),
        ("w7 p2", basics::role()),
        ("w9 p3", basics::license()),
        ("w22", t::verdict()),
    ]
}

fn row(row: &ImportedRow) -> AnyView {
    let verdict = match (row.outcome, row.code) {
        (_, Some(code)) => {
            let detail = row.message.as_deref().unwrap_or_default();
            let words = reason(code, detail, &row.licenses, &row.teams);
            view! { <span class="wrong">{icon("no")} <span>{words}</span></span> }.into_any()
        }
        (Some(outcome), None) => view! { <span class="muted">{outcome_word(outcome)}</span> }.into_any(),
        (None, None) => view! { <span class="faint">{t::open()}</span> }.into_any(),
    };
    table_row(None, row.row, &row.name, &row.email, &row.role, &row.licenses, verdict)
}
