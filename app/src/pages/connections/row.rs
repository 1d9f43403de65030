//! One person on the board: a state for each provider, each of which opens the dialog that changes it.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::connections::{BoardCell, BoardRow};
use shared::provider::{ConnectionState, ProviderId};

use super::acts::menu;
use super::edit::Edit;
use crate::components::{Badge, badge, dots_menu};
use crate::i18n::text::{basics, connections as t};
use crate::session::may;

/// The row, with a cell for each of the providers that are shown.
pub fn row(person: &BoardRow, shown: &[ProviderId], asked: RwSignal<Option<Edit>>) -> AnyView {
    let named = !person.name.is_empty();
    let name = if named { person.name.clone() } else { person.email.to_string() };
    let cells = person.providers.iter().filter(|cell| shown.contains(&cell.provider));
    let cells = cells.map(|cell| cell_of(person, cell, &name, asked)).collect_view();
    let (of, label) = (person.clone(), basics::actions_for(&name));
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", person.member)>
                    <bdi>{name}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{person.email.to_string()}</small> })}
            </th>
            {cells}
            <td class="dots">{dots_menu(label, move || menu(&of, asked))}</td>
        </tr>
    }
    .into_any()
}

fn cell_of(person: &BoardRow, cell: &BoardCell, name: &str, asked: RwSignal<Option<Edit>>) -> AnyView {
    let shown = Badge::of_connection(cell.state);
    let provider = cell.provider.provider().name;
    let concerns = cell.state != ConnectionState::Unlicensed || cell.connection.is_some();
    let reason = cell.connection.as_ref().and_then(|link| link.reason.clone());
    let inside = if concerns && may(Permission::ManageConnections) {
        let edit = Edit { member: person.member, name: name.to_owned(), provider: Some(cell.provider) };
        let label = t::edit_cell(provider, shown.word(), name);
        view! {
            <button class="cell" aria-label=label title=reason on:click=move |_| asked.set(Some(edit.clone()))>
                {badge(Some(shown))}
                <span class="edit" aria-hidden="true">
                    {t::edit()}
                </span>
            </button>
        }
        .into_any()
    } else {
        view! { <span title=reason>{badge(Some(shown))}</span> }.into_any()
    };
    view! {
        <td class="m all" class:none=!concerns>
            <span class="of">{provider} " "</span>
            {inside}
        </td>
    }
    .into_any()
}
