//! What can be done about a person's connections: edit, reconnect, disconnect.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::assignments::{Assignment, AssignmentLink};
use shared::api::connections::{BoardRow, Connect, Connection};
use shared::id::{ConnectionId, ExternalAccountId, MemberId};
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
        for link in person.providers.iter().filter_map(|cell| cell.connection.as_ref()) {
            items.extend(of_connection(person.member, &name, link));
        }
    }
    items.push(Item::go("person", t::open_person(), format!("/people/{}", person.member)));
    items
}

/// Reconnect, while it is broken, and Disconnect.
pub fn of_connection(member: MemberId, name: &str, link: &Connection) -> Vec<Item> {
    let provider = link.provider.provider();
    let mut items = Vec::new();
    if link.state == Link::Broken && provider.admins_connect().is_ok() {
        let (id, at, name) = (link.id, link.provider, name.to_owned());
        let run = move || reconnect(id, at, name.clone());
        items.push(Item::run("refresh", t::reconnect(provider.name), run));
    }
    items.push(to_disconnect(Held::of(member, name, link)));
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

/// Who holds which account, and by what.
#[derive(Clone)]
pub struct Held {
    /// The member.
    pub member: MemberId,
    /// Their name or address.
    pub name: String,
    /// Whether they are a member who can be connected, so that the end can be undone.
    pub active: bool,
    /// Where.
    pub provider: ProviderId,
    /// The account.
    pub account: ExternalAccountId,
    /// What ties them to it.
    pub connection: ConnectionId,
}

impl Held {
    /// What somebody on the board holds.
    pub fn of(member: MemberId, name: &str, link: &Connection) -> Self {
        let (name, provider) = (name.to_owned(), link.provider);
        Self { member, name, active: true, provider, account: link.account.id, connection: link.id }
    }
}

/// Disconnect, in a menu.
pub fn to_disconnect(held: Held) -> Item {
    let word = t::disconnect(held.provider.provider().name);
    Item::run("minus", word, move || disconnect(held.clone()))
}

/// Ends a connection, with Undo where admins connect.
pub fn disconnect(held: Held) {
    perform(api::disconnect(held.connection), move |_| {
        let provider = held.provider.provider();
        let words = if held.active { t::disconnected } else { t::freed };
        let outcome = Outcome::done(words(&held.name, provider.name));
        let undoable = held.active && provider.admins_connect().is_ok();
        say(if undoable { outcome.undo(move || connect_again(held.clone())) } else { outcome });
    });
}

fn connect_again(held: Held) {
    let Held { member, name, provider, account, .. } = held;
    let request = Connect { member, provider, account, instead_of: None };
    perform(async move { api::connect(&request).await }, move |made| {
        say(Outcome::done(t::connected(&name, &made.account.account_id)));
    });
}
