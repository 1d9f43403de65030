//! Shortcuts: Ctrl or Cmd and K for the palette, `/` for the search, `?` for their list. Single keys are off inside
//! fields and can be switched off in the account (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Over;
use crate::components::Dialog;
use crate::i18n::text::{basics, shell as t};

/// The name of the switch in the browser's storage.
const SWITCH: &str = "shortcuts";

/// Whether single keys are shortcuts.
pub fn enabled() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(SWITCH).ok().flatten()).as_deref() != Some("off")
}

/// Switches single keys on or off.
pub fn set_enabled(on: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(SWITCH, if on { "on" } else { "off" });
    }
}

/// The keys that open the palette; on a Mac the first is ⌘.
pub fn palette_key() -> String {
    let mac = window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac"));
    format!("{} K", if mac { "⌘" } else { t::key_ctrl() })
}

/// Listens to the keys.
pub fn listen(over: RwSignal<Over>) {
    window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            over.set(Over::Palette);
            return;
        }
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if modified || in_field() || dialog_open() || !enabled() {
            return;
        }
        match key.as_str() {
            "/" => {
                if let Some(search) = find("[data-search]") {
                    event.prevent_default();
                    let _ = search.focus();
                }
            }
            "?" => {
                event.prevent_default();
                over.set(Over::Shortcuts);
            }
            _ => {}
        }
    });
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn in_field() -> bool {
    document()
        .active_element()
        .is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn dialog_open() -> bool {
    find("dialog[open]").is_some()
}

/// The list of shortcuts.
pub fn list(over: RwSignal<Over>) -> AnyView {
    let close = Callback::new(move |()| over.set(Over::Nothing));
    let rows = [
        (palette_key(), t::shortcut_palette()),
        ("/".to_owned(), t::shortcut_search()),
        ("?".to_owned(), t::shortcut_list()),
        ("Esc".to_owned(), t::shortcut_close()),
    ];
    let rows = rows
        .into_iter()
        .map(|(key, words)| {
            view! {
                <dt>
                    <kbd class="key">{key}</kbd>
                </dt>
                <dd>{words}</dd>
            }
            .into_any()
        })
        .collect_view();
    let body = view! { <dl class="facts">{rows}</dl> }.into_any();
    let footer = view! {
        <a class="muted" href="/account" on:click=move |_| over.set(Over::Nothing)>
            {t::shortcuts_switch()}
        </a>
        <div class="actions">
            <button class="button" autofocus=true on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    }
    .into_any();
    view! { <Dialog title=t::shortcuts().to_owned() on_close=close body=body footer=footer /> }.into_any()
}
