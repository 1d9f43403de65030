//! My connections: where each person connects themselves they do it here; elsewhere it says who does. And whether I am
//! connected by my address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account_list;
use shared::api::connections::{Connection, MyConnections, MyProvider};
use shared::provider::{ProviderId, Way};

use crate::acts::perform;
use crate::api;
use crate::at_once;
use crate::components::{Badge, Failed, Head, Outcome, Patient, TextField, badge, icon, say};
use crate::i18n::text::{connections as c, my_connections as t, nav};

/// The page.
pub fn my_connections() -> AnyView {
    let mine = api::query::<MyConnections>(|| Some("/api/v1/account/connections".to_owned()));
    let retry = Callback::new(move |()| mine.retry());
    let there = Memo::new(move |_| mine.data.with(Option::is_some));
    let failure = move || if there.get() { None } else { mine.failure.get() };
    let content = move || match (there.get(), failure()) {
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
        (true, _) => view! { {move || mine.data.get().map(|mine| sections(&mine))} }.into_any(),
    };
    let lede = view! { <p class="lede">{t::lede()}</p> };
    view! {
        <Head title=t::title().to_owned() crumb=("/account", nav::account()) lede=lede.into_any() />
        <div class="narrow pile">{content}</div>
    }
    .into_any()
}

fn sections(mine: &MyConnections) -> AnyView {
    let none = mine.providers.is_empty().then(|| view! { <p class="muted">{t::none()}</p> });
    let providers = mine.providers.iter().map(section).collect_view();
    let words = view! {
        <span>
            {t::auto()} " " <span class="faint">{t::auto_text()}</span>
        </span>
    };
    let auto = at_once::choice(mine.auto_connect);
    let auto =
        at_once::switch(auto, false, api::change_mine, |_| t::auto_saved().to_owned(), words.into_any());
    view! {
        {none}
        {providers}
        <div class="part">{auto}</div>
    }
    .into_any()
}

fn section(mine: &MyProvider) -> AnyView {
    let (cell, provider) = (&mine.cell, mine.cell.provider.provider());
    let licenses: Vec<_> = cell.licenses.iter().map(|license| license.name.as_str()).collect();
    let licenses = (!licenses.is_empty()).then(|| t::for_licenses(&licenses.join(", ")));
    let broken = cell.connection.as_ref().and_then(|link| link.reason.as_deref()).map(c::is_broken);
    let content = match (mine.way, &cell.connection) {
        (Way::EachPerson, Some(link)) => mine_connected(link),
        (Way::EachPerson, None) => form(cell.provider),
        (_, link) => {
            let account = link.as_ref().map(|link| t::connected(&link.account.account_id));
            view! {
                <p>
                    <bdi>{account}</bdi>
                </p>
                <p class="muted">{t::admins()}</p>
            }
            .into_any()
        }
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{provider.name}</h2>
                {badge(Some(Badge::of_connection(cell.state)))}
            </div>
            <div class="pile">
                <p class="words">{licenses}</p>
                {broken.map(|reason| view! { <p class="wrong">{icon("x")} <span>{reason}</span></p> })}
                {content}
            </div>
        </section>
    }
    .into_any()
}

fn mine_connected(link: &Connection) -> AnyView {
    let id = link.provider;
    let end = move |_| {
        perform(api::disconnect_mine(id), move |_| {
            say(Outcome::done(t::disconnected(id.provider().name)));
        });
    };
    view! {
        <p>
            <bdi>{t::connected(&link.account.account_id)}</bdi>
        </p>
        <div class="actions">
            <button type="button" class="button" on:click=end>
                {c::disconnect(id.provider().name)}
            </button>
        </div>
    }
    .into_any()
}

fn form(id: ProviderId) -> AnyView {
    let (account, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let name = id.provider().name;
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = account.get_untracked();
        if let Err(refusal) = account_list::account_id(&typed) {
            return error.set(api::sentence_of(refusal.code, &refusal.detail));
        }
        error.set(String::new());
        spawn_local(async move {
            match api::connect_mine(id, typed.clone()).await {
                Ok(_) => {
                    say(Outcome::done(t::connected(typed.trim())));
                    api::written();
                }
                Err(failure) => {
                    let _ = error.try_set(api::sentence(&failure));
                }
            }
        });
    };
    let label: &'static str = Box::leak(t::my_account(name).into_boxed_str());
    view! {
        <form class="pile" on:submit=save novalidate=true>
            <TextField label=label id="my-account" value=account error=error hint=t::my_account_hint() />
            <div class="actions">
                <button class="button primary">{t::connect(name)}</button>
            </div>
        </form>
    }
    .into_any()
}
