//! The list of accounts at meeting providers; over it the dialogs that add one or many.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::providers::ExternalAccount;
use shared::member::MemberStatus;
use shared::provider::PROVIDERS;

use super::accounts_add::{many, one};
use super::acts::{Held, to_disconnect};
use crate::acts;
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Head, Item, List, Outcome, Pick, Search, badge, dots_menu, say, time,
};
use crate::i18n::text::{accounts as t, basics, connections as c};
use crate::router;
use crate::session::may;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "provider"];

/// The page.
pub fn accounts() -> AnyView {
    let names = ["q", "provider", "cursor"];
    let values = names.map(router::query);
    let list = api::query::<Page<ExternalAccount>>(move || {
        let values = values.map(|value| value.get());
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        Some(api::page("external-accounts", &filters))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().into_iter().map(row).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path.rsplit('/').next().map(str::to_owned)));
    let manage = may(Permission::ManageConnections);
    let actions = manage.then(|| {
        let href = |end: &'static str| {
            move || {
                place.track();
                router::with(&format!("/connections/accounts/{end}"), &[])
            }
        };
        view! {
            <a class="button" href=href("new")>
                {t::add()}
            </a>
            <a class="button primary" href=href("paste")>
                {t::paste()}
            </a>
        }
    });
    view! {
        <Head title=t::title().to_owned() crumb=("/connections", c::title()) actions=actions.into_any() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=t::search_hint() />
                    <Pick label=t::provider() name="provider" options=Signal::stored(providers()) />
                    <Clear names=FILTERS />
                </div>
            </div>
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty())
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
        {move || match open.get().as_deref() {
            Some("new") if manage => one(),
            Some("paste") if manage => many(),
            _ => ().into_any(),
        }}
    }
    .into_any()
}

/// Values and words of all providers, for a select.
pub(super) fn providers() -> Vec<(String, String)> {
    PROVIDERS.iter().map(|provider| (provider.id.to_string(), provider.name.to_owned())).collect()
}

fn columns() -> Vec<Column> {
    vec![
        ("", t::account()),
        ("w9", t::provider()),
        ("w14", t::holder()),
        ("w9 p3", t::added_by()),
        ("w7 p2", t::added()),
        ("dots", ""),
    ]
}

fn row(account: ExternalAccount) -> AnyView {
    let holder = match &account.holder {
        Some(holder) => view! {
            <a class="plain" href=format!("/people/{}", holder.id)>
                <bdi>{holder.name.clone()}</bdi>
            </a>
            " "
            {badge(account.holder_status.and_then(Badge::of_status))}
        }
        .into_any(),
        None => view! { <span class="faint">{t::nobody()}</span> }.into_any(),
    };
    let email = account.email.as_ref().map(ToString::to_string).filter(|email| *email != account.account_id);
    let more = [email.unwrap_or_default(), account.name.clone()];
    let more = more.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let (id, called, held) = (account.id, account.account_id.clone(), held(&account));
    let items = move || {
        if let Some(held) = &held {
            let remove = Item::refused("trash", t::remove(), t::in_use(&held.name));
            return vec![to_disconnect(held.clone()), remove];
        }
        let called = called.clone();
        vec![Item::run("trash", t::remove(), move || remove(id, called.clone())).danger()]
    };
    let menu = may(Permission::ManageConnections)
        .then(|| dots_menu(basics::actions_for(&account.account_id), items));
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{account.account_id}</bdi>
                {(!more.is_empty())
                    .then(|| {
                        view! {
                            <small class="clip">
                                <bdi>{more}</bdi>
                            </small>
                        }
                    })}
            </th>
            <td class="m">{account.provider.provider().name}</td>
            <td class="m">{holder}</td>
            <td class="p3">
                <bdi class="clip">{account.created_by}</bdi>
            </td>
            <td class="p2">{time(account.created_at)}</td>
            <td class="dots">{menu}</td>
        </tr>
    }
    .into_any()
}

/// Who holds the account; also somebody deactivated, so that it comes free for others.
fn held(account: &ExternalAccount) -> Option<Held> {
    let (holder, connection) = (account.holder.as_ref()?, account.connection?);
    Some(Held {
        member: holder.id,
        name: holder.name.clone(),
        active: account.holder_status == Some(MemberStatus::Active),
        provider: account.provider,
        account: account.id,
        connection,
    })
}

fn remove(id: shared::id::ExternalAccountId, account: String) {
    acts::ask(t::remove_title(&account), t::remove_text(), t::remove(), move || {
        let account = account.clone();
        acts::perform(api::remove_account(id), move |_| say(Outcome::done(t::removed(&account))));
    });
}

fn empty() -> AnyView {
    if FILTERS.iter().any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href="/connections/accounts">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageConnections).then(|| {
        view! {
            <a class="button" href="/connections/accounts/paste">
                {t::paste()}
            </a>
        }
    });
    view! { <Empty title=t::none() text=t::none_text() actions=actions.into_any() /> }.into_any()
}
