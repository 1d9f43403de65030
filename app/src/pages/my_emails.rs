//! My addresses: the primary one, the further ones, and the codes that prove an address or change the primary one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::emails::{AddEmail, MyEmail, MyEmails};
use shared::email::Email;
use shared::id::UserEmailId;

use super::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::acts::perform;
use crate::api;
use crate::components::{Failed, Head, Outcome, Patient, TextField, Wrong, icon, say};
use crate::i18n::text::{emails as t, nav};
use crate::session::me;

/// The page.
pub fn my_emails() -> AnyView {
    let mine = api::query::<MyEmails>(|| Some("/api/v1/account/emails".to_owned()));
    let retry = Callback::new(move |()| mine.retry());
    let there = Memo::new(move |_| mine.data.with(Option::is_some));
    let failure = move || if there.get() { None } else { mine.failure.get() };
    // Which address' code is being typed; else that of the first which waits.
    let typing = RwSignal::new(None::<UserEmailId>);
    let content = move || match (there.get(), failure()) {
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
        (true, _) => view! {
            {move || mine.data.get().map(|mine| known(&mine, typing))}
            {move || mine.data.get().and_then(|mine| proving(&mine, typing.get()))}
            {add(typing)}
        }
        .into_any(),
    };
    let lede = view! { <p class="lede">{t::lede()}</p> };
    view! {
        <Head title=t::title().to_owned() crumb=("/account", nav::account()) lede=lede.into_any() />
        <div class="narrow pile">{content}</div>
    }
    .into_any()
}

fn section(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{title}</h2>
            </div>
            {content}
        </section>
    }
    .into_any()
}

/// The primary address with its change, and the others.
fn known(mine: &MyEmails, typing: RwSignal<Option<UserEmailId>>) -> AnyView {
    let primary = view! {
        <p>
            <bdi class="clip">{mine.primary.to_string()}</bdi>
        </p>
        {mine.change.as_ref().map(|change| changing(&change.email, &mine.primary))}
    };
    let rows = if mine.emails.is_empty() {
        view! { <p class="muted">{t::none()}</p> }.into_any()
    } else {
        let primary = mine.primary.to_string();
        let rows = mine.emails.iter().map(|one| row(one, &primary, typing)).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let further = view! {
        <p class="words">{t::further_text()}</p>
        {rows}
    };
    view! {
        {section(t::primary(), view! { <div class="pile">{primary}</div> }.into_any())}
        {section(t::further(), further.into_any())}
    }
    .into_any()
}

/// The code that the primary address of today got, to be typed.
fn changing(to: &Email, primary: &Email) -> AnyView {
    let keep = move |_| perform(api::keep_primary(), |_| say(Outcome::done(t::canceled())));
    let after = to.to_string();
    let done = move || {
        me().read_again();
        t::primary_changed(&after)
    };
    let form = code_form(
        "email-primary-code",
        t::code().to_owned(),
        t::code_primary_hint(),
        t::confirm(),
        None,
        done,
    );
    view! {
        <div class="note">
            {icon("mail")} <p>{t::change_open(to.as_str(), primary.as_str())} " " {t::change_lost()}</p>
        </div>
        {form}
        <p>
            <button type="button" class="button quiet" on:click=keep>
                {t::cancel()}
            </button>
        </p>
    }
    .into_any()
}

/// Proves the address whose code is being typed.
fn proving(mine: &MyEmails, typing: Option<UserEmailId>) -> Option<AnyView> {
    let waits = |one: &&MyEmail| one.verified_at.is_none();
    let chosen = mine.emails.iter().filter(waits).find(|one| Some(one.id) == typing);
    let one = chosen.or_else(|| mine.emails.iter().find(waits))?;
    let email = one.email.to_string();
    let label = t::code_for(&email);
    let done = move || t::verified(&email);
    let form = code_form("email-code", label, t::code_hint(), t::verify(), Some(one.id), done);
    Some(section(t::enter_code(), form))
}

/// A code to type: of an address, or for the change of the primary one where none is named.
fn code_form(
    id: &'static str,
    label: String,
    hint: &'static str,
    act: &'static str,
    of: Option<UserEmailId>,
    done: impl Fn() -> String + Clone + 'static,
) -> AnyView {
    let code = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let done = done.clone();
        spawn_local(async move {
            match api::type_code(of, &code.get_untracked()).await {
                Ok(_) => {
                    say(Outcome::done(done()));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &[]),
            }
        });
    };
    view! {
        <form class="pile" on:submit=save novalidate=true>
            <div class="field">
                <label for=id>{label}</label>
                <input
                    class="control"
                    id=id
                    type="text"
                    autocomplete="one-time-code"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby=format!("{id}-hint {id}-error")
                    prop:value=code
                    on:input=move |event| code.set(event_target_value(&event))
                />
                <p class="hint" id=format!("{id}-hint")>
                    {hint}
                </p>
                <Wrong id=format!("{id}-error") words=error_at(errors, "") />
            </div>
            <div class="actions">
                <button class="button primary">{act}</button>
            </div>
        </form>
    }
    .into_any()
}

fn row(one: &MyEmail, primary: &str, typing: RwSignal<Option<UserEmailId>>) -> AnyView {
    let (id, email) = (one.id, one.email.to_string());
    let (label, remove_label, again_label) =
        (t::make_primary_of(&email), t::remove_of(&email), t::send_again_of(&email));
    let gone = email.clone();
    let remove = move |_| {
        let gone = gone.clone();
        perform(api::remove_email(id), move |_| say(Outcome::done(t::removed(&gone))));
    };
    let primary = primary.to_owned();
    let make = move |_| {
        let primary = primary.clone();
        perform(api::make_primary(id), move |_| say(Outcome::done(t::primary_mailed(&primary))));
    };
    let again = AddEmail { email: one.email.clone() };
    let send = move |_| {
        let again = again.clone();
        let said = t::added(again.email.as_str());
        typing.set(Some(id));
        perform(async move { api::add_email(&again).await }, move |_| say(Outcome::done(said)));
    };
    let act = if one.verified_at.is_some() {
        view! {
            <button type="button" class="button small" aria-label=label on:click=make>
                {t::make_primary()}
            </button>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="button small" aria-label=again_label on:click=send>
                {t::send_again()}
            </button>
        }
        .into_any()
    };
    let waiting = one.verified_at.is_none().then(|| view! { <p class="faint">{t::is_waiting()}</p> });
    view! {
        <li class="act">
            <span class="tone">{icon("mail")}</span>
            <div>
                <p>
                    <bdi class="clip">{email}</bdi>
                </p>
                {waiting}
            </div>
            <div class="actions">
                {act}
                <button type="button" class="button small quiet" aria-label=remove_label on:click=remove>
                    {t::remove()}
                </button>
            </div>
        </li>
    }
    .into_any()
}

fn add(typing: RwSignal<Option<UserEmailId>>) -> AnyView {
    let email = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let parsed = match Email::parse(&email.get_untracked()) {
            Ok(parsed) => parsed,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        let request = AddEmail { email: parsed };
        spawn_local(async move {
            match api::add_email(&request).await {
                Ok(mine) => {
                    let added = mine.emails.iter().find(|one| one.email == request.email);
                    typing.set(added.map(|one| one.id));
                    email.set(String::new());
                    say(Outcome::done(t::added(request.email.as_str())));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["email"]),
            }
        });
    };
    let form = view! {
        <form class="pile" on:submit=save novalidate=true>
            <Wrong id="email-add-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=t::address()
                id="email-add"
                kind="email"
                autocomplete="email"
                value=email
                error=error_at(errors, "email")
                hint=t::add_hint()
            />
            <div class="actions">
                <button class="button">{t::add_button()}</button>
            </div>
        </form>
    };
    section(t::add(), form.into_any())
}
