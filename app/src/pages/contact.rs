//! Whom to ask about licenses and prices: shown, changed, and named where seats are missing (A17).

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::organization::{ChangeOrganization, Contact, Organization};

use super::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::api::{self, Query};
use crate::components::{Dialog, Outcome, Summary, TextField, Wrong, icon, say};
use crate::i18n::text::{basics, contact as t};
use crate::router::{self, Step};
use crate::session::may;

/// Where the dialog is.
const PATH: &str = "/subscriptions/contact";

/// The fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("contact.name", "contact-name"),
    ("contact.email", "contact-email"),
    ("contact.phone", "contact-phone"),
    ("contact.url", "contact-url"),
];

/// Reads the organization.
pub fn organization() -> Query<Organization> {
    api::query(|| Some("/api/v1/organization".to_owned()))
}

/// The line of a page that names the contact, with the way to change it.
pub fn line(found: Query<Organization>) -> AnyView {
    let contact = Memo::new(move |_| found.data.with(|found| found.as_ref().map(|it| it.contact.clone())));
    let edit = |empty: bool| {
        let word = if empty { t::add() } else { t::edit() };
        may(Permission::ManageOrganization).then(|| {
            view! {
                <a class="button small" href=PATH>
                    {word}
                </a>
            }
        })
    };
    let shown = move || {
        contact.get().map(|contact| {
            let empty = contact.is_empty();
            let words = if empty {
                view! { <p class="muted">{t::none()}</p> }.into_any()
            } else {
                view! { <p>{named(&contact)}</p> }.into_any()
            };
            view! { {words} {edit(empty)} }
        })
    };
    view! {
        <section class="note guide" aria-labelledby="contact-title">
            {icon("person")} <h2 id="contact-title">{t::title()}</h2> {shown}
        </section>
    }
    .into_any()
}

/// Says whom to ask for more seats.
pub fn ask(contact: &Contact) -> AnyView {
    view! { <div class="note">{icon("person")} <p>{t::ask_whom(named(contact))}</p></div> }.into_any()
}

/// What is known of the contact, as links where it can be followed.
fn named(contact: &Contact) -> AnyView {
    let Contact { name, email, phone, url } = contact;
    let link = |scheme: &str, value: &String| {
        (!value.is_empty())
            .then(|| view! { <a href=format!("{scheme}{value}")>{value.clone()}</a> }.into_any())
    };
    let name = (!name.is_empty()).then(|| view! { <bdi>{name.clone()}</bdi> }.into_any());
    // A page of theirs opens beside the console.
    let page = (!url.is_empty()).then(|| {
        view! {
            <a href=url.clone() target="_blank" rel="noreferrer">
                {url.trim_start_matches("https://").to_owned()}
            </a>
        }
        .into_any()
    });
    let parts = [name, link("mailto:", email), link("tel:", phone), page].into_iter().flatten();
    let parts: Vec<_> =
        parts.enumerate().map(|(at, part)| view! { {(at > 0).then_some(", ")} {part} }.into_any()).collect();
    parts.into_any()
}

/// The same, read first: for a place where seats are missing and nothing was refused yet.
pub fn ask_whom() -> AnyView {
    let found = organization();
    view! {
        {move || {
            found.data.with(|found| {
                found.as_ref().filter(|found| !found.contact.is_empty()).map(|found| ask(&found.contact))
            })
        }}
    }
    .into_any()
}

/// The dialog, while its address is open.
pub fn over_subscriptions(found: Query<Organization>) -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == PATH));
    let there = Memo::new(move |_| found.data.with(Option::is_some));
    view! {
        {move || {
            (open.get() && there.get() && may(Permission::ManageOrganization))
                .then(|| dialog(found.data.get_untracked().map(|found| found.contact).unwrap_or_default()))
        }}
    }
    .into_any()
}

fn dialog(before: Contact) -> AnyView {
    let field = |text: &String| RwSignal::new(text.clone());
    let (name, email) = (field(&before.name), field(&before.email));
    let (phone, url) = (field(&before.phone), field(&before.url));
    let errors: Errors = RwSignal::new(Vec::new());
    let close = Callback::new(|()| router::go(&router::with("/subscriptions", &[]), Step::Push));
    let now = move || Contact { name: name.get(), email: email.get(), phone: phone.get(), url: url.get() };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let contact = match untrack(now).check() {
            Ok(contact) => contact,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        spawn_local(async move {
            let change = ChangeOrganization { name: None, contact: Some(contact) };
            match api::change_organization(&change).await {
                Ok(changed) => {
                    close.try_run(());
                    let words = match changed.contact.parts().first() {
                        Some(first) => t::saved(first),
                        None => t::cleared().to_owned(),
                    };
                    say(Outcome::done(words));
                    api::written();
                }
                Err(failure) => {
                    let fields: Vec<_> = FIELDS.iter().map(|(field, _)| *field).collect();
                    put_failure(errors, &failure, &fields);
                }
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="contact-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="contact-error".to_owned() words=at("") />
            <p class="words">{t::about()}</p>
            <TextField label=basics::name() id="contact-name" value=name error=at("contact.name") focus=true />
            <TextField label=basics::email() id="contact-email" kind="email" value=email error=at("contact.email") />
            <TextField label=t::phone() id="contact-phone" kind="tel" value=phone error=at("contact.phone") />
            <TextField
                label=t::url()
                id="contact-url"
                kind="url"
                value=url
                error=at("contact.url")
                hint=t::url_hint()
            />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="contact-form">
                {t::save()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || now() != before);
    view! {
        <Dialog
            title=t::title().to_owned()
            on_close=close
            typed=typed
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}
