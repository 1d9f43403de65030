//! What can be done about a person's connections: edit, reconnect, disconnect.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::assignments::{Assignment, AssignmentLink};
use shared::api::connections::{BoardRow, Connect, Connection};
use shared::id::{ConnectionId, MemberId};
use shared::license::AssignmentStatus;
use shared::provider::{Link, ProviderId};

use super::edit::Edit;
use crate::acts::perform;
use crate::api;
use crate::components::{Item, Outcome, say};
use crate::i18n::text::connections as t;
use crate::session::may;

/// The menu of a row of the board.
pub fn menu(person: &BoardRow, asked: RwSignal<Option<Edit>>) -> Vec<Item> {
    let name = if person.name.is_empty() { person.email.to_string() } else { person.name.clone() };
    let mut items = Vec::new();
    if may(Permission::ManageConnections) {
        let edit = Edit { member: person.member, name: name.clone(), provider: None };
        items.push(Item::run("edit", t::edit(), move || asked.set(Some(edit.clone()))));
        for link in person.providers.iter().filter_map(|cell| cell.connection.clone()) {
            items.extend(of_connection(person.member, &name, link));
        }
    }
    items.push(Item::go("person", t::open_person(), format!("/people/{}", person.member)));
    items
}

/// Reconnect, while it is broken, and Disconnect.
pub fn of_connection(member: MemberId, name: &str, link: Connection) -> Vec<Item> {
    let provider = link.provider.provider();
    let mut items = Vec::new();
    if link.state == Link::Broken && provider.admins_connect().is_ok() {
        let (id, at, name) = (link.id, link.provider, name.to_owned());
        let run = move || reconnect(id, at, name.clone());
        items.push(Item::run("refresh", t::reconnect(provider.name), run));
    }
    let name = name.to_owned();
    let run = move || disconnect(member, name.clone(), link.clone());
    items.push(Item::run("minus", t::disconnect(provider.name), run));
    items
}

/// What can be done about the connections that one place on a license asks for.
pub fn of_place(place: &Assignment, name: &str, asked: RwSignal<Option<Edit>>) -> Vec<Item> {
    let seated = place.status == AssignmentStatus::Accepted && may(Permission::ManageConnections);
    let item = |link: &AssignmentLink| {
        let (id, name) = (link.provider, name.to_owned());
        let provider = id.provider();
        match (link.state, link.connection) {
            (Some(Link::Broken), Some(connection)) if provider.admins_connect().is_ok() => {
                let run = move || reconnect(connection, id, name.clone());
                Item::run("refresh", t::reconnect(provider.name), run)
            }
            (None, _) if provider.admins_connect().is_err() => {
                Item::refused("plug", t::connect(provider.name), t::themselves_short())
            }
            (state, _) => {
                let edit = Edit { member: place.member, name, provider: Some(id) };
                let word =
                    if state.is_none() { t::connect(provider.name) } else { t::edit_at(provider.name) };
                Item::run("plug", word, move || asked.set(Some(edit.clone())))
            }
        }
    };
    place.links.iter().filter(|_| seated).map(item).collect()
}

/// Marks a broken connection as working again.
pub fn reconnect(id: ConnectionId, provider: ProviderId, name: String) {
    let provider = provider.provider().name;
    perform(api::reconnect(id), move |_| say(Outcome::done(t::reconnected(provider, &name))));
}

/// Ends a connection, with Undo where admins connect.
pub fn disconnect(member: MemberId, name: String, link: Connection) {
    perform(api::disconnect(link.id), move |_| {
        let provider = link.provider.provider();
        let outcome = Outcome::done(t::disconnected(&name, provider.name));
        let undoable = provider.admins_connect().is_ok();
        say(if undoable {
            outcome.undo(move || connect_again(member, name.clone(), &link))
        } else {
            outcome
        });
    });
}

fn connect_again(member: MemberId, name: String, link: &Connection) {
    let request = Connect { member, provider: link.provider, account: link.account.id, instead_of: None };
    perform(async move { api::connect(&request).await }, move |made| {
        say(Outcome::done(t::connected(&name, &made.account.account_id)));
    });
}
