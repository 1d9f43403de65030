//! A menu button (WAI-ARIA APG): Enter, Space and Down open it, arrows move, Home and End jump, letters find, Escape
//! returns to the button. What is refused stays in the menu with its reason.

use leptos::ev;
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon;

/// What an item does.
#[derive(Clone)]
enum Act {
    Run(Callback<()>),
    Go(String),
    Refused,
}

/// One item of a menu.
#[derive(Clone)]
pub struct Item {
    symbol: &'static str,
    label: String,
    hint: String,
    act: Act,
    danger: bool,
    chosen: Option<bool>,
    stays: bool,
}

impl Item {
    fn new(symbol: &'static str, label: impl Into<String>, act: Act) -> Self {
        let label = label.into();
        Self { symbol, label, hint: String::new(), act, danger: false, chosen: None, stays: false }
    }

    /// Does something.
    pub fn run(
        symbol: &'static str,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self::new(symbol, label, Act::Run(Callback::new(move |()| run())))
    }

    /// Leads somewhere.
    pub fn go(symbol: &'static str, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(symbol, label, Act::Go(href.into()))
    }

    /// Cannot be done now, and why.
    pub fn refused(symbol: &'static str, label: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(symbol, label, Act::Refused).hint(why)
    }

    /// One of several choices.
    pub fn choice(label: impl Into<String>, chosen: bool, run: impl Fn() + Send + Sync + 'static) -> Self {
        let mut item = Self::run("", label, run);
        item.chosen = Some(chosen);
        item
    }

    /// Stands at the right, faint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Takes something away: red, behind a rule.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// The menu stays open, to choose more.
    #[must_use]
    pub fn stays(mut self) -> Self {
        self.stays = true;
        self
    }
}

/// The three dots at the end of a row.
pub fn dots_menu(label: String, items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    view! { <Menu label=label class="icon" items=Callback::new(move |()| items()) face=icon("dots") /> }
        .into_any()
}

/// A button with a menu.
#[component]
pub fn Menu(
    /// Names button and menu; for a button with words of its own, the menu alone.
    label: String,
    /// Class of the button.
    #[prop(into)]
    class: Signal<String>,
    /// What the button shows.
    face: AnyView,
    /// Whether the button's words name it.
    #[prop(optional)]
    worded: bool,
    /// The items, asked for when the menu opens.
    items: Callback<(), Vec<Item>>,
    /// Where it stands when not at the button's end.
    #[prop(optional)]
    at: &'static str,
) -> AnyView {
    let open = RwSignal::new(false);
    let (button, pop_node) = (NodeRef::<Button>::new(), NodeRef::<Div>::new());
    let ends = StoredValue::new(false);
    let show = move |from_end: bool| {
        ends.set_value(from_end);
        open.set(true);
    };
    Effect::new(move |_| {
        if open.get() && pop_node.get().is_some() {
            request_animation_frame(move || {
                let at = if ends.try_get_value() == Some(true) { usize::MAX } else { 0 };
                focus(&entries(pop_node), at);
            });
        }
    });
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let on_button_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            show(event.key() == "ArrowUp");
        }
        _ => {}
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        } else if event.key() == "Tab" {
            open.set(false);
        } else if step(&event, &entries(pop_node)) {
            event.prevent_default();
        }
    };
    let on_leave = move |event: ev::FocusEvent| {
        let inside = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        // A row that goes takes the focus with it, and the browser tells so after the row's signals are gone.
        let button = button.try_get_untracked().flatten();
        let anchor = button.and_then(|button| button.parent_element());
        if !anchor.is_some_and(|anchor| anchor.contains(inside.as_ref())) {
            let _ = open.try_set(false);
        }
    };
    let name = label.clone();
    let pop = move || {
        let entries = items.run(()).into_iter().map(|item| entry(item, close)).collect_view();
        view! {
            <div class="pop" role="menu" aria-label=name.clone() node_ref=pop_node on:keydown=on_key>
                {entries}
            </div>
        }
        .into_any()
    };
    view! {
        <span class=format!("anchor {at}") on:focusout=on_leave>
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=(!worded).then_some(label)
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| if open.get_untracked() { close() } else { show(false) }
                on:keydown=on_button_key
            >
                {face}
            </button>
            {move || open.get().then(&pop)}
        </span>
    }
    .into_any()
}

fn entry(item: Item, close: impl Fn() + Copy + 'static) -> AnyView {
    let Item { symbol, label, hint, act, danger, chosen, stays } = item;
    let refused = matches!(act, Act::Refused);
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        if !stays && !refused {
            close();
        }
        match &act {
            Act::Run(run) => run.run(()),
            Act::Go(href) => crate::router::go(href, crate::router::Step::Push),
            Act::Refused => {}
        }
    };
    let role = if chosen.is_some() { "menuitemcheckbox" } else { "menuitem" };
    let checked = RwSignal::new(chosen.unwrap_or_default());
    let press = move |event| {
        if stays {
            checked.update(|checked| *checked = !*checked);
        }
        press(event);
    };
    view! {
        {danger.then(|| view! { <hr role="separator" /> })}
        <button
            type="button"
            role=role
            tabindex="-1"
            class=danger.then_some("danger")
            aria-checked=move || chosen.is_some().then(|| checked.get().to_string())
            aria-disabled=refused.then_some("true")
            on:click=press
        >
            {move || {
                let symbol = if chosen.is_some() && checked.get() { "check" } else { symbol };
                if symbol.is_empty() { view! { <span class="i"></span> }.into_any() } else { icon(symbol) }
            }}
            <span>{label}</span>
            {(!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })}
        </button>
    }
    .into_any()
}

fn entries(pop: NodeRef<Div>) -> Vec<HtmlElement> {
    let Some(pop) = pop.try_get_untracked().flatten() else { return Vec::new() };
    let Ok(found) = pop.query_selector_all("[role^=menuitem]") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)).filter_map(|node| node.dyn_into().ok()).collect()
}

fn focus(entries: &[HtmlElement], at: usize) {
    if let Some(entry) = entries.get(at.min(entries.len().saturating_sub(1))) {
        let _ = entry.focus();
    }
}

/// Moves among the items; says whether the key was one for that.
fn step(event: &ev::KeyboardEvent, entries: &[HtmlElement]) -> bool {
    if entries.is_empty() {
        return false;
    }
    let active = document().active_element();
    let at = entries.iter().position(|entry| active.as_ref() == Some(entry.as_ref())).unwrap_or(0);
    let n = entries.len();
    let key = event.key();
    let to = match key.as_str() {
        "ArrowDown" => (at + 1) % n,
        "ArrowUp" => (at + n - 1) % n,
        "Home" => 0,
        "End" => n - 1,
        key if key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.meta_key() => {
            let letter = key.to_lowercase();
            let starts = |entry: &HtmlElement| {
                entry.text_content().unwrap_or_default().trim().to_lowercase().starts_with(&letter)
            };
            match (1..=n).map(|step| (at + step) % n).find(|at| starts(&entries[*at])) {
                Some(to) => to,
                None => return false,
            }
        }
        _ => return false,
    };
    focus(entries, to);
    true
}
