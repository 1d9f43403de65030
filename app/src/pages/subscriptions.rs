//! Subscriptions: what the organization has bought, by package and product, and the way to the people of each license
//! (A2, A3); beside it whom to ask about licenses and prices. Not here: the people on a license (`license`).

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::licenses::License;

use super::contact;
use super::licenses::{new_button, states};
use crate::api;
use crate::components::{Badge, Clear, Column, Empty, Head, List, Pick, Search, SeatBar, badge, seat_words};
use crate::i18n::text::{basics, licenses, subscriptions as t};
use crate::router;
use crate::session::may;
use crate::words;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "state"];

/// The page.
pub fn subscriptions() -> AnyView {
    let (q, state, cursor) = (router::query("q"), router::query("state"), router::query("cursor"));
    let list = api::query::<Page<License>>(move || {
        let (q, state, cursor) = (q.get(), state.get(), cursor.get());
        let filters = [("order", "package"), ("q", &q), ("state", &state), ("cursor", &cursor)];
        Some(api::page("licenses", &filters))
    });
    let rows = Callback::new(move |()| {
        list.data.with(|page| page.as_ref().map(|page| grouped(&page.items)).unwrap_or_default())
    });
    let organization = contact::organization();
    let actions = may(Permission::ManageLicenses).then(|| new_button("button primary"));
    let lede = view! { <p class="lede">{t::lede()}</p> };
    view! {
        <Head title=t::title().to_owned() lede=lede.into_any() actions=actions.into_any() />
        {contact::line(organization)}
            <div class="listing">
                <div class="strip">
                    <div class="filters" role="search">
                        <Search label=t::search() placeholder=licenses::search_hint() />
                        <Pick label=licenses::state() name="state" options=Signal::stored(states()) />
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
        {contact::over_subscriptions(organization)}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", t::license()), ("w18", basics::seats()), ("w14 p2", t::term()), ("w9", "")]
}

/// The rows with a head over those of each package or product; a page begins with a head.
fn grouped(licenses: &[License]) -> Vec<AnyView> {
    let mut rows = Vec::with_capacity(licenses.len() + 4);
    let mut before = None;
    for license in licenses {
        let of = (license.package.as_ref().map(|package| package.id), license.subscribed.as_str());
        if before != Some(of) {
            rows.push(head(license));
            before = Some(of);
        }
        rows.push(row(license));
    }
    rows
}

fn head(license: &License) -> AnyView {
    let kind = if license.package.is_some() { t::package() } else { t::product() };
    view! {
        <tr class="over">
            <th scope="col" colspan="3">
                <bdi>{license.subscribed.clone()}</bdi>
                " "
                <small>{kind}</small>
            </th>
            <td class="p2"></td>
        </tr>
    }
    .into_any()
}

fn row(license: &License) -> AnyView {
    let href = format!("/licenses/{}", license.id);
    let (seats, term) = (license.seats, words::term(license));
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=href.clone()>
                    <bdi>{license.name.clone()}</bdi>
                </a>
                <small class="clip">{words::license_type(license.kind)}</small>
            </th>
            <td class="m all">
                <div class="seatcell">
                    <SeatBar label=license.name.clone() seats=seats />
                    <span class="words">{seat_words(seats)} <span class="of">" · " {term.clone()}</span></span>
                </div>
            </td>
            <td class="p2">{term} " " {badge(Badge::of_license(license.state))}</td>
            <td class="standing">
                <a class="button small" href=href aria-label=t::view_of(&license.name)>
                    {t::view()}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

fn empty() -> AnyView {
    if FILTERS.iter().any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href="/subscriptions">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageLicenses).then(|| new_button("button"));
    view! { <Empty title=t::none() text=t::none_text() seats=20 actions=actions.into_any() /> }.into_any()
}
