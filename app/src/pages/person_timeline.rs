//! What happened to a person: the newest events, and the older ones page by page on the same list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::Page;
use shared::api::events::Event;
use shared::id::MemberId;

use super::event::event_line;
use crate::api::{self, Failure, sentence};
use crate::components::{Outcome, say};
use crate::i18n::text::person as t;

/// How many come at once.
const PAGE: &str = "20";

fn path(id: MemberId, cursor: &str) -> String {
    api::list("events", &[("target", &id.to_string()), ("limit", PAGE), ("cursor", cursor)])
}

/// The section.
pub fn part(id: MemberId) -> AnyView {
    let newest = api::query::<Page<Event>>(move || Some(path(id, "")));
    // Pages after the newest one; gone when the newest is read anew, since they would overlap.
    let older = RwSignal::new(Vec::<Page<Event>>::new());
    Effect::new(move |_| {
        newest.data.track();
        older.set(Vec::new());
    });
    let next = Memo::new(move |_| {
        let last = older.with(|older| older.last().map(|page| page.next_cursor.clone()));
        let first = || newest.data.with(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        last.unwrap_or_else(first)
    });
    let more = move |_| {
        let Some(cursor) = next.get_untracked() else { return };
        spawn_local(async move {
            match api::get::<Page<Event>>(&path(id, &cursor)).await {
                Ok(page) => {
                    let _ = older.try_update(|older| older.push(page));
                }
                Err(Failure::Aborted) => {}
                Err(failure) => say(Outcome::refused(sentence(&failure))),
            }
        });
    };
    let lines = move || {
        let first = newest.data.get()?;
        let lines: Vec<_> = older.with(|older| {
            let pages = core::iter::once(&first).chain(older);
            pages.flat_map(|page| &page.items).map(event_line).collect()
        });
        Some(if lines.is_empty() {
            view! { <p class="muted">{t::nothing_happened()}</p> }.into_any()
        } else {
            view! { <ol class="trail">{lines}</ol> }.into_any()
        })
    };
    let button = move || {
        next.get().is_some().then(|| {
            view! {
                <p class="foot">
                    <button class="button small" on:click=more>
                        {t::older()}
                    </button>
                </p>
            }
        })
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::happened()}</h2>
                <a href=format!("/activity?target={id}")>{t::all_events()}</a>
            </div>
            {lines} {button}
        </section>
    }
    .into_any()
}
