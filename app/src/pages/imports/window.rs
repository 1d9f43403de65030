//! The rows of a plan: as long as the file, and the page holds only those that are seen. It has its own search, since the
//! browser's can't see the others; what is shown is in the address.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use shared::api::invitations::Outcome;
use wasm_bindgen::JsCast;

use super::draft::Judged;
use super::refused;
use super::row::{outcome_word, reason, table_row};
use crate::components::{Clear, Empty, Search, Tab, Tabs, icon};
use crate::i18n::text::{basics, imports as t};
use crate::router;

/// Rows that the page holds beyond those that are seen, on either side; and how many it holds at once.
const BEYOND: usize = 8;
const HELD: usize = 32;

/// How tall a row is until one was measured.
const TALL: usize = 60;

/// What of a plan is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    All,
    Refused,
    Of(Outcome),
}

impl Shown {
    /// By its name in the address; without one, what asks for attention.
    fn of(name: &str, judged: &Judged) -> Self {
        let outcomes = [Outcome::Invited, Outcome::Added, Outcome::Extended, Outcome::Unchanged];
        match name {
            "all" => Self::All,
            "refused" => Self::Refused,
            "" if judged.count(None) > 0 => Self::Refused,
            name => outcomes.into_iter().find(|outcome| outcome.as_str() == name).map_or(Self::All, Self::Of),
        }
    }

    fn has(self, judged: &Judged, at: usize) -> bool {
        match (self, &judged.verdicts[at]) {
            (Self::All, _) | (Self::Refused, Err(_)) => true,
            (Self::Of(outcome), Ok(verdict)) => outcome == *verdict,
            _ => false,
        }
    }

    /// Where the address shows it.
    pub fn href(self) -> String {
        let name = match self {
            Self::All => "all",
            Self::Refused => "refused",
            Self::Of(outcome) => outcome.as_str(),
        };
        router::with("/imports", &[("show", name)])
    }
}

/// The rows.
pub fn rows(judged: Arc<Judged>) -> AnyView {
    let (show, q) = (router::query("show"), router::query("q"));
    let found = {
        let judged = judged.clone();
        Memo::new(move |_| {
            let (shown, word) = (show.with(|show| Shown::of(show, &judged)), q.get().to_lowercase());
            let all = 0..judged.rows.len();
            all.filter(|at| shown.has(&judged, *at) && judged.names(*at, &word)).collect::<Vec<usize>>()
        })
    };
    let tabs = {
        let judged = judged.clone();
        Callback::new(move |()| {
            let now = show.with(|show| Shown::of(show, &judged));
            router::place().track();
            let tab = |word, shown: Shown, count: usize| Tab {
                href: shown.href(),
                word,
                count: u32::try_from(count).ok(),
                current: now == shown,
            };
            let of = |outcome| (Shown::Of(outcome), judged.count(Some(outcome)));
            let mut tabs = vec![tab(t::refused(), Shown::Refused, judged.count(None))];
            for outcome in [Outcome::Unchanged, Outcome::Invited, Outcome::Added, Outcome::Extended] {
                let (shown, count) = of(outcome);
                if count > 0 || now == shown {
                    tabs.push(tab(outcome_word(outcome), shown, count));
                }
            }
            tabs.push(tab(t::all(), Shown::All, judged.rows.len()));
            tabs
        })
    };
    let count = judged.count(None);
    let file = (count > 0).then(|| {
        let judged = judged.clone();
        view! {
            <button class="button quiet" type="button" on:click=move |_| refused::download(&judged)>
                {icon("down")}
                {t::download_these(count as u64)}
            </button>
        }
    });
    let foot = move || t::found(found.with(Vec::len) as u64);
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::rows()}</h2>
                {file}
            </div>
            <Tabs label=t::rows() tabs=tabs />
            <div class="listing">
                <div class="strip">
                    <div class="filters" role="search">
                        <Search label=t::search() placeholder=t::search() />
                        <Clear names=&["q"] />
                    </div>
                </div>
                {list(judged, found)}
                <div class="foot">
                    <span role="status">{foot}</span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// What is seen of the rows that were found, between two gaps as tall as the others.
fn list(judged: Arc<Judged>, found: Memo<Vec<usize>>) -> AnyView {
    let frame = NodeRef::<Div>::new();
    let (from, tall) = (RwSignal::new(0_usize), RwSignal::new(TALL));
    let look = move || {
        // By the next frame the list may be gone: judged anew, or discarded.
        let Some(frame) = frame.try_get_untracked().flatten() else { return };
        let row = frame.query_selector("tr[aria-rowindex]").ok().flatten();
        let row = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
        let height = row.and_then(|row| usize::try_from(row.offset_height()).ok()).filter(|it| *it > 0);
        let height = height.unwrap_or_else(|| tall.get_untracked());
        if height != tall.get_untracked() {
            tall.set(height);
        }
        let top = usize::try_from(frame.scroll_top()).unwrap_or_default() / height;
        // In steps, so that the page is made anew every few rows and not with each.
        let first = top.saturating_sub(BEYOND) / 5 * 5;
        if first != from.get_untracked() {
            from.set(first);
        }
    };
    Effect::new(move |_| {
        found.track();
        if let Some(frame) = frame.get_untracked() {
            frame.set_scroll_top(0);
        }
        from.set(0);
        request_animation_frame(look);
    });
    let body = move || {
        found.with(|found| {
            let first = from.get().min(found.len());
            let last = (first + HELD).min(found.len());
            let gap = |rows: usize| {
                (rows > 0).then(|| {
                    view! {
                        <tr class="gap" aria-hidden="true" style:height=format!("{}px", rows * tall.get())>
                            <td colspan="5"></td>
                        </tr>
                    }
                })
            };
            let rows = (first..last).map(|at| row(&judged, found[at], at)).collect_view();
            view! { {gap(first)} {rows} {gap(found.len() - last)} }.into_any()
        })
    };
    let table = move || {
        if found.with(Vec::is_empty) {
            return view! { <Empty title=t::no_rows() /> }.into_any();
        }
        let body = body.clone();
        view! {
            <div class="window" node_ref=frame tabindex="0" role="region" aria-label=t::rows() on:scroll=move |_| look()>
                <table class="data" aria-rowcount=move || (found.with(Vec::len) + 1).to_string()>
                    <caption class="sr">{t::rows()}</caption>
                    <thead>
                        <tr aria-rowindex="1">{heads()}</tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let some = Memo::new(move |_| found.with(Vec::is_empty));
    view! {
        {move || {
            some.track();
            untrack(table.clone())
        }}
    }
    .into_any()
}

fn heads() -> AnyView {
    [
        ("w3 n p2", t::row()),
        ("", t::person()),
        ("w7 p2", basics::role()),
        ("w9 p3", basics::license()),
        ("w22", t::verdict()),
    ]
    .into_iter()
    .map(|(class, word)| {
        view! {
            <th scope="col" class=class>
                {word}
            </th>
        }
        .into_any()
    })
    .collect_view()
    .into_any()
}

fn row(judged: &Judged, at: usize, place: usize) -> AnyView {
    let row = &judged.rows[at];
    let verdict = match &judged.verdicts[at] {
        Err(refusal) => {
            let words = reason(refusal.code, &refusal.detail, &row.licenses, &row.teams);
            view! { <span class="wrong">{icon("no")} <span>{words}</span></span> }.into_any()
        }
        Ok(outcome) => view! { <span class="muted">{outcome_word(*outcome)}</span> }.into_any(),
    };
    table_row(Some(place + 2), row.row, &row.name, &row.email, &row.role, &row.licenses, verdict)
}
