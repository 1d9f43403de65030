//! The people on a license, with their status, door and since when.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::assignments::{Assignment, AssignmentLink};
use shared::api::bulk_seats::MatchingSeats;
use shared::api::licenses::License;
use shared::id::LicenseId;
use shared::license::AssignmentStatus;
use shared::provider::{self, ConnectionState};

use super::many::{self, Acts, Selection};
use super::moving::Moving;
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Item, List, Pick, Search, badge, dots_menu, select_all, select_box,
    small_face, time,
};
use crate::i18n::text::{acts as a, basics, license as t, own, seat_acts, seats, status};
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
        Some(api::page(&format!("licenses/{id}/assignments"), &filters))
    });
    let matching = api::query::<MatchingSeats>(move || {
        let (q, status) = (q.get(), status_of.get());
        let filters = [("q", q.as_str()), ("status", status.as_str())];
        may(Permission::ManageAssignments)
            .then(|| api::list(&format!("licenses/{id}/assignments/count"), &filters))
    });
    let selection = Selection::new();
    selection.clear_on(&["q", "status"]);
    let acts = Acts::new(id, license);
    let shown = Signal::derive(move || list.data.get().map(|page| page.items).unwrap_or_default());
    let asked = RwSignal::new(None::<Why>);
    let connect = RwSignal::new(None::<Edit>);
    let rows = Callback::new(move |()| {
        shown.get().iter().map(|place| row(acts, place, selection, asked, connect)).collect()
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
    let class = move || if selection.count() == 0 { "listing" } else { "listing choosing" };
    let manages = may(Permission::ManageAssignments);
    let bar = manages.then(|| many::bar(acts, selection, matching.data.into()));
    let first = Callback::new(move |()| if manages { select_all(shown, selection) } else { ().into_any() });
    view! {
        <div class=class>
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name_or_email() />
                    <Pick label=basics::status() name="status" options=Signal::stored(statuses) />
                    <Clear names=&["q", "status"] />
                </div>
                {bar}
            </div>
            <List
                caption=t::people()
                columns=columns(manages)
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id, license))
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
                first=first
            />
        </div>
        {meanings()}
        {why(asked)} {edit(connect)} {many::dialogs(acts)}
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

fn columns(select: bool) -> Vec<Column> {
    let first = select.then_some(("sel", ""));
    let rest = [
        ("", basics::name()),
        ("w12", basics::status()),
        ("w9 p2", t::came_by()),
        ("w9 p3", t::by()),
        ("w7", t::since()),
        ("dots", ""),
    ];
    first.into_iter().chain(rest).collect()
}

/// The name of whoever has the place, or their address while they have none.
pub fn called(place: &Assignment) -> String {
    if place.name.is_empty() { place.email.to_string() } else { place.name.clone() }
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
    acts: Acts,
    place: &Assignment,
    selection: Selection,
    asked: RwSignal<Option<Why>>,
    connect: RwSignal<Option<Edit>>,
) -> AnyView {
    let named = !place.name.is_empty();
    let (name, license) = (called(place), acts.name());
    let question = Why {
        license: acts.id,
        license_name: license.clone(),
        name: name.clone(),
        assignment: Some(place.id),
        member: place.member,
        email: place.email.to_string(),
    };
    let label = basics::actions_for(&name);
    let (called, of) = (name.clone(), place.clone());
    let items = move || {
        let question = question.clone();
        let mut items =
            vec![Item::run("activity", t::why_taken(), move || asked.set(Some(question.clone())))];
        items.extend(of_place(&of, &called, connect));
        let on_it = !matches!(of.status, AssignmentStatus::Removed | AssignmentStatus::Rejected);
        if on_it && may(Permission::ManageAssignments) {
            let whom = many::one(&of, &called);
            let done = Callback::new(|()| {});
            if of.status.takes_a_seat() {
                let whom = whom.clone();
                let moving = move || acts.moving.set(Some(Moving { whom: whom.clone(), done }));
                items.push(Item::run("right", seat_acts::transfer(), moving));
            }
            let frees = if of.status.takes_a_seat() { seats::frees(1) } else { String::new() };
            let remove = move || many::ask_remove(acts, whom.clone(), done);
            items.push(Item::run("trash", a::unassign_act(), remove).hint(frees).danger());
        }
        items
    };
    let manages = may(Permission::ManageAssignments);
    view! {
        <tr>
            {manages.then(|| view! { <td class="sel">{select_box(place, &name, selection)}</td> })}
            <th scope="row" class="name faced">
                <a class="clip" href=format!("/people/{}", place.member)>
                    <bdi>{name.clone()}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{place.email.to_string()}</small> })}
                {small_face(place.member, &name, place.photo.as_ref())}
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
