//! User connections: who is connected to which provider, in words and shapes; beside it the set-up of each provider.

pub mod accounts;
mod accounts_add;
mod acts;
mod beside;
mod edit;
mod matching;
mod row;
mod setup;

pub use acts::of_place;
pub use beside::beside;
pub use edit::{Edit, edit};

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::connections::{BoardCounts, BoardRow};
use shared::api::licenses::License;
use shared::api::providers::ProviderSetup;
use shared::provider::{ConnectionState, ProviderId};

use crate::api;
use crate::components::{Badge, Clear, Column, Empty, Head, List, Patient, Pick, Search, Tab, Tabs};
use crate::i18n::text::{basics, connections as t};
use crate::router;
use crate::session::may;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "provider", "license"];

/// The page, and over it the dialogs that connect one person or all that match.
pub fn connections() -> AnyView {
    let setups = api::query::<Page<ProviderSetup>>(|| Some("/api/v1/providers".to_owned()));
    let counts = api::query::<BoardCounts>(|| Some("/api/v1/connections/counts".to_owned()));
    let state = router::query("state");
    let asked = RwSignal::new(None::<Edit>);
    // Columns for the providers that some license uses, or that somebody has an account at.
    let shown = Memo::new(move |_| {
        setups.data.with(|page| {
            let page = page.as_ref()?;
            let concerns = |setup: &&ProviderSetup| !setup.licenses.is_empty() || setup.accounts > 0;
            Some(page.items.iter().filter(concerns).map(|setup| setup.id).collect::<Vec<_>>())
        })
    });
    let used = Memo::new(move |_| {
        setups.data.with(|page| {
            page.as_ref().is_some_and(|page| page.items.iter().any(|setup| !setup.licenses.is_empty()))
        })
    });
    let matching = move || {
        let all = setups.data.get().map(|page| page.items.iter().map(|it| it.matching).sum::<u32>());
        all.filter(|all| *all > 0).map_or_else(|| t::matching().to_owned(), |all| t::match_n(u64::from(all)))
    };
    let actions = view! {
        <a class="button" href="/connections/accounts">
            {t::accounts()}
        </a>
        {may(Permission::ManageConnections)
            .then(|| {
                view! {
                    <a class="button primary" href="/connections/match">
                        {matching}
                    </a>
                }
            })}
    };
    let listing = move || match shown.get() {
        None => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=Callback::new(move |()| setups.retry()) /> }.into_any()
        }
        Some(shown) => board(shown, used.get(), asked),
    };
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <Tabs label=t::tabs() tabs=Callback::new(move |()| {
            router::place().track();
            tabs(&state.get(), counts.data.get())
        }) />
        <div class="cols">
            <div class="listing">{listing}</div>
            {setup::aside(setups)}
        </div>
        {edit(asked)}
        {matching::over_connections(setups)}
    }
    .into_any()
}

/// The tabs with their numbers. Another tab keeps the other filters.
fn tabs(state: &str, counts: Option<BoardCounts>) -> Vec<Tab> {
    let tab = |value: &str, word, count: fn(BoardCounts) -> u32| Tab {
        href: router::with("/connections", &[("state", value), ("cursor", "")]),
        word,
        count: counts.map(count),
        current: state == value,
    };
    let word = |state| Badge::of_connection(state).word();
    vec![
        tab("", t::tab_all(), |counts| counts.people),
        tab("not_connected", word(ConnectionState::NotConnected), |counts| counts.not_connected),
        tab("broken", word(ConnectionState::Broken), |counts| counts.broken),
        tab("connected", word(ConnectionState::Connected), |counts| counts.connected),
    ]
}

fn board(shown: Vec<ProviderId>, used: bool, asked: RwSignal<Option<Edit>>) -> AnyView {
    let names = ["q", "state", "provider", "license", "cursor"];
    let values = names.map(router::query);
    let list = api::query::<Page<BoardRow>>(move || {
        let values = values.map(|value| value.get());
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        Some(api::page("connections", &filters))
    });
    let licenses = api::query::<Page<License>>(|| Some(api::list("licenses", &[("limit", "200")])));
    let license_options = Signal::derive(move || {
        let items = licenses.data.get().into_iter().flat_map(|page| page.items);
        items.map(|license| (license.id.to_string(), license.name)).collect::<Vec<_>>()
    });
    let providers: Vec<_> = shown.iter().map(|id| (id.to_string(), id.provider().name.to_owned())).collect();
    let mut columns: Vec<Column> = vec![("", t::person())];
    columns.extend(shown.iter().map(|id| ("w8", id.provider().name)));
    columns.push(("dots", ""));
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        items.iter().map(|person| row::row(person, &shown, asked)).collect()
    });
    view! {
        <div class="strip">
            <div class="filters" role="search">
                <Search label=t::search() placeholder=basics::name_or_email() />
                <Pick label=t::provider() name="provider" options=Signal::stored(providers) />
                <Pick label=basics::license() name="license" options=license_options />
                <Clear names=FILTERS />
            </div>
        </div>
        <List
            caption=t::caption()
            columns=columns
            state=list.into()
            rows=rows
            empty=Callback::new(move |()| empty(used))
            foot=Callback::new(move |rows: usize| t::foot(rows as u64))
        />
    }
    .into_any()
}

/// No provider in use, nobody seated, or nobody who matches.
fn empty(used: bool) -> AnyView {
    if FILTERS.iter().chain(&["state"]).any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href="/connections">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = view! { <a class="button" href="/licenses">{t::see_licenses()}</a> };
    let (title, text) = if used { (t::nobody(), t::nobody_text()) } else { (t::none(), t::none_text()) };
    view! { <Empty title=title text=text seats=20 actions=actions.into_any() /> }.into_any()
}
