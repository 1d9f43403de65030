//! The form of my profile, judged by the shared rules before it is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::profile::{ChangeProfile, Profile};
use shared::api::session::Language;
use shared::profile;
use shared::text::Name;
use shared::{Code, Refusal};

use crate::api::{self, Failure};
use crate::components::{Outcome, SelectField, Summary, TextField, Wrong, say};
use crate::format;
use crate::i18n;
use crate::i18n::text::{account as a, basics, profile as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::session::me;

/// The form's fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("name", "profile-name"),
    ("job_title", "profile-title"),
    ("phone", "profile-phone"),
    ("links", "profile-links"),
    ("time_zone", "profile-zone"),
    ("language", "profile-language"),
];

/// What is wrong with a field, in the reader's language; links are one field.
fn put(errors: Errors, refusal: &Refusal) {
    let at = refusal.field.as_deref().unwrap_or_default();
    let (at, words) = match (refusal.code, at) {
        (Code::InvalidProfile, "job_title") => (at, t::wrong_job_title()),
        (Code::InvalidProfile, "phone") => (at, t::wrong_phone()),
        (Code::InvalidProfile, "time_zone") => (at, t::wrong_time_zone()),
        (Code::InvalidProfile, _) => ("links", t::wrong_links()),
        _ => return put_refusal(errors, refusal),
    };
    errors.update(|errors| errors.push((at.to_owned(), words.to_owned())));
}

/// The form, with what is kept.
pub fn form(now: Profile) -> AnyView {
    let name = RwSignal::new(now.name);
    let (title, phone) = (RwSignal::new(now.job_title), RwSignal::new(now.phone));
    let links = RwSignal::new(now.links.join("\n"));
    let zone = RwSignal::new(now.time_zone.unwrap_or_default());
    let language = RwSignal::new(i18n::language().tag().to_owned());
    let errors: Errors = RwSignal::new(Vec::new());
    let me = me();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let typed: Vec<_> = links.get_untracked().lines().map(str::to_owned).collect();
        let keep = |refusal| put(errors, &refusal);
        let name = Name::parse(&name.get_untracked(), "name").map_err(keep);
        let title = profile::job_title(&title.get_untracked()).map_err(keep);
        let phone = profile::phone(&phone.get_untracked()).map_err(keep);
        let links = profile::links(&typed).map_err(keep);
        let zone = profile::time_zone(&zone.get_untracked()).map_err(keep);
        let (Ok(name), Ok(title), Ok(phone), Ok(links), Ok(zone)) = (name, title, phone, links, zone) else {
            return;
        };
        let chosen = if language.get_untracked() == "de" { Language::De } else { Language::En };
        let change = ChangeProfile {
            name: Some(name),
            language: Some(chosen),
            job_title: Some(title),
            phone: Some(phone),
            links: Some(links),
            time_zone: Some(zone.unwrap_or_default()),
        };
        spawn_local(async move {
            match api::change_profile(&change).await {
                Ok(_) if chosen != i18n::language() => {
                    let _ = window().location().reload();
                }
                Ok(profile) => {
                    me.rename(profile.name);
                    say(Outcome::done(a::saved()));
                    api::written();
                }
                Err(Failure::Refused(problem)) if problem.code == Code::InvalidProfile => {
                    let at = problem.field.as_deref().unwrap_or_default();
                    put(errors, &Refusal::new(problem.code, problem.detail.clone()).at(at));
                }
                Err(failure) => put_failure(errors, &failure, &["name", "language"]),
            }
        });
    };
    let languages = [("en", "English"), ("de", "Deutsch")];
    let languages = languages.map(|(tag, word)| (tag.to_owned(), word.to_owned())).into();
    view! {
        <form class="pile" on:submit=save novalidate=true>
            <p class="words">{t::seen()}</p>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="profile-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=basics::name()
                id="profile-name"
                autocomplete="name"
                value=name
                error=error_at(errors, "name")
            />
            <TextField
                label=t::job_title()
                id="profile-title"
                autocomplete="organization-title"
                value=title
                error=error_at(errors, "job_title")
            />
            <TextField
                label=t::phone()
                id="profile-phone"
                kind="tel"
                autocomplete="tel"
                value=phone
                error=error_at(errors, "phone")
            />
            {links_field(links, errors)} {zone_field(zone, errors)}
            <SelectField
                label=a::language()
                id="profile-language"
                value=language
                options=languages
                hint=a::language_hint()
            />
            <div class="actions">
                <button class="button primary">{a::save()}</button>
            </div>
        </form>
    }
    .into_any()
}

fn links_field(links: RwSignal<String>, errors: Errors) -> AnyView {
    let error = error_at(errors, "links");
    view! {
        <div class="field">
            <label for="profile-links">{t::links()}</label>
            <textarea
                class="control"
                id="profile-links"
                rows="3"
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
                aria-describedby="profile-links-error profile-links-hint"
                prop:value=links
                on:input=move |event| links.set(event_target_value(&event))
            ></textarea>
            <Wrong id="profile-links-error".to_owned() words=error />
            <p class="hint" id="profile-links-hint">
                {t::links_hint()}
            </p>
        </div>
    }
    .into_any()
}

/// The time zone, with the names that the browser knows.
fn zone_field(zone: RwSignal<String>, errors: Errors) -> AnyView {
    let error = error_at(errors, "time_zone");
    let names = format::zones().into_iter().map(|name| view! { <option value=name></option> }.into_any());
    view! {
        <div class="field">
            <label for="profile-zone">{t::time_zone()}</label>
            <input
                class="control"
                id="profile-zone"
                list="profile-zones"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
                aria-describedby="profile-zone-error profile-zone-hint"
                prop:value=zone
                on:input=move |event| zone.set(event_target_value(&event))
            />
            <datalist id="profile-zones">{names.collect_view()}</datalist>
            <Wrong id="profile-zone-error".to_owned() words=error />
            <p class="hint" id="profile-zone-hint">
                {t::time_zone_hint(&format::own_zone())}
            </p>
        </div>
    }
    .into_any()
}
