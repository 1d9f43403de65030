//! The dialog that makes a field of people or edits one. What a field holds is chosen once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::custom_fields::{ChangeField, CreateField, CustomField};
use shared::custom_field::{Definition, FieldKind};
use shared::text::Name;

use super::{HERE, kind_word};
use crate::api;
use crate::components::{Dialog, Outcome, SelectField, Summary, TextField, Wrong, say};
use crate::i18n::text::{basics, fields as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::router::{self, Step};

/// The form's fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("name", "field-name"),
    ("kind", "field-kind"),
    ("choices", "field-choices"),
    ("visible_to_person", "field-visible"),
];

#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    kind: RwSignal<String>,
    choices: RwSignal<String>,
    required: RwSignal<bool>,
    visible: RwSignal<bool>,
    filled: RwSignal<bool>,
    /// Nothing chosen: as its kind has it.
    searchable: RwSignal<Option<bool>>,
    errors: Errors,
}

impl Draft {
    fn of(before: Option<&CustomField>) -> Self {
        let is = |of: fn(&CustomField) -> bool| RwSignal::new(before.is_some_and(of));
        Self {
            name: RwSignal::new(before.map(|field| field.name.clone()).unwrap_or_default()),
            kind: RwSignal::new(before.map_or(FieldKind::Text, |field| field.kind).as_str().to_owned()),
            choices: RwSignal::new(before.map(|field| field.choices.join("\n")).unwrap_or_default()),
            required: is(|field| field.required),
            visible: is(|field| field.visible_to_person),
            filled: is(|field| field.edited_by_person),
            searchable: RwSignal::new(before.map(|field| field.searchable)),
            errors: RwSignal::new(Vec::new()),
        }
    }

    fn kind(self) -> FieldKind {
        let kind = self.kind.get();
        FieldKind::ALL.iter().copied().find(|it| it.as_str() == kind).unwrap_or(FieldKind::Text)
    }

    fn searchable(self) -> bool {
        let kind = self.kind();
        kind.can_find() && self.searchable.get().unwrap_or(kind.finds())
    }

    /// The name and the rest as the shared rule takes it, or nothing, with the refusals at their fields.
    fn judged(self) -> Option<(Name, Definition)> {
        self.errors.set(Vec::new());
        let keep = |refusal| put_refusal(self.errors, &refusal);
        let kind = untrack(|| self.kind());
        let lines = self.choices.get_untracked();
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let definition = Definition {
            kind,
            choices: if kind == FieldKind::Choice { lines.collect() } else { Vec::new() },
            visible_to_person: self.visible.get_untracked(),
            edited_by_person: self.filled.get_untracked(),
            searchable: untrack(|| self.searchable()),
        };
        let name = Name::parse(&self.name.get_untracked(), "name").map_err(keep);
        let definition = definition.check().map_err(keep);
        Some((name.ok()?, definition.ok()?))
    }
}

/// The dialog; `before` is the field to edit.
pub fn dialog(before: Option<CustomField>) -> AnyView {
    let draft = Draft::of(before.as_ref());
    let close = Callback::new(|()| router::go(HERE, Step::Push));
    let (id, title, act) = match &before {
        Some(field) => (Some(field.id), t::edit_title(&field.name), t::save()),
        None => (None, t::new().to_owned(), t::create()),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((name, it)) = draft.judged() else { return };
        let required = draft.required.get_untracked();
        let Definition { kind, choices, visible_to_person, edited_by_person, searchable } = it;
        spawn_local(async move {
            let answer = if let Some(id) = id {
                let change = ChangeField {
                    name: Some(name),
                    choices: (kind == FieldKind::Choice).then_some(choices),
                    required: Some(required),
                    visible_to_person: Some(visible_to_person),
                    edited_by_person: Some(edited_by_person),
                    searchable: Some(searchable),
                };
                api::change_field(id, &change).await
            } else {
                let field = CreateField {
                    name,
                    kind,
                    choices,
                    required,
                    visible_to_person,
                    edited_by_person,
                    searchable: Some(searchable),
                };
                api::create_field(&field).await
            };
            match answer {
                Ok(field) => {
                    close.try_run(());
                    let words = if id.is_some() { t::saved(&field.name) } else { t::created(&field.name) };
                    say(Outcome::done(words));
                    api::written();
                }
                Err(failure) => {
                    put_failure(draft.errors, &failure, &["name", "kind", "choices", "visible_to_person"]);
                }
            }
        });
    };
    let errors = draft.errors;
    let body = view! {
        <form id="field-form" class="pile" on:submit=submit novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="field-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=basics::name()
                id="field-name"
                value=draft.name
                error=error_at(errors, "name")
                hint=t::name_hint()
                focus=true
            />
            {holds(draft, id.is_some())} {choices(draft)} {who(draft)}
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="field-form">
                {act}
            </button>
        </div>
    };
    let was = before.map(|field| field.name).unwrap_or_default();
    let typed = Signal::derive(move || draft.name.with(|name| *name != was));
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// What it holds: chosen for a new field, said of an old one.
fn holds(draft: Draft, fixed: bool) -> AnyView {
    if fixed {
        let kind = untrack(|| draft.kind());
        return view! {
            <dl class="facts">
                <dt>{t::kind()}</dt>
                <dd>{kind_word(kind)}</dd>
            </dl>
        }
        .into_any();
    }
    let options = FieldKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind_word(*kind).to_owned()));
    view! { <SelectField label=t::kind() id="field-kind" value=draft.kind options=options.collect() hint=t::kind_hint() /> }
        .into_any()
}

fn choices(draft: Draft) -> AnyView {
    let error = error_at(draft.errors, "choices");
    let shown = Memo::new(move |_| draft.kind() == FieldKind::Choice);
    let field = move || {
        shown.get().then(|| {
            view! {
                <div class="field">
                    <label for="field-choices">{t::choices()}</label>
                    <textarea
                        class="control"
                        id="field-choices"
                        rows="4"
                        aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
                        aria-describedby="field-choices-error field-choices-hint"
                        prop:value=draft.choices
                        on:input=move |event| draft.choices.set(event_target_value(&event))
                    ></textarea>
                    <Wrong id="field-choices-error".to_owned() words=error />
                    <p class="hint" id="field-choices-hint">
                        {t::choices_hint()}
                    </p>
                </div>
            }
        })
    };
    view! { {field} }.into_any()
}

/// Who sees and fills it. Whoever fills a field sees it, so one box ticks the other.
fn who(draft: Draft) -> AnyView {
    let Draft { required, visible, filled, searchable, .. } = draft;
    let see = Callback::new(move |on: bool| {
        visible.set(on);
        filled.update(|filled| *filled &= on);
    });
    let fill = Callback::new(move |on: bool| {
        filled.set(on);
        visible.update(|visible| *visible |= on);
    });
    let can_find = Memo::new(move |_| draft.kind().can_find());
    let finds = Memo::new(move |_| draft.searchable());
    let find = Callback::new(move |on: bool| searchable.set(Some(on)));
    view! {
        <fieldset class="field">
            <legend>{t::who()}</legend>
            <div class="boxes">
                {choice("field-visible", visible, see, t::visible(), t::visible_hint())}
                {choice("field-filled", filled, fill, t::filled(), t::filled_hint())}
                {choice("field-required", required, Callback::new(move |on| required.set(on)), t::required(), t::required_hint())}
            </div>
            <Wrong id="field-visible-error".to_owned() words=error_at(draft.errors, "visible_to_person") />
        </fieldset>
        {move || can_find.get().then(|| choice("field-searchable", finds, find, t::searchable(), t::searchable_hint()))}
    }
    .into_any()
}

fn choice(
    id: &'static str,
    on: impl Into<Signal<bool>>,
    set: Callback<bool>,
    word: &'static str,
    hint: &'static str,
) -> AnyView {
    let on = on.into();
    view! {
        <label class="choice">
            <input
                class="check"
                type="checkbox"
                id=id
                prop:checked=on
                on:change=move |event| set.run(event_target_checked(&event))
            />
            <span>
                {word} <br /> <small class="muted">{hint}</small>
            </span>
        </label>
    }
    .into_any()
}
