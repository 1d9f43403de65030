//! The address bar: where we are, and how to go elsewhere.
//!
//! Links are plain `<a href>`; a click on one of this site is taken up here. List state lives in the query: typing
//! replaces the history entry, a finished choice pushes one. Not here: which page an address shows (`routes`).
//!
//! This is the part of a router that the console needs; `leptos_router` with its routes weighs 75 kB compressed.

use core::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::UrlSearchParams;

use crate::acts;
use crate::i18n::text::license as t;

/// Where we are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The path, without a slash at its end.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
}

/// What becomes of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Back leads here again.
    Push,
    /// The entry changes in place.
    Replace,
}

thread_local! {
    static PLACE: RwSignal<Place> = RwSignal::new(here());
    static HELD: Cell<Option<Signal<bool>>> = const { Cell::new(None) };
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Where we are; reading it in a reactive place follows it.
pub fn place() -> RwSignal<Place> {
    PLACE.with(|place| *place)
}

/// Listens to links and to Back and Forward. Called once.
pub fn start() {
    let _ = place();
    window_event_listener(ev::popstate, |_| came());
    window_event_listener(ev::click, |event| follow(&event));
}

/// Goes to an address of the console; asks first where something unsaved would be left.
pub fn go(to: &str, step: Step) {
    let path = to.split(['?', '#']).next().unwrap_or_default();
    if is_held() && place().with_untracked(|place| place.path != path) {
        let to = to.to_owned();
        return ask_to_leave(move || move_to(&to, step));
    }
    move_to(to, step);
}

/// Back or Forward. The browser has gone already: what is unsaved stays under its address until it may be left.
fn came() {
    let (stays, there) = (place().get_untracked(), here());
    if is_held() && stays.path != there.path {
        let again =
            if stays.query.is_empty() { stays.path } else { format!("{}?{}", stays.path, stays.query) };
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&again));
        }
        return ask_to_leave(|| {
            if let Ok(history) = window().history() {
                let _ = history.back();
            }
        });
    }
    place().set(there);
}

fn ask_to_leave(leave: impl Fn() + Send + Sync + 'static) {
    acts::ask(t::leave_title().to_owned(), t::leave_text(), t::leave(), move || {
        HELD.set(None);
        leave();
    });
}

fn move_to(to: &str, step: Step) {
    let Ok(history) = window().history() else { return };
    let moved = match step {
        Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(to)),
        Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
    };
    if moved.is_err() {
        return;
    }
    let (before, after) = (place().get_untracked(), here());
    if before.path != after.path {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    if before != after {
        place().set(after);
    }
}

/// While `unsaved` says so, whatever leads elsewhere asks first: links, acts, Back and Forward, and the browser itself;
/// until the place is gone.
pub fn hold(unsaved: Signal<bool>) {
    HELD.set(Some(unsaved));
    on_cleanup(|| HELD.set(None));
    let listener = window_event_listener(ev::beforeunload, |event| {
        if is_held() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_held() -> bool {
    HELD.get().is_some_and(|unsaved| unsaved.try_get_untracked() == Some(true))
}

/// Leaves the console for a page of the Worker.
pub fn leave(to: &str) {
    // Several answers can say at once that the session has ended; a second leaving would break off the first.
    if !LEAVING.replace(true) {
        let _ = window().location().assign(to);
    }
}

/// A value of the query; empty when absent. Follows the address.
pub fn query(name: &'static str) -> Memo<String> {
    Memo::new(move |_| place().with(|place| value(&place.query, name)))
}

/// A value of the query as it is now.
pub fn query_now(name: &str) -> String {
    place().with_untracked(|place| value(&place.query, name))
}

/// The address with some values of its query changed; an empty value takes one out.
pub fn with(path: &str, changes: &[(&str, &str)]) -> String {
    let query = place().with_untracked(|place| place.query.clone());
    let Ok(parameters) = UrlSearchParams::new_with_str(&query) else { return path.to_owned() };
    for (name, value) in changes {
        if value.is_empty() {
            parameters.delete(name);
        } else {
            parameters.set(name, value);
        }
    }
    let query = String::from(parameters.to_string());
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Changes values of the query where we are. A changed filter starts at the first page.
pub fn set_query(changes: &[(&str, &str)], step: Step) {
    let path = place().with_untracked(|place| place.path.clone());
    let mut all = vec![("cursor", "")];
    all.extend_from_slice(changes);
    go(&with(&path, &all), step);
}

/// A query string of the values that are not empty, for a request.
pub fn encode(values: &[(&str, &str)]) -> String {
    let Ok(parameters) = UrlSearchParams::new() else { return String::new() };
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        parameters.append(name, value);
    }
    parameters.to_string().into()
}

fn value(query: &str, name: &str) -> String {
    UrlSearchParams::new_with_str(query).ok().and_then(|all| all.get(name)).unwrap_or_default()
}

fn here() -> Place {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let path = path.trim_end_matches('/');
    Place {
        path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
        query: location.search().unwrap_or_default().trim_start_matches('?').to_owned(),
    }
}

/// Takes up a plain click on a link of this site, and leaves all others to the browser.
fn follow(event: &ev::MouseEvent) {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(link) = target.and_then(|target| target.closest("a[href]").ok().flatten()) else { return };
    let Some(href) = link.get_attribute("href") else { return };
    let ours = href.starts_with('/') && !href.starts_with("//");
    if !ours || ["target", "download", "data-leave"].iter().any(|name| link.has_attribute(name)) {
        return;
    }
    event.prevent_default();
    go(&href, Step::Push);
}
