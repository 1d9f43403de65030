//! The dialog that connects one person: how they stand with a provider, and the account to choose.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::connections::{BoardCell, BoardRow, Connect};
use shared::api::providers::ExternalAccount;
use shared::id::MemberId;
use shared::provider::{ConnectionState, Link, ProviderId};
use wasm_bindgen::JsCast;

use super::acts::{Held, disconnect, reconnect};
use crate::acts::tell_at;
use crate::api::{self, Answer, sentence};
use crate::components::{
    Badge, Choice, Combobox, Dialog, Outcome, SelectField, Wrong, badge, icon, say, time,
};
use crate::i18n::text::{basics, connections as t};

/// Whom to connect.
#[derive(Clone)]
pub struct Edit {
    /// The member.
    pub member: MemberId,
    /// Their name or address.
    pub name: String,
    /// The provider that is looked at first.
    pub provider: Option<ProviderId>,
}

/// The dialog, while somebody is asked about.
pub fn edit(asked: RwSignal<Option<Edit>>) -> AnyView {
    view! { {move || asked.get().map(|edit| dialog(&edit, asked))} }.into_any()
}

fn dialog(edit: &Edit, asked: RwSignal<Option<Edit>>) -> AnyView {
    let found = RwSignal::new(None::<Answer<Option<BoardRow>>>);
    let provider = RwSignal::new(edit.provider.map(|id| id.to_string()).unwrap_or_default());
    let (chosen, error) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(String::new()));
    let (close, member) = (Callback::new(move |()| asked.set(None)), edit.member);
    spawn_local(async move {
        let answer = api::board_of(member).await;
        if let Ok(Some(person)) = &answer
            && provider.try_with_untracked(String::is_empty) == Some(true)
            && let Some(first) = concerns(person).next()
        {
            let _ = provider.try_set(first.provider.to_string());
        }
        let _ = found.try_set(Some(answer));
    });
    let cell = Memo::new(move |_| {
        let id = provider.get();
        found.with(|found| match found {
            Some(Ok(Some(person))) => {
                person.providers.iter().find(|cell| cell.provider.as_str() == id).cloned()
            }
            _ => None,
        })
    });
    // Another provider, another account.
    Effect::new(move |_| {
        provider.track();
        chosen.set(Vec::new());
        error.set(String::new());
    });
    let of = edit.clone();
    let body = move || match found.get() {
        None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        Some(Err(failure)) => view! { <p class="wrong">{sentence(&failure)}</p> }.into_any(),
        Some(Ok(None)) => view! { <p class="muted">{t::nobody_text()}</p> }.into_any(),
        Some(Ok(Some(person))) => {
            let options: Vec<_> = concerns(&person)
                .map(|cell| (cell.provider.to_string(), cell.provider.provider().name.to_owned()))
                .collect();
            let several = options.len() > 1;
            let email = person.email.to_string();
            view! {
                {several
                    .then(|| {
                        view! {
                            <SelectField label=t::provider() id="edit-provider" value=provider options=options />
                        }
                    })}
                {move || cell.get().map(|cell| standing(&cell, &email, chosen))}
                <Wrong id="edit-error".to_owned() words=error />
            }
            .into_any()
        }
    };
    let connect = {
        let name = of.name.clone();
        move |cell: &BoardCell| send(member, cell, chosen, error, name.clone(), close)
    };
    let footer = move || match cell.get() {
        None => closing(close),
        Some(cell) => foot(&cell, &of, close, connect.clone()),
    };
    view! {
        <Dialog
            title=t::edit_title(&edit.name)
            on_close=close
            typed=Signal::derive(move || chosen.with(|chosen| chosen.iter().any(|it| it.hint != t::same_address())))
            body=view! { {body} }.into_any()
            footer=view! { {footer} }.into_any()
        />
    }
    .into_any()
}

/// The providers of which there is something to say: all but those without a license and a connection.
fn concerns(person: &BoardRow) -> impl Iterator<Item = &BoardCell> {
    let concerns = |cell: &&BoardCell| cell.state != ConnectionState::Unlicensed || cell.connection.is_some();
    person.providers.iter().filter(concerns)
}

/// How the person stands there, and the account to choose where admins connect.
fn standing(cell: &BoardCell, email: &str, chosen: RwSignal<Vec<Choice>>) -> AnyView {
    let provider = cell.provider.provider();
    let words = match &cell.connection {
        Some(link) => {
            let reason = link.reason.as_deref().map(t::is_broken);
            view! {
                <p>
                    <bdi>{t::now_connected(&link.account.account_id)}</bdi>
                    " "
                    <span class="faint">{t::since_by(time(link.changed_at), &link.changed_by)}</span>
                </p>
                {reason.map(|reason| view! { <p class="wrong">{icon("x")} <span>{reason}</span></p> })}
            }
            .into_any()
        }
        None => view! { <p class="muted">{t::not_yet()}</p> }.into_any(),
    };
    let unlicensed = (cell.state == ConnectionState::Unlicensed)
        .then(|| view! { <p class="muted">{t::unlicensed(provider.name)}</p> });
    let choice = if provider.admins_connect().is_ok() {
        accounts(cell.provider, email.to_owned(), chosen)
    } else {
        view! { <p class="note">{icon("person")} <span>{t::themselves(provider.name)}</span></p> }.into_any()
    };
    view! {
        <div class="pile">
            <p>
                <b>{provider.name}</b>
                " "
                {badge(Some(Badge::of_connection(cell.state)))}
            </p>
            {words} {unlicensed} {choice}
        </div>
    }
    .into_any()
}

/// The combobox of free accounts; the one with the person's address is chosen already.
fn accounts(provider: ProviderId, email: String, chosen: RwSignal<Vec<Choice>>) -> AnyView {
    let options = RwSignal::new(Vec::<Choice>::new());
    let choice = {
        let email = email.clone();
        move |account: &ExternalAccount| {
            let same = account.email.as_ref().is_some_and(|it| it.as_str() == email);
            let known = account.email.as_ref().map(ToString::to_string);
            let named =
                if account.name.is_empty() { known.unwrap_or_default() } else { account.name.clone() };
            let hint = if same { t::same_address().to_owned() } else { named };
            Choice { id: account.id.to_string(), label: account.account_id.clone(), hint, refused: false }
        }
    };
    // One account alone can be chosen: a further one takes the place of the first.
    Effect::new(move |_| {
        if chosen.with(|chosen| chosen.len() > 1) {
            chosen.update(|chosen| drop(chosen.drain(..chosen.len() - 1)));
        }
    });
    let first = choice.clone();
    spawn_local(async move {
        let Ok(page) = api::free_accounts(provider, &email).await else { return };
        let same = page.items.iter().map(first).find(|choice| choice.hint == t::same_address());
        if let Some(same) = same
            && chosen.try_with_untracked(Vec::is_empty) == Some(true)
        {
            let _ = chosen.try_set(vec![same]);
        }
    });
    let asked = StoredValue::new(0_u32);
    let search = Callback::new(move |text: String| {
        let choice = choice.clone();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        spawn_local(async move {
            let Ok(page) = api::free_accounts(provider, text.trim()).await else { return };
            if asked.try_get_value() == Some(mine) {
                let _ = options.try_set(page.items.iter().map(choice).collect());
            }
        });
    });
    // It comes when the dialog is open already, too late for `autofocus`.
    request_animation_frame(|| {
        let field = document().get_element_by_id("edit-account");
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
    view! {
        <Combobox
            label=t::account()
            id="edit-account"
            chosen=chosen
            options=options
            on_search=search
            placeholder=provider.provider().account_hint
            hint=t::account_hint()
        />
        <p class="words">
            <a href=format!("/connections/accounts/new?provider={provider}")>{t::add_account()}</a>
        </p>
    }
    .into_any()
}

fn send(
    member: MemberId,
    cell: &BoardCell,
    chosen: RwSignal<Vec<Choice>>,
    error: RwSignal<String>,
    name: String,
    close: Callback<()>,
) {
    let account = chosen.with_untracked(|chosen| chosen.first().and_then(|it| it.id.parse().ok()));
    let Some(account) = account else {
        error.set(t::choose_account().to_owned());
        return;
    };
    let instead_of = cell.connection.as_ref().map(|link| link.account.id);
    let request = Connect { member, provider: cell.provider, account, instead_of };
    spawn_local(async move {
        match api::connect(&request).await {
            Ok(made) => {
                close.try_run(());
                say(Outcome::done(t::connected(&name, &made.account.account_id)));
                api::written();
            }
            Err(failure) => tell_at(error, &failure),
        }
    });
}

fn closing(close: Callback<()>) -> AnyView {
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    }
    .into_any()
}

fn foot(
    cell: &BoardCell,
    edit: &Edit,
    close: Callback<()>,
    connect: impl Fn(&BoardCell) + 'static,
) -> AnyView {
    let (member, name) = (edit.member, edit.name.clone());
    let admins = cell.provider.provider().admins_connect().is_ok();
    let link = cell.connection.clone();
    let broken = link.clone().filter(|link| link.state == Link::Broken && admins);
    let again = broken.map(|link| {
        let name = name.clone();
        let run = move |_| {
            close.run(());
            reconnect(link.id, link.provider, name.clone());
        };
        view! {
            <button type="button" class="button" on:click=run>
                {t::reconnect_act()}
            </button>
        }
    });
    let end = link.map(|link| {
        let held = Held::of(member, &name, &link);
        let run = move |_| {
            close.run(());
            disconnect(held.clone());
        };
        view! {
            <button type="button" class="button danger" on:click=run>
                {t::disconnect_act()}
            </button>
        }
    });
    let cell = cell.clone();
    let main = admins.then(|| {
        view! {
            <button type="button" class="button primary" on:click=move |_| connect(&cell)>
                {t::connect_act()}
            </button>
        }
    });
    view! {
        <div class="actions">{end} {again}</div>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            {main}
        </div>
    }
    .into_any()
}
