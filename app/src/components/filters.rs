//! Search and filters, whose state is the address: typing replaces the history entry after 120 ms of quiet, Enter at
//! once; a finished choice pushes one.

use core::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::{Item, Menu, icon};
use crate::i18n::text::basics as t;
use crate::router::{self, Step};

/// Quiet before a search starts.
const QUIET: Duration = Duration::from_millis(120);

/// The search field of a list; `/` focuses it.
#[component]
pub fn Search(
    /// What is searched.
    label: &'static str,
    /// What can be typed.
    placeholder: &'static str,
) -> AnyView {
    let q = router::query("q");
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let search = move |text: String| router::set_query(&[("q", text.trim())], Step::Replace);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        stop();
        timer.set_value(set_timeout_with_handle(move || search(text.clone()), QUIET).ok());
    };
    let on_change = move |event: ev::Event| {
        stop();
        let text = event_target_value(&event);
        if text.trim() != router::query_now("q") {
            search(text);
        }
    };
    on_cleanup(stop);
    view! {
        <label class="search">
            <span class="sr">{label}</span>
            {icon("search")}
            <input
                class="control"
                type="search"
                data-search=""
                placeholder=placeholder
                autocomplete="off"
                prop:value=q
                on:input=on_input
                on:change=on_change
            />
            <kbd class="key" aria-hidden="true">
                "/"
            </kbd>
        </label>
    }
    .into_any()
}

/// A filter with a few values. The address may name several, parted by commas: all are shown as chosen, and choosing
/// one leaves it alone.
#[component]
pub fn Pick(
    /// What it filters by.
    label: &'static str,
    /// Its name in the address.
    name: &'static str,
    /// Values and words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is shown without it; anything, where it leaves nothing out.
    #[prop(optional)]
    unset: Option<&'static str>,
) -> AnyView {
    let value = router::query(name);
    let face = view! {
        {label}
        {move || {
            let value = value.get();
            let word = |part: &str| {
                let known = options.with(|options| {
                    options.iter().find(|(known, _)| known == part).map(|(_, word)| word.clone())
                });
                known.unwrap_or_else(|| part.to_owned())
            };
            let words = || value.split(',').map(word).collect::<Vec<_>>().join(", ");
            (!value.is_empty()).then(|| view! { " " <b>{words()}</b> })
        }}
        {icon("down")}
    };
    let items = Callback::new(move |()| {
        let now = value.get_untracked();
        let all = Item::choice(unset.unwrap_or_else(t::any), now.is_empty(), move || {
            router::set_query(&[(name, "")], Step::Push);
        });
        let rest = options.get_untracked().into_iter().map(|(value, word)| {
            let chosen = now.split(',').any(|part| part == value);
            Item::choice(word, chosen, move || router::set_query(&[(name, &value)], Step::Push))
        });
        core::iter::once(all).chain(rest).collect()
    });
    let class = Signal::derive(move || {
        if value.with(String::is_empty) { "pick keep" } else { "pick keep set" }.to_owned()
    });
    view! { <Menu label=label.to_owned() class=class worded=true at="start" face=face.into_any() items=items /> }
        .into_any()
}

/// Takes all filters off, shown while one is on.
#[component]
pub fn Clear(
    /// Names of the filters in the address.
    names: &'static [&'static str],
) -> AnyView {
    let place = router::place();
    let on = Memo::new(move |_| {
        place.track();
        names.iter().any(|name| !router::query_now(name).is_empty())
    });
    let clear = move |_| {
        let changes: Vec<_> = names.iter().map(|name| (*name, "")).collect();
        router::set_query(&changes, Step::Push);
    };
    view! {
        {move || {
            on.get()
                .then(|| {
                    view! {
                        <button type="button" class="button quiet" on:click=clear>
                            {t::clear()}
                        </button>
                    }
                })
        }}
    }
    .into_any()
}
