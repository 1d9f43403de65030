//! The dialogs that make accounts known: one by a form, many by a pasted list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::providers::{AccountOutcome, AccountResult, AccountRow};
use shared::email::Email;
use shared::provider::{PROVIDERS, ProviderId};
use shared::{Refusal, account_list};

use super::accounts::providers;
use crate::acts::tell_at;
use crate::api::{self, sentence_of};
use crate::components::{Dialog, Outcome, SelectField, Summary, TextField, Tone, Wrong, icon, say};
use crate::format::number;
use crate::i18n::text::{accounts as t, basics};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::router::{self, Step};

fn close() -> Callback<()> {
    Callback::new(|()| router::go(&router::with("/connections/accounts", &[]), Step::Push))
}

/// The provider of the address, else the first.
fn provider_now() -> RwSignal<String> {
    let asked = ProviderId::find(&router::query_now("provider"));
    RwSignal::new(asked.unwrap_or(PROVIDERS[0].id).to_string())
}

/// The fields of one account by name and id.
const FIELDS: &[(&str, &str)] =
    &[("account_id", "account-id"), ("email", "account-email"), ("name", "account-name")];

/// The dialog that adds one account.
pub(super) fn one() -> AnyView {
    let close = close();
    let text = || RwSignal::new(String::new());
    let (provider, account, email, name) = (provider_now(), text(), text(), text());
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let Some(provider) = ProviderId::find(&provider.get_untracked()) else { return };
        let filled =
            |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let row = AccountRow {
            provider,
            account_id: account.get_untracked(),
            email: filled(email),
            name: filled(name),
        };
        let wrong: Vec<Refusal> = [
            account_list::account_id(&row.account_id).err(),
            row.email.as_deref().and_then(|email| Email::parse(email).err()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !wrong.is_empty() {
            for refusal in &wrong {
                put_refusal(errors, refusal);
            }
            return;
        }
        spawn_local(async move {
            match api::add_accounts(vec![row]).await {
                Ok(answer) => match answer.results.into_iter().next() {
                    Some(AccountResult {
                        outcome: AccountOutcome::Refused,
                        code: Some(code),
                        message,
                        ..
                    }) => {
                        let words = sentence_of(code, message.as_deref().unwrap_or_default());
                        errors.set(vec![(String::new(), words)]);
                    }
                    Some(row) => {
                        close.try_run(());
                        let words = if row.connected { t::was_connected } else { t::was_added };
                        say(Outcome::done(words(&row.account_id)));
                        api::written();
                    }
                    None => {}
                },
                Err(failure) => put_failure(errors, &failure, &["account_id", "email", "name"]),
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="account-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="account-error".to_owned() words=at("") />
            <SelectField label=t::provider() id="account-provider" value=provider options=providers() />
            <TextField
                label=t::account_id()
                id="account-id"
                value=account
                error=at("account_id")
                hint=t::account_id_hint()
                focus=true
            />
            <TextField label=basics::email() id="account-email" value=email error=at("email") hint=t::email_hint() />
            <TextField label=basics::name() id="account-name" value=name error=at("name") />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="account-form">
                {t::add()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || account.with(|account| !account.is_empty()));
    view! {
        <Dialog
            title=t::add().to_owned()
            on_close=close
            typed=typed
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

/// The dialog that adds a pasted list.
pub(super) fn many() -> AnyView {
    let close = close();
    let (provider, text) = (provider_now(), RwSignal::new(String::new()));
    let (error, refused) = (RwSignal::new(String::new()), RwSignal::new(Vec::<AccountResult>::new()));
    let busy = RwSignal::new(false);
    let lines =
        Memo::new(move |_| text.with(|text| account_list::parse(text)).map_err(|it| (it.code, it.detail)));
    let count = move || lines.with(|lines| lines.as_ref().map_or(0, Vec::len));
    let go = move |_| {
        let Some(provider) = ProviderId::find(&provider.get_untracked()) else { return };
        let lines = lines.get_untracked();
        if busy.get_untracked() || lines.as_ref().is_ok_and(Vec::is_empty) {
            return;
        }
        let lines = match lines {
            Ok(lines) => lines,
            Err((code, detail)) => return error.set(sentence_of(code, &detail)),
        };
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let row = |line: account_list::Line| AccountRow {
            provider,
            account_id: line.account_id,
            email: filled(line.email),
            name: filled(line.name),
        };
        let rows: Vec<_> = lines.into_iter().map(row).collect();
        busy.set(true);
        error.set(String::new());
        spawn_local(async move {
            let answer = api::add_accounts(rows).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(answer) => taken(answer.results, text, refused, close),
                Err(failure) => tell_at(error, &failure),
            }
        });
    };
    let label = move || match count() {
        0 => t::paste_none().to_owned(),
        count => t::paste_go(count as u64),
    };
    let body = view! {
        <SelectField label=t::provider() id="paste-provider" value=provider options=providers() />
        <div class="field">
            <label for="paste-accounts">{t::list()}</label>
            <textarea
                class="control"
                id="paste-accounts"
                rows="8"
                autofocus=true
                aria-describedby="paste-hint paste-error"
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <Wrong id="paste-error".to_owned() words=error />
            <p class="hint" id="paste-hint">
                {t::list_hint()}
            </p>
        </div>
        {move || refused.with(|refused| (!refused.is_empty()).then(|| refusals(refused)))}
    };
    let off =
        move || (lines.with(|lines| lines.as_ref().is_ok_and(Vec::is_empty)) || busy.get()).then_some("true");
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::close()}
            </button>
            <button type="button" class="button primary" aria-disabled=off on:click=go>
                {label}
            </button>
        </div>
    };
    let typed = Signal::derive(move || text.with(|text| !text.is_empty()));
    view! {
        <Dialog
            title=t::paste().to_owned()
            on_close=close
            typed=typed
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

/// What was taken is done; what was not stays to be corrected.
fn taken(
    results: Vec<AccountResult>,
    text: RwSignal<String>,
    refused: RwSignal<Vec<AccountResult>>,
    close: Callback<()>,
) {
    let (bad, good): (Vec<_>, Vec<_>) =
        results.into_iter().partition(|row| row.outcome == AccountOutcome::Refused);
    if bad.is_empty() {
        close.try_run(());
        say(Outcome::done(t::pasted(good.len() as u64)));
    } else {
        let words = t::pasted_partly(bad.len() as u64, &number(good.len() as u64));
        say(Outcome { tone: Tone::Partly, words, undo: None });
        let _ = text.try_update(|text| {
            let keep = |line: &&str| {
                account_list::parse(line).is_ok_and(|lines| {
                    lines.iter().any(|line| bad.iter().any(|row| row.account_id == line.account_id))
                })
            };
            *text = text.lines().filter(keep).collect::<Vec<_>>().join("\n");
        });
        let _ = refused.try_set(bad);
    }
    api::written();
}

fn refusals(rows: &[AccountResult]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let detail = row.message.as_deref().unwrap_or_default();
            let words = row.code.map_or_else(|| detail.to_owned(), |code| sentence_of(code, detail));
            view! {
                <li>
                    <b>
                        <bdi>{row.account_id.clone()}</bdi>
                    </b>
                    <p class="wrong">{icon("no")} <span>{words}</span></p>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <section role="status">
            <h3>{t::refused()}</h3>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
