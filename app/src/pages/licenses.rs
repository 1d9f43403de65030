//! Licenses: what there is, how full it is, until when; over it the dialog that creates one.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::licenses::License;
use shared::license::LicenseState;

use super::license_create;
use crate::api;
use crate::components::{Badge, Clear, Column, Empty, Head, List, Pick, Search, SeatBar, badge, seat_words};
use crate::format::number;
use crate::i18n::text::{basics, licenses as t, status, subscriptions};
use crate::router;
use crate::session::may;
use crate::words;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "state"];

/// The page.
pub fn licenses() -> AnyView {
    let (q, state, cursor) = (router::query("q"), router::query("state"), router::query("cursor"));
    let list = api::query::<Page<License>>(move || {
        let (q, state, cursor) = (q.get(), state.get(), cursor.get());
        let filters = [("q", q.as_str()), ("state", state.as_str()), ("cursor", cursor.as_str())];
        Some(api::page("licenses", &filters))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    let actions = may(Permission::ManageLicenses).then(|| new_button("button primary"));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=t::search_hint() />
                    <Pick label=t::state() name="state" options=Signal::stored(states()) />
                    <Clear names=FILTERS />
                </div>
            </div>
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(|()| empty())
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
        {license_create::over_licenses()}
    }
    .into_any()
}

/// Where a license may stand in its term: values and words.
pub fn states() -> Vec<(String, String)> {
    let word = |state| match state {
        LicenseState::Active => t::active(),
        LicenseState::Scheduled => status::scheduled(),
        LicenseState::Grace => status::grace(),
        LicenseState::Expired => status::ended(),
    };
    let all = LicenseState::ALL.iter();
    all.map(|state| (state.as_str().to_owned(), word(*state).to_owned())).collect()
}

/// The way to the dialog that creates a license.
pub fn new_button(class: &'static str) -> AnyView {
    view! {
        <a class=class href="/licenses/new">
            {t::new()}
        </a>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", basics::name()),
        ("w8 p2", t::kind()),
        ("w18", basics::seats()),
        ("w7 n", t::taken()),
        ("w7", t::state()),
        ("w9 p2", subscriptions::term()),
    ]
}

fn row(license: &License) -> AnyView {
    let seats = license.seats;
    let product = (license.subscribed != license.name)
        .then(|| view! { <small class="clip">{license.subscribed.clone()}</small> });
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/licenses/{}", license.id)>
                    <bdi>{license.name.clone()}</bdi>
                </a>
                {product}
            </th>
            <td class="p2">{words::license_type(license.kind)}</td>
            <td class="m all">
                <div class="seatcell">
                    <SeatBar label=license.name.clone() seats=seats />
                    <span class="words">{seat_words(seats)}</span>
                </div>
            </td>
            <td class="n wide">{format!("{} / {}", number(seats.taken()), number(seats.total))}</td>
            <td class="standing">{badge(Badge::of_license(license.state))}</td>
            <td class="p2">{words::term(license)}</td>
        </tr>
    }
    .into_any()
}

fn empty() -> AnyView {
    if FILTERS.iter().any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href="/licenses">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageLicenses).then(|| new_button("button"));
    view! { <Empty title=t::none() text=t::none_text() seats=20 actions=actions.into_any() /> }.into_any()
}
