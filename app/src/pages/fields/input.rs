//! One value that is filled: the input that fits what its field holds, and the shared rule on what stands in it.

use leptos::prelude::*;
use serde_json::Value;
use shared::Code;
use shared::api::custom_fields::FieldValue;
use shared::custom_field::{FieldKind, as_typed, needed};

use crate::components::Wrong;
use crate::i18n::text::fields as t;

/// A field and what stands in it.
#[derive(Clone, Copy)]
pub struct Input {
    field: StoredValue<FieldValue>,
    text: RwSignal<String>,
    error: RwSignal<String>,
}

impl Input {
    /// With the value that is kept.
    pub fn of(field: FieldValue) -> Self {
        let text = RwSignal::new(as_typed(field.value.as_ref()));
        Self { field: StoredValue::new(field), text, error: RwSignal::new(String::new()) }
    }

    /// The field.
    pub fn field(self) -> FieldValue {
        self.field.get_value()
    }

    /// Whether something else stands in it than is kept, followed.
    pub fn changed(self) -> bool {
        self.field.with_value(|field| self.text.with(|text| *text != as_typed(field.value.as_ref())))
    }

    /// The value as it is kept, or nothing, with the reason at the field.
    pub fn judged(self) -> Option<Value> {
        let text = self.text.get_untracked();
        let judged = self.field.with_value(|field| {
            let value = field.kind.typed(&text);
            // A choice that is no longer offered stays until another is chosen.
            let kept = if Some(&value) == field.value.as_ref() {
                Ok(value)
            } else {
                field.kind.check(&field.choices, &value)
            };
            kept.and_then(|value| needed(&field.name, field.required, &value).map(|()| value))
        });
        let words = judged.as_ref().err().map(|refusal| self.words(refusal.code)).unwrap_or_default();
        self.error.set(words.unwrap_or_default());
        judged.ok()
    }

    /// Takes the refusal of the Worker, if it is one of this field.
    pub fn refused(self, at: &str, code: Code) -> bool {
        let ours = at.strip_prefix("values.") == Some(&self.field().id.to_string());
        let words = self.words(code).filter(|_| ours);
        let taken = words.is_some();
        if let Some(words) = words {
            self.error.set(words);
        }
        taken
    }

    fn words(self, code: Code) -> Option<String> {
        let field = self.field();
        match code {
            Code::FieldRequired => Some(t::is_needed(&field.name)),
            Code::InvalidFieldValue => Some(
                match field.kind {
                    FieldKind::Text => t::wrong_text(),
                    FieldKind::Number => t::wrong_number(),
                    FieldKind::Date => t::wrong_date(),
                    FieldKind::Choice => t::wrong_choice(),
                    FieldKind::Link => t::wrong_link(),
                    FieldKind::YesNo => t::wrong_yes_no(),
                }
                .to_owned(),
            ),
            _ => None,
        }
    }

    /// Its id in the page.
    pub fn id(self) -> String {
        self.field.with_value(|field| field.id.to_string())
    }

    /// The input with its label.
    pub fn view(self) -> AnyView {
        let FieldValue { name, kind, choices, required, visible_to_person, .. } = self.field();
        let (id, error) = (self.id(), self.error);
        let mark = required.then(|| view! { <span class="faint">{t::required_mark()}</span> });
        let staff = (!visible_to_person).then(|| view! { <p class="hint">{t::only_staff()}</p> });
        let control = match kind {
            FieldKind::Choice => {
                self.select(required, choices.into_iter().map(|it| (it.clone(), it)).collect())
            }
            FieldKind::YesNo => {
                let options = [("true", t::yes()), ("false", t::no())];
                self.select(required, options.map(|(value, word)| (value.to_owned(), word.to_owned())).into())
            }
            FieldKind::Text => self.typed("text", required),
            FieldKind::Number => self.typed("number", required),
            FieldKind::Date => self.typed("date", required),
            FieldKind::Link => self.typed("url", required),
        };
        view! {
            <div class="field">
                <label for=id.clone()>
                    <bdi>{name}</bdi>
                    " "
                    {mark}
                </label>
                {control}
                <Wrong id=format!("{id}-error") words=error />
                {staff}
            </div>
        }
        .into_any()
    }

    fn invalid(self) -> impl Fn() -> Option<&'static str> + Copy {
        move || self.error.with(|error| (!error.is_empty()).then_some("true"))
    }

    fn typed(self, kind: &'static str, required: bool) -> AnyView {
        let (id, text) = (self.id(), self.text);
        view! {
            <input
                class="control"
                id=id.clone()
                type=kind
                step=(kind == "number").then_some("any")
                inputmode=(kind == "number").then_some("decimal")
                autocomplete="off"
                aria-required=required.then_some("true")
                aria-invalid=self.invalid()
                aria-describedby=format!("{id}-error")
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
        .into_any()
    }

    fn select(self, required: bool, options: Vec<(String, String)>) -> AnyView {
        let (id, text) = (self.id(), self.text);
        let now = text.get_untracked();
        let mut all = vec![(String::new(), t::nothing_chosen().to_owned())];
        // One that is no longer offered.
        if !now.is_empty() && options.iter().all(|(value, _)| *value != now) {
            all.push((now.clone(), now.clone()));
        }
        let options = all.into_iter().chain(options).map(|(value, word)| {
            let selected = value == now;
            view! {
                <option value=value selected=selected>
                    {word}
                </option>
            }
            .into_any()
        });
        view! {
            <select
                class="control"
                id=id.clone()
                aria-required=required.then_some("true")
                aria-invalid=self.invalid()
                aria-describedby=format!("{id}-error")
                prop:value=text
                on:change=move |event| text.set(event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        }
        .into_any()
    }
}
