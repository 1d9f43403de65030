//! The values of one person's fields: a section of their page, the dialog over it that fills them, and the form of one's
//! own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::access::Permission;
use shared::api::custom_fields::{ChangeValues, FieldValue, FieldValues};
use shared::api::members::Member;
use shared::custom_field::{FieldKind, as_typed};
use shared::id::MemberId;
use shared::member::MemberStatus;

use super::input::Input;
use crate::acts::{called, tell_refused};
use crate::api::{self, Failure, Query, sentence};
use crate::components::{Dialog, Outcome, Wrong, focus, icon, say};
use crate::format;
use crate::i18n::text::{basics, fields as t};
use crate::router::{self, Step};
use crate::session::may;

/// The fields of a member, read anew when something is written.
pub fn query(id: MemberId) -> Query<FieldValues> {
    api::query::<FieldValues>(move || Some(format!("/api/v1/members/{id}/fields")))
}

/// The section of the person page; nothing where the organization has no fields.
pub fn part(member: &Member, found: Query<FieldValues>) -> AnyView {
    let id = member.id;
    let fills = may(Permission::EditMembers) && member.status != MemberStatus::Removed;
    let section = move || {
        let fields = found.data.get().map(|found| found.fields).filter(|fields| !fields.is_empty())?;
        let change = fills.then(|| {
            view! {
                <a class="button small quiet" href=format!("/people/{id}/fields")>
                    {t::change()}
                </a>
            }
        });
        Some(view! {
            <section class="part">
                <div class="titlebar">
                    <h2>{t::section()}</h2>
                    {change}
                </div>
                {facts(&fields)}
            </section>
        })
    };
    view! { {section} }.into_any()
}

/// Fields with their values, to read.
fn facts(fields: &[FieldValue]) -> AnyView {
    let one = |field: &FieldValue| {
        let staff = (!field.visible_to_person).then(|| {
            view! {
                <span class="chip">
                    <span>{t::only_staff()}</span>
                </span>
            }
        });
        view! {
            <dt>
                <bdi>{field.name.clone()}</bdi>
            </dt>
            <dd>{value(field)} " " {staff}</dd>
        }
    };
    view! { <dl class="facts wide">{fields.iter().map(one).collect_view()}</dl> }.into_any()
}

fn value(field: &FieldValue) -> AnyView {
    let Some(value) = &field.value else {
        return view! { <span class="faint">{t::not_filled()}</span> }.into_any();
    };
    let text = as_typed(Some(value));
    match (field.kind, value) {
        (FieldKind::YesNo, Value::Bool(yes)) => (if *yes { t::yes() } else { t::no() }).into_any(),
        (FieldKind::Date, _) => format::day(&text).into_any(),
        (FieldKind::Number, _) => format::amount(value.as_f64().unwrap_or_default()).into_any(),
        (FieldKind::Link, _) if text.starts_with("https://") || text.starts_with("http://") => view! {
            <a href=text.clone() target="_blank" rel="noopener noreferrer nofollow">
                <bdi>{text.clone()}</bdi>
            </a>
        }
        .into_any(),
        _ => view! { <bdi>{text}</bdi> }.into_any(),
    }
}

/// The dialog, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>, found: Query<FieldValues>) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/fields");
    let open = Memo::new(move |_| {
        place.with(|place| place.path == path)
            && member.with(Option::is_some)
            && found.data.with(Option::is_some)
    });
    view! {
        {move || {
            let shown = open.get() && may(Permission::EditMembers);
            let both = shown.then(|| member.get_untracked().zip(found.data.get_untracked())).flatten();
            both.map(|(member, found)| dialog(&member, found))
        }}
    }
    .into_any()
}

/// What is filled, and what is wrong with all of it.
#[derive(Clone)]
struct Filled {
    inputs: Vec<Input>,
    error: RwSignal<String>,
}

impl Filled {
    fn of(fields: Vec<FieldValue>) -> Self {
        let inputs = fields.into_iter().filter(|field| field.editable).map(Input::of).collect();
        Self { inputs, error: RwSignal::new(String::new()) }
    }

    /// What changed, or nothing, with the reasons at their fields and the focus on the first.
    fn judged(&self) -> Option<ChangeValues> {
        self.error.set(String::new());
        let judged: Vec<_> = self.inputs.iter().map(|input| (*input, input.judged())).collect();
        if let Some((wrong, _)) = judged.iter().find(|(_, value)| value.is_none()) {
            focus(&wrong.id());
            return None;
        }
        let changed = judged.into_iter().filter(|(input, _)| untrack(|| input.changed()));
        let values = changed.filter_map(|(input, value)| Some((input.field().id, value?))).collect();
        Some(ChangeValues { values })
    }

    fn refused(&self, failure: &Failure) {
        if self.error.try_get_untracked().is_none() {
            return tell_refused(failure);
        }
        let at = failure.field();
        let taken = failure.code().and_then(|code| self.inputs.iter().find(|it| it.refused(at, code)));
        match taken {
            Some(input) => focus(&input.id()),
            None => self.error.set(sentence(failure)),
        }
    }

    fn changed(&self) -> bool {
        self.inputs.iter().any(|input| input.changed())
    }

    /// Saves at a path, and tells.
    fn save(self, path: String, done: impl FnOnce() + 'static) {
        let Some(change) = self.judged() else { return };
        spawn_local(async move {
            match api::change_values(&path, &change).await {
                Ok(_) => {
                    done();
                    api::written();
                }
                Err(failure) => self.refused(&failure),
            }
        });
    }

    fn view(&self) -> AnyView {
        view! {
            <Wrong id="fields-error".to_owned() words=self.error />
            {self.inputs.iter().map(|input| input.view()).collect_view()}
        }
        .into_any()
    }
}

fn dialog(member: &Member, found: FieldValues) -> AnyView {
    let (id, name) = (member.id, called(member));
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let title = t::change_title(&name);
    let filled = Filled::of(found.fields);
    let inputs = filled.view();
    let follow = filled.clone();
    let typed = Signal::derive(move || follow.changed());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = name.clone();
        filled.clone().save(format!("/api/v1/members/{id}/fields"), move || {
            close.try_run(());
            say(Outcome::done(t::changed(&name)));
        });
    };
    let body = view! {
        <form id="fields-form" class="pile" on:submit=submit novalidate=true>
            {inputs}
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="fields-form">
                {t::save()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// One's own fields: those that one fills as a form, the others to read; nothing where there are none.
pub fn own() -> AnyView {
    let found = api::query::<FieldValues>(|| Some("/api/v1/me/fields".to_owned()));
    let section = move || {
        let fields = found.data.get().map(|found| found.fields).filter(|fields| !fields.is_empty())?;
        let (fill, read): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field.editable);
        let form = (!fill.is_empty()).then(|| own_form(fill));
        let facts = (!read.is_empty()).then(|| {
            view! {
                <p class="hint">{icon("key")} " " {t::filled_by_admins()}</p>
                {facts(&read)}
            }
        });
        Some(view! {
            <section class="part">
                <div class="titlebar">
                    <h2>{t::section()}</h2>
                </div>
                <div class="pile">{facts} {form}</div>
            </section>
        })
    };
    view! { {section} }.into_any()
}

fn own_form(fields: Vec<FieldValue>) -> AnyView {
    let filled = Filled::of(fields);
    let inputs = filled.view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        filled.clone().save("/api/v1/me/fields".to_owned(), || say(Outcome::done(t::own_changed())));
    };
    view! {
        <form class="pile" on:submit=submit novalidate=true>
            {inputs}
            <div class="actions">
                <button class="button">{t::save()}</button>
            </div>
        </form>
    }
    .into_any()
}
