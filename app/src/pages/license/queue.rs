//! Who waits for a seat of a license, in order; and those whose wait ended, with the reason.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::licenses::License;
use shared::api::queue::QueueEntry;
use shared::id::LicenseId;
use shared::queue::{QueueMove, QueueState};

use crate::acts::{ask, perform};
use crate::api;
use crate::components::{
    Clear, Column, Empty, Item, List, Outcome, Pick, Search, dots_menu, say, time, waiting,
};
use crate::format::number;
use crate::i18n::text::{basics, queue as t};
use crate::router;
use crate::session::may;
use crate::words;

/// The tab.
pub fn queue(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let (q, state, cursor) = (router::query("q"), router::query("state"), router::query("cursor"));
    let list = api::query::<Page<QueueEntry>>(move || {
        let (q, state, cursor) = (q.get(), state.get(), cursor.get());
        let filters = [("q", q.as_str()), ("state", state.as_str()), ("cursor", cursor.as_str())];
        Some(api::page(&format!("licenses/{id}/queue"), &filters))
    });
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        let name = license.with_untracked(|license| {
            license.as_ref().map(|license| license.name.clone()).unwrap_or_default()
        });
        items.iter().map(|entry| row(id, &name, entry)).collect()
    });
    let states = [("seated", t::state_seated()), ("left", t::state_left())];
    let states: Vec<_> =
        states.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    view! {
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name_or_email() />
                    <Pick label=t::state() name="state" options=Signal::stored(states) unset=t::state_waiting() />
                    <Clear names=&["q", "state"] />
                </div>
            </div>
            <List
                caption=t::people()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id))
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("w9", t::place()),
        ("", basics::name()),
        ("w12 p2", t::why()),
        ("w9 p3", t::by()),
        ("w7", t::since()),
        ("dots", ""),
    ]
}

fn row(id: LicenseId, license: &str, entry: &QueueEntry) -> AnyView {
    let named = !entry.name.is_empty();
    let name = if named { entry.name.clone() } else { entry.email.to_string() };
    let was = || {
        let was = format!("{} {}", t::was_place(), number(entry.joined_at_place));
        view! { <span class="faint">{was}</span> }.into_any()
    };
    let place = entry.place.map_or_else(was, waiting);
    let (called, license, of) = (name.clone(), license.to_owned(), entry.clone());
    let label = basics::actions_for(&name);
    let menu = (entry.state == QueueState::Waiting && may(Permission::ManageAssignments))
        .then(|| dots_menu(label, move || menu(id, &license, &called, &of)));
    view! {
        <tr>
            <td class="m">{place}</td>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", entry.member)>
                    <bdi>{name}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{entry.email.to_string()}</small> })}
            </th>
            <td class="m p2">{words::queue_reason(&entry.reason)}</td>
            <td class="p3">
                <bdi class="clip">{entry.queued_by.clone()}</bdi>
            </td>
            <td class="m">{time(entry.queued_at)}</td>
            <td class="dots">{menu}</td>
        </tr>
    }
    .into_any()
}

fn menu(id: LicenseId, license: &str, name: &str, entry: &QueueEntry) -> Vec<Item> {
    let (of, place) = (entry.id, entry.place.unwrap_or_default());
    let shift = |symbol, word: &'static str, to: QueueMove| {
        let name = name.to_owned();
        Item::run(symbol, word, move || {
            let name = name.clone();
            perform(api::move_in_queue(id, of, to), move |_| say(Outcome::done(t::moved(&name))));
        })
    };
    let mut items = Vec::new();
    if place > 2 {
        items.push(shift("up", t::front(), QueueMove::Front));
    }
    if place > 1 {
        items.push(shift("up", t::up(), QueueMove::Up));
    }
    items.push(shift("down", t::down(), QueueMove::Down));
    let (name, license) = (name.to_owned(), license.to_owned());
    let leave = move || {
        let text = t::take_out_text(&name, &number(place), &license);
        let called = name.clone();
        ask(t::take_out_title(&name), text, t::take_out(), move || {
            let called = called.clone();
            perform(api::leave_queue(id, of), move |_| say(Outcome::done(t::taken_out(&called))));
        });
    };
    items.push(Item::run("minus", t::take_out(), leave).danger());
    items
}

fn empty(id: LicenseId) -> AnyView {
    if ["q", "state"].iter().any(|name| !router::query_now(name).is_empty()) {
        let actions =
            view! { <a class="button" href=format!("/licenses/{id}/queue")>{basics::clear_all()}</a> };
        return view! { <Empty title=t::nobody_so() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageLicenses).then(|| {
        view! {
            <a class="button" href=format!("/licenses/{id}/settings")>
                {t::add_seats()}
            </a>
        }
    });
    view! { <Empty title=t::nobody() text=t::nobody_text() seats=12 actions=actions.into_any() /> }.into_any()
}
