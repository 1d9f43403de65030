//! What a refused form does: one error takes the focus to its field; several stand in a summary that takes it and
//! leads to each. The window's title says so meanwhile.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon;
use crate::format::number;
use crate::i18n::text::basics as t;

/// The summary of a form's errors.
#[component]
pub fn Summary(
    /// What is wrong: the field, and what to say.
    errors: RwSignal<Vec<(String, String)>>,
    /// The form's fields in their order: name and id in the page.
    fields: &'static [(&'static str, &'static str)],
) -> AnyView {
    let node = NodeRef::<Div>::new();
    // What is wrong, in the order of the fields.
    let wrong = move || {
        errors.with(|errors| {
            let words =
                |field: &str| errors.iter().find(|(at, _)| at == field).map(|(_, words)| words.clone());
            fields.iter().filter_map(|(field, id)| Some((*id, words(field)?))).collect::<Vec<_>>()
        })
    };
    Effect::new(move |_| {
        mark_title(errors.with(|errors| !errors.is_empty()));
        let wrong = wrong();
        request_animation_frame(move || match wrong.as_slice() {
            [] => {}
            [(id, _)] => focus(id),
            _ => drop(node.try_get_untracked().flatten().map(|summary| summary.focus())),
        });
    });
    on_cleanup(|| mark_title(false));
    let line = |(id, words): (&'static str, String)| {
        let press = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            focus(id);
        };
        view! {
            <li>
                <a href=format!("#{id}") on:click=press>
                    {words}
                </a>
            </li>
        }
        .into_any()
    };
    let summary = move || {
        let wrong = wrong();
        (wrong.len() > 1).then(|| {
            let title = t::wrong_fields(&number(wrong.len() as u64));
            let name = title.clone();
            view! {
                <div class="note error" role="group" tabindex="-1" aria-label=name node_ref=node>
                    {icon("no")}
                    <div>
                        <p>
                            <b>{title}</b>
                        </p>
                        <ul class="pointers">{wrong.into_iter().map(line).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    };
    view! { {summary} }.into_any()
}

/// Puts the focus on a field.
pub fn focus(id: &str) {
    if let Some(field) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// Starts the window's title with the word, or takes it away.
fn mark_title(wrong: bool) {
    let (title, mark) = (document().title(), format!("{}: ", t::error()));
    let plain = title.strip_prefix(&mark).unwrap_or(&title);
    let wanted = if wrong { format!("{mark}{plain}") } else { plain.to_owned() };
    if wanted != title {
        document().set_title(&wanted);
    }
}
