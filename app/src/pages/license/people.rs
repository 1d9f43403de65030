//! The people on a license, with their status, door and since when.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::assignments::{Assignment, AssignmentLink};
use shared::api::licenses::License;
use shared::id::LicenseId;
use shared::license::AssignmentStatus;
use shared::provider::{self, ConnectionState};

use crate::acts;
use crate::api;
use crate::components::{Badge, Clear, Column, Empty, Item, List, Pick, Search, badge, dots_menu, time};
use crate::i18n::text::{acts as a, basics, license as t, own, seats, status};
use crate::pages::connections::{Edit, edit, of_place};
use crate::pages::why::{Why, why};
use crate::router;
use crate::session::may;
use crate::words;

/// The tab.
pub fn people(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let (q, status_of, cursor) = (router::query("q"), router::query("status"), router::query("cursor"));
    let list = api::query::<Page<Assignment>>(move || {
        let (q, status, cursor) = (q.get(), status_of.get(), cursor.get());
        let filters = [("q", q.as_str()), ("status", status.as_str()), ("cursor", cursor.as_str())];
        Some(api::list(&format!("licenses/{id}/assignments"), &filters))
    });
    let asked = RwSignal::new(None::<Why>);
    let connect = RwSignal::new(None::<Edit>);
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        let name = license.with_untracked(|license| {
            license.as_ref().map(|license| license.name.clone()).unwrap_or_default()
        });
        items.iter().map(|place| row(id, &name, place, asked, connect)).collect()
    });
    let statuses = [
        ("accepted", status::accepted()),
        ("invited", status::invited()),
        ("rejected", status::rejected()),
        ("suspended", status::suspended()),
        ("removed", status::removed()),
    ];
    let statuses: Vec<_> =
        statuses.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    view! {
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name_or_email() />
                    <Pick label=basics::status() name="status" options=Signal::stored(statuses) />
                    <Clear names=&["q", "status"] />
                </div>
            </div>
            <List
                caption=t::people()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id, license))
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
        {meanings()}
        {why(asked)} {edit(connect)}
    }
    .into_any()
}

/// What the statuses mean for the people who have them (B14).
fn meanings() -> AnyView {
    let line = |of: Badge, words: &'static str| view! { <li>{badge(Some(of))} " " {words}</li> };
    view! {
        <section class="part" aria-label=own::meaning()>
            <ul class="legend">
                {line(Badge::Accepted, own::means_accepted())} {line(Badge::Invited, own::means_invited())}
                {line(Badge::Rejected, own::means_rejected())}
            </ul>
        </section>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", basics::name()),
        ("w12", basics::status()),
        ("w9 p2", t::came_by()),
        ("w9 p3", t::by()),
        ("w7", t::since()),
        ("dots", ""),
    ]
}

/// Where somebody who holds a seat stands with the providers that the license uses: each state once, what is wrong
/// first; of several providers it names those that are so.
fn links(place: &Assignment) -> AnyView {
    if place.status != AssignmentStatus::Accepted {
        return ().into_any();
    }
    let state = |link: &AssignmentLink| provider::state(true, link.state);
    let several = place.links.len() > 1;
    let one = |shown: ConnectionState| {
        let so = place.links.iter().filter(|link| state(link) == shown);
        let names: Vec<_> = so.map(|link| link.provider.provider().name).collect();
        (!names.is_empty()).then(|| {
            view! {
                <span class="link">
                    {badge(Some(Badge::of_connection(shown)))}
                    {several.then(|| view! { <span class="faint">{names.join(", ")}</span> })}
                </span>
            }
        })
    };
    let states = [ConnectionState::Broken, ConnectionState::NotConnected, ConnectionState::Connected];
    states.map(one).collect_view().into_any()
}

fn row(
    id: LicenseId,
    license: &str,
    place: &Assignment,
    asked: RwSignal<Option<Why>>,
    connect: RwSignal<Option<Edit>>,
) -> AnyView {
    let named = !place.name.is_empty();
    let name = if named { place.name.clone() } else { place.email.to_string() };
    let question = Why {
        license: id,
        license_name: license.to_owned(),
        name: name.clone(),
        assignment: Some(place.id),
        member: place.member,
        email: place.email.to_string(),
    };
    let label = basics::actions_for(&name);
    let (assignment, of) = (place.id, place.status);
    let (called, license, of_connections) = (name.clone(), license.to_owned(), place.clone());
    let items = move || {
        let question = question.clone();
        let mut items =
            vec![Item::run("activity", t::why_taken(), move || asked.set(Some(question.clone())))];
        items.extend(of_place(&of_connections, &called, connect));
        let on_it = !matches!(of, AssignmentStatus::Removed | AssignmentStatus::Rejected);
        if on_it && may(Permission::ManageAssignments) {
            let (called, license) = (called.clone(), license.clone());
            let remove = move || acts::unassign(id, &license, assignment, called.clone());
            let frees = if of.takes_a_seat() { seats::frees(1) } else { String::new() };
            items.push(Item::run("trash", a::unassign_act(), remove).hint(frees).danger());
        }
        items
    };
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", place.member)>
                    <bdi>{name}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{place.email.to_string()}</small> })}
            </th>
            <td class="standing">{badge(Some(Badge::of_assignment(place.status)))} {links(place)}</td>
            <td class="m p2">{words::door(&place.door)}</td>
            <td class="p3">
                <bdi class="clip">{place.changed_by.clone()}</bdi>
            </td>
            <td class="m">{time(place.changed_at)}</td>
            <td class="dots">{dots_menu(label, items)}</td>
        </tr>
    }
    .into_any()
}

fn empty(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    if ["q", "status"].iter().any(|name| !router::query_now(name).is_empty()) {
        let actions = view! { <a class="button" href=format!("/licenses/{id}")>{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let total = license.with_untracked(|license| license.as_ref().map_or(0, |license| license.seats.total));
    let actions = may(Permission::ManageAssignments).then(|| {
        view! {
            <a class="button" href=format!("/licenses/{id}/assign")>
                {t::assign()}
            </a>
        }
    });
    let drawn = usize::try_from(total).unwrap_or(40);
    view! {
        <Empty
            title=t::all_free(u64::from(total))
            text=t::all_free_text()
            seats=drawn
            actions=actions.into_any()
        />
    }
    .into_any()
}
