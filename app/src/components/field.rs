//! Fields with a label, a hint and an error that assistive technology finds.

use leptos::prelude::*;

use super::icon;

/// An error's words with its icon.
#[component]
pub fn Wrong(
    /// The id that the field points to.
    id: String,
    /// The words; empty for none.
    #[prop(into)]
    words: Signal<String>,
) -> AnyView {
    view! {
        {move || {
            let words = words.get();
            (!words.is_empty())
                .then(|| {
                    view! {
                        <p class="wrong" id=id.clone() role="alert">
                            {icon("no")} <span>{words}</span>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

fn frame(
    label: &'static str,
    id: &'static str,
    error: Signal<String>,
    hint: &'static str,
    control: AnyView,
) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {control}
            <Wrong id=format!("{id}-error") words=error />
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

fn described(id: &'static str, error: Signal<String>, hint: &'static str) -> impl Fn() -> Option<String> {
    move || {
        let mut ids = Vec::new();
        if error.with(|error| !error.is_empty()) {
            ids.push(format!("{id}-error"));
        }
        if !hint.is_empty() {
            ids.push(format!("{id}-hint"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// Its label.
    label: &'static str,
    /// Its id in the page.
    id: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it; empty for nothing.
    #[prop(into, optional)]
    error: Signal<String>,
    /// What helps to fill it.
    #[prop(optional)]
    hint: &'static str,
    /// The `type` of the field.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    focus: bool,
) -> AnyView {
    let control = view! {
        <input
            class="control"
            id=id
            type=kind
            inputmode=(kind == "number").then_some("numeric")
            autocomplete=autocomplete
            autofocus=focus
            aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
            aria-describedby=described(id, error, hint)
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    frame(label, id, error, hint, control.into_any())
}

/// A choice of few.
#[component]
pub fn SelectField(
    /// Its label.
    label: &'static str,
    /// Its id in the page.
    id: &'static str,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values and words.
    options: Vec<(String, String)>,
    /// What is wrong with it; empty for nothing.
    #[prop(into, optional)]
    error: Signal<String>,
    /// What helps to choose.
    #[prop(optional)]
    hint: &'static str,
) -> AnyView {
    let now = value.get_untracked();
    let options = options
        .into_iter()
        .map(|(value, word)| {
            let selected = value == now;
            view! {
                <option value=value selected=selected>
                    {word}
                </option>
            }
            .into_any()
        })
        .collect_view();
    let control = view! {
        <select
            class="control"
            id=id
            aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
            aria-describedby=described(id, error, hint)
            prop:value=value
            on:change=move |event| value.set(event_target_value(&event))
        >
            {options}
        </select>
    };
    frame(label, id, error, hint, control.into_any())
}
