//! Activity: who did what to whom, newest first.

use leptos::prelude::*;
use shared::api::Page;
use shared::api::events::Event;
use shared::event::EventKind;

use super::event::event_line;
use super::event_kind::kind_word;
use crate::api;
use crate::components::{Clear, DayRange, Empty, Failed, Head, Patient, Pick, Search, icon};
use crate::i18n::text::{activity as t, basics};
use crate::router;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "kind", "target", "from", "to"];

/// The page.
pub fn activity() -> AnyView {
    let names = ["q", "kind", "target", "from", "to", "cursor"];
    let values = names.map(router::query);
    let filters = move |names: &[&'static str]| {
        let values: Vec<_> = values.iter().take(names.len()).map(|value| value.get()).collect();
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        router::encode(&filters)
    };
    let events = api::query::<Page<Event>>(move || Some(format!("/api/v1/events?{}", filters(&names))));
    let file = move || format!("/api/v1/events.csv?{}", filters(FILTERS));
    let kinds: Vec<_> =
        EventKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind_word(*kind).to_owned())).collect();
    let retry = Callback::new(move |()| events.retry());
    let content = move || match (events.data.get(), events.failure.get()) {
        (_, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| {
                (0..8)
                    .map(|_| {
                        view! { <p><span class="bone w"></span><span class="bone n"></span></p> }.into_any()
                    })
                    .collect_view()
                    .into_any()
            });
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
        (Some(page), None) if page.items.is_empty() => empty(),
        (Some(page), None) => lines(&page),
    };
    let of_one = router::query("target");
    let note = move || {
        (!of_one.get().is_empty()).then(|| {
            view! {
                <p class="words">
                    {t::of_one()} " " <span class="id">{of_one.get()}</span>
                </p>
            }
        })
    };
    view! {
        <Head title=t::title().to_owned() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=t::search_hint() />
                    <Pick label=t::kind() name="kind" options=Signal::stored(kinds) />
                    <DayRange />
                    <Clear names=FILTERS />
                    <a class="button end" href=file download="" data-leave="">
                        {basics::export_csv()}
                    </a>
                </div>
            </div>
            {note}
            <div class:stale=events.busy>{content}</div>
        </div>
    }
    .into_any()
}

fn lines(page: &Page<Event>) -> AnyView {
    let path = "/activity";
    let lines = page.items.iter().map(event_line).collect_view();
    let first = (!router::query_now("cursor").is_empty()).then(|| {
        view! {
            <a class="button small" href=router::with(path, &[("cursor", "")])>
                {icon("left")}
                {basics::first_page()}
            </a>
        }
    });
    let next = page.next_cursor.as_ref().map(|next| {
        view! {
            <a class="button small" href=router::with(path, &[("cursor", next)])>
                {basics::next_page()}
                {icon("right")}
            </a>
        }
    });
    view! {
        <ol class="trail log">{lines}</ol>
        <div class="foot">
            <span role="status">{t::foot(page.items.len() as u64)}</span>
            <span class="actions">{first} {next}</span>
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    if FILTERS.iter().any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href="/activity">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    view! { <Empty title=t::none() text=t::none_text() /> }.into_any()
}
