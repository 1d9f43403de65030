//! Go to or do: pages, acts and people by a few letters.

use core::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;

use super::{Over, account_menu, rail, theme};
use crate::acts::{called, told_apart};
use crate::api;
use crate::components::{Dialog, icon};
use crate::i18n::text::{basics, shell as t};
use crate::router::{self, Step};
use crate::session::may;

/// What an entry does.
#[derive(Clone)]
enum Act {
    Go(String),
    Theme(&'static str),
    SignOut,
}

#[derive(Clone)]
struct Entry {
    symbol: &'static str,
    label: String,
    hint: String,
    act: Act,
}

fn entry(symbol: &'static str, label: impl Into<String>, act: Act) -> Entry {
    Entry { symbol, label: label.into(), hint: String::new(), act }
}

/// What can be done without a search: pages first, then acts.
fn fixed() -> Vec<Entry> {
    let go = |href: &str| Act::Go(href.to_owned());
    let mut all: Vec<_> =
        rail::pages().into_iter().map(|(href, symbol, word)| entry(symbol, word, go(href))).collect();
    let acts = [
        (Permission::ManageInvitations, "mail", t::act_invite(), "/people/invite"),
        (Permission::ManageLicenses, "plus", t::act_license(), "/licenses/new"),
        (Permission::ManageTokens, "key", t::act_token(), "/developers/tokens/new"),
    ];
    let allowed = acts.into_iter().filter(|(needed, ..)| may(*needed));
    all.extend(allowed.map(|(_, symbol, word, href)| entry(symbol, word, go(href))));
    all.push(entry("sun", t::theme_light(), Act::Theme("light")));
    all.push(entry("sun", t::theme_dark(), Act::Theme("dark")));
    all.push(entry("out", t::sign_out(), Act::SignOut));
    all
}

/// The palette.
pub fn palette(over: RwSignal<Over>) -> AnyView {
    let close = Callback::new(move |()| over.set(Over::Nothing));
    let (text, active) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let people = RwSignal::new(Vec::<Entry>::new());
    let fixed = StoredValue::new(fixed());
    let shown = Signal::derive(move || {
        let text = text.get().to_lowercase();
        let matches = |entry: &&Entry| entry.label.to_lowercase().contains(text.trim());
        let mut shown: Vec<_> = fixed.with_value(|all| all.iter().filter(matches).cloned().collect());
        shown.extend(people.get());
        shown
    });
    // With Ctrl or Cmd a page opens in a tab of its own, as links do.
    let run = move |entry: Entry, anew: bool| {
        close.run(());
        match entry.act {
            Act::Go(href) if anew => {
                let _ = window().open_with_url_and_target(&href, "_blank");
            }
            Act::Go(href) => router::go(&href, Step::Push),
            Act::Theme(theme) => theme::choose(theme),
            Act::SignOut => account_menu::sign_out(),
        }
    };
    let search = people_search(people);
    let on_input = move |event: ev::Event| {
        let typed = event_target_value(&event);
        text.set(typed.clone());
        active.set(0);
        search(typed);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let shown = shown.get_untracked();
        let n = shown.len();
        match event.key().as_str() {
            "ArrowDown" if n > 0 => active.update(|at| *at = (*at + 1) % n),
            "ArrowUp" if n > 0 => active.update(|at| *at = (*at + n - 1) % n),
            "Enter" => {
                if let Some(entry) = shown.into_iter().nth(active.get_untracked()) {
                    run(entry, event.ctrl_key() || event.meta_key());
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(at, entry): (usize, Entry)| {
        let (symbol, label, hint) = (entry.symbol, entry.label.clone(), entry.hint.clone());
        view! {
            <div
                role="option"
                id=format!("palette-{at}")
                class=move || if active.get() == at { "active" } else { "" }
                aria-selected=move || (active.get() == at).to_string()
                on:click=move |event| run(entry.clone(), event.ctrl_key() || event.meta_key())
            >
                {icon(symbol)}
                <bdi>{label}</bdi>
                <span class="hint">{hint}</span>
            </div>
        }
        .into_any()
    };
    let body = view! {
        <label class="search">
            <span class="sr">{t::go_or_do()}</span>
            {icon("search")}
            <input
                class="control"
                role="combobox"
                autocomplete="off"
                autofocus=true
                placeholder=t::palette_hint()
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || format!("palette-{}", active.get())
                prop:value=text
                on:input=on_input
                on:keydown=on_key
            />
        </label>
        <div class="pop flat" role="listbox" id="palette-list" aria-label=t::go_or_do()>
            {move || shown.get().into_iter().enumerate().map(option).collect_view()}
        </div>
        <p class="faint" role="status">
            {move || shown.with(Vec::is_empty).then(t::palette_nothing)}
        </p>
    }
    .into_any();
    let footer = view! {
        <span class="faint">{basics::palette_foot()}</span>
    }
    .into_any();
    view! { <Dialog title=t::go_or_do().to_owned() on_close=close body=body footer=footer /> }.into_any()
}

/// Finds people after 120 ms of quiet, from two letters on.
fn people_search(people: RwSignal<Vec<Entry>>) -> impl Fn(String) + Copy {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    move |text: String| {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        if text.trim().chars().count() < 2 || !may(Permission::ReadMembers) {
            people.set(Vec::new());
            return;
        }
        let ask = move || {
            spawn_local(async move {
                let Ok(page) = api::find_members(text.trim()).await else { return };
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let found = page.items.into_iter().map(|member| {
                    let mut entry =
                        entry("person", called(&member), Act::Go(format!("/people/{}", member.id)));
                    entry.hint = told_apart(&member);
                    entry
                });
                people.set(found.collect());
            });
        };
        timer.set_value(set_timeout_with_handle(ask, Duration::from_millis(120)).ok());
    }
}
