//! A combobox with several choices (WAI-ARIA APG): the focus stays in the input, Down enters the list, Enter chooses,
//! Escape closes, Backspace in the empty input takes the last chip. Finding the options is the caller's; they may come
//! late, and Enter never takes one that answers an older text.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::icon;
use crate::i18n::text::basics as t;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Stands at the right, faint.
    pub hint: String,
    /// Whether it can't be chosen; the hint says why.
    pub refused: bool,
}

/// An input that finds and collects choices.
#[component]
pub fn Combobox(
    /// Its label.
    label: &'static str,
    /// Its id in the page.
    id: &'static str,
    /// What is chosen.
    chosen: RwSignal<Vec<Choice>>,
    /// What can be chosen for the text that was typed last.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The text changed.
    on_search: Callback<String>,
    /// What can be typed.
    #[prop(optional)]
    placeholder: &'static str,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    focus: bool,
    /// What helps to choose.
    #[prop(optional)]
    hint: &'static str,
) -> AnyView {
    let text = RwSignal::new(String::new());
    let (open, active) = (RwSignal::new(false), RwSignal::new(0_usize));
    let input = NodeRef::<html::Input>::new();
    let shown = Memo::new(move |_| {
        chosen.with(|chosen| {
            let fresh = |option: &Choice| chosen.iter().all(|taken| taken.id != option.id);
            options.with(|options| options.iter().filter(|option| fresh(option)).cloned().collect::<Vec<_>>())
        })
    });
    let (late, entered) = (StoredValue::new(false), StoredValue::new(false));
    let search = move |typed: String| {
        // Spaces around it ask nothing new, so no answer would come.
        if text.with_untracked(|before| before.trim() != typed.trim()) {
            late.set_value(true);
        }
        entered.set_value(false);
        text.set(typed.clone());
        active.set(0);
        on_search.run(typed);
    };
    let take = move |choice: Choice| {
        if choice.refused {
            return;
        }
        chosen.update(|chosen| chosen.push(choice));
        open.set(false);
        search(String::new());
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    let parts = Parts { chosen, shown, open, active, text, late, entered, on_search };
    when_answered(options, parts, take);
    let on_input = move |event: ev::Event| {
        open.set(true);
        search(event_target_value(&event));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        press(&event, parts, take);
    };
    // Comes too when the field goes with the focus, after its signals.
    let on_blur = move |_| {
        let _ = open.try_set(false);
        let _ = entered.try_set_value(false);
    };
    let chips = move || chosen.get().into_iter().map(|choice| chip(choice, chosen, input)).collect_view();
    let list = move || {
        let option = |(at, choice)| option(id, at, choice, active, take);
        shown.get().into_iter().enumerate().map(option).collect_view()
    };
    let visible = move || open.get() && shown.with(|shown| !shown.is_empty());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="combo">
                <div class="control">
                    {chips}
                    <input
                        id=id
                        node_ref=input
                        role="combobox"
                        autocomplete="off"
                        autofocus=focus
                        placeholder=placeholder
                        aria-autocomplete="list"
                        aria-expanded=move || visible().to_string()
                        aria-controls=format!("{id}-list")
                        aria-describedby=(!hint.is_empty()).then(|| format!("{id}-hint"))
                        aria-activedescendant=move || visible().then(|| format!("{id}-{}", active.get()))
                        prop:value=text
                        on:input=on_input
                        on:keydown=on_key
                        on:focus=move |_| on_search.run(text.get_untracked())
                        on:click=move |_| open.set(true)
                        on:blur=on_blur
                    />
                </div>
                <div class="pop" role="listbox" id=format!("{id}-list") aria-label=label hidden=move || !visible()>
                    {list}
                </div>
            </div>
            <span class="sr" role="status">
                {move || {
                    open.get().then(|| t::options(shown.with(|shown| shown.len() as u64)))
                }}
            </span>
            {(!hint.is_empty())
                .then(|| {
                    view! {
                        <p class="hint" id=format!("{id}-hint")>
                            {hint}
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A chosen one, with the button that takes it out.
fn chip(choice: Choice, chosen: RwSignal<Vec<Choice>>, input: NodeRef<html::Input>) -> AnyView {
    let name = choice.label.clone();
    let drop = move |_| {
        chosen.update(|chosen| chosen.retain(|kept| kept.id != choice.id));
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <span class="chip">
            <span>
                <bdi>{choice.label}</bdi>
            </span>
            <button type="button" aria-label=t::take_out(&name) on:click=drop>
                {icon("x")}
            </button>
        </span>
    }
    .into_any()
}

/// One that can be chosen. The press comes before the blur that would close the list.
fn option(
    id: &'static str,
    at: usize,
    choice: Choice,
    active: RwSignal<usize>,
    take: impl Fn(Choice) + Copy + 'static,
) -> AnyView {
    let (label, hint, refused) = (choice.label.clone(), choice.hint.clone(), choice.refused);
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        take(choice.clone());
    };
    view! {
        <div
            role="option"
            id=format!("{id}-{at}")
            class=move || if active.get() == at { "active" } else { "" }
            aria-selected=move || (active.get() == at).to_string()
            aria-disabled=refused.then_some("true")
            on:mousedown=press
        >
            <bdi>{label}</bdi>
            <span class="hint">{hint}</span>
        </div>
    }
    .into_any()
}

/// What a key acts on.
#[derive(Clone, Copy)]
struct Parts {
    chosen: RwSignal<Vec<Choice>>,
    shown: Memo<Vec<Choice>>,
    open: RwSignal<bool>,
    active: RwSignal<usize>,
    text: RwSignal<String>,
    /// Whether the options answer an older text.
    late: StoredValue<bool>,
    /// Whether Enter waits for the answer.
    entered: StoredValue<bool>,
    on_search: Callback<String>,
}

/// Callers drop older answers, so whatever comes answers the text. Who pressed Enter before it came saw none of it: it is
/// taken only where nothing else was meant.
fn when_answered(
    options: Signal<Vec<Choice>>,
    Parts { shown, late, entered, .. }: Parts,
    take: impl Fn(Choice) + 'static,
) {
    Effect::new(move |_| {
        options.with(|_| ());
        late.set_value(false);
        let only = shown.with_untracked(|shown| (shown.len() == 1).then(|| shown[0].clone()));
        if entered.try_update_value(core::mem::take) == Some(true)
            && let Some(only) = only
        {
            take(only);
        }
    });
}

fn press(event: &ev::KeyboardEvent, parts: Parts, take: impl Fn(Choice)) {
    let Parts { chosen, shown, open, active, text, late, entered, on_search } = parts;
    let n = shown.with_untracked(Vec::len);
    let at = active.get_untracked();
    let typed = text.with_untracked(|text| !text.trim().is_empty());
    match event.key().as_str() {
        "ArrowDown" if !open.get_untracked() => open.set(true),
        "ArrowDown" if n > 0 => active.set((at + 1) % n),
        "ArrowUp" if n > 0 => active.set((at + n - 1) % n),
        // The answer may have been lost on its way: Enter asks once more.
        "Enter" if late.get_value() && (typed || open.get_untracked()) => {
            entered.set_value(typed);
            on_search.run(text.get_untracked());
        }
        "Enter" if open.get_untracked() && n > 0 => {
            if let Some(choice) = shown.with_untracked(|shown| shown.get(at).cloned()) {
                take(choice);
            }
        }
        // What is typed was not chosen yet: a form is not sent without it.
        "Enter" if typed => open.set(true),
        "Escape" if open.get_untracked() => {
            event.stop_propagation();
            open.set(false);
            entered.set_value(false);
        }
        "Backspace" if text.with_untracked(String::is_empty) => {
            chosen.update(|chosen| {
                chosen.pop();
            });
            return;
        }
        _ => return,
    }
    event.prevent_default();
}
