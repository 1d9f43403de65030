//! A list with all its states: loading, rows, nothing yet, nothing matches, failed; and its pages.
//! Old rows stay, dimmed, until the new ones are there.

use leptos::prelude::*;
use shared::api::Page;

use super::{Failed, Patient, icon};
use crate::api::{Failure, Query};
use crate::i18n::text::basics as t;
use crate::router;

/// One column: its class and its word; no word for the column of the menu.
pub type Column = (&'static str, &'static str);

/// Where a list stands, whatever its rows are.
#[derive(Clone, Copy)]
pub struct ListState {
    /// Rows on the page, once there is an answer.
    pub rows: Signal<Option<usize>>,
    /// Where the next page starts.
    pub next: Signal<Option<String>>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why there is none.
    pub failure: Signal<Option<Failure>>,
    /// Asks again.
    pub retry: Callback<()>,
}

impl<T: Clone + Send + Sync + 'static> From<Query<Page<T>>> for ListState {
    fn from(query: Query<Page<T>>) -> Self {
        let data = query.data;
        Self {
            rows: Signal::derive(move || data.with(|page| page.as_ref().map(|page| page.items.len()))),
            next: Signal::derive(move || {
                data.with(|page| page.as_ref().and_then(|page| page.next_cursor.clone()))
            }),
            busy: query.busy.into(),
            failure: query.failure.into(),
            retry: Callback::new(move |()| query.retry()),
        }
    }
}

/// A list.
#[component]
pub fn List(
    /// What it lists.
    caption: &'static str,
    /// Its columns.
    columns: Vec<Column>,
    /// Where it stands.
    state: ListState,
    /// The rows.
    rows: Callback<(), Vec<AnyView>>,
    /// What stands there when there are none.
    empty: Callback<(), AnyView>,
    /// What is said of the rows below them.
    foot: Callback<usize, String>,
    /// Stands at the head of the first column: select all.
    #[prop(optional)]
    first: Option<Callback<(), AnyView>>,
) -> AnyView {
    let columns = StoredValue::new(columns);
    let head = move || columns.with_value(|columns| header(columns, first));
    let bones = Callback::new(move |()| {
        columns.with_value(|columns| {
            let body = (0..8).map(|_| bone_row(columns)).collect_view();
            table(caption, header(columns, first), body.into_any(), false)
        })
    });
    let stands = Memo::new(move |_| match (state.failure.get().is_some(), state.rows.get()) {
        (true, _) => Stands::Failed,
        (_, None) => Stands::Loading,
        (_, Some(0)) => Stands::Empty,
        (_, Some(_)) => Stands::Rows,
    });
    let content = move || match stands.get() {
        Stands::Failed => {
            let failure = state.failure.get_untracked().unwrap_or(Failure::Unreachable);
            view! { <Failed failure=failure retry=state.retry /> }.into_any()
        }
        Stands::Loading => view! { <Patient bones=bones retry=state.retry /> }.into_any(),
        Stands::Empty => empty.run(()),
        Stands::Rows => {
            let body = view! { {move || rows.run(())} }.into_any();
            view! {
                <div class:stale=state.busy aria-busy=move || state.busy.get().to_string()>
                    {table(caption, head(), body, true)}
                </div>
                <Pager state=state foot=foot />
            }
            .into_any()
        }
    };
    view! { {content} }.into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Loading,
    Failed,
    Empty,
    Rows,
}

fn table(caption: &'static str, head: AnyView, body: AnyView, ready: bool) -> AnyView {
    view! {
        <table class="data" aria-busy=(!ready).then_some("true")>
            <caption class="sr">{caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn header(columns: &[Column], first: Option<Callback<(), AnyView>>) -> AnyView {
    columns
        .iter()
        .map(|(class, word)| match (*class, first) {
            ("sel", Some(first)) => view! { <th class="sel">{first.run(())}</th> }.into_any(),
            (class, _) if word.is_empty() => view! {
                <th scope="col" class=class>
                    <span class="sr">{t::actions()}</span>
                </th>
            }
            .into_any(),
            (class, _) => view! {
                <th scope="col" class=class>
                    {*word}
                </th>
            }
            .into_any(),
        })
        .collect_view()
        .into_any()
}

fn bone_row(columns: &[Column]) -> AnyView {
    let cells = columns
        .iter()
        .enumerate()
        .map(|(at, (class, _))| {
            let name = at == 0 || (at == 1 && columns[0].0 == "sel");
            let bones = match (*class, name) {
                ("sel" | "dots", _) => ().into_any(),
                (_, true) => view! { <span class="bone w"></span><span class="bone n"></span> }.into_any(),
                _ => view! { <span class="bone"></span> }.into_any(),
            };
            let class = if name { "name".to_owned() } else { format!("m {class}") };
            view! { <td class=class>{bones}</td> }.into_any()
        })
        .collect_view();
    view! { <tr aria-hidden="true">{cells}</tr> }.into_any()
}

/// How many rows there are, and the way to the other pages.
#[component]
fn Pager(state: ListState, foot: Callback<usize, String>) -> AnyView {
    let path = router::place().with_untracked(|place| place.path.clone());
    let cursor = router::query("cursor");
    let first_path = path.clone();
    let link = move |href: Option<String>, inside: AnyView| {
        let off = href.is_none();
        view! {
            <a class="button small" href=href aria-disabled=off.then_some("true") role=off.then_some("link")>
                {inside}
            </a>
        }
        .into_any()
    };
    let first = move || {
        let href = (!cursor.get().is_empty()).then(|| router::with(&first_path, &[("cursor", "")]));
        link(href, view! { {icon("left")} {t::first_page()} }.into_any())
    };
    let next = move || {
        let href = state.next.get().map(|next| router::with(&path, &[("cursor", &next)]));
        link(href, view! { {t::next_page()} {icon("right")} }.into_any())
    };
    let paged = move || state.next.get().is_some() || !cursor.get().is_empty();
    view! {
        <div class="foot">
            <span role="status">{move || foot.run(state.rows.get().unwrap_or_default())}</span>
            {move || paged().then(|| view! { <span class="actions">{first()} {next()}</span> })}
        </div>
    }
    .into_any()
}
