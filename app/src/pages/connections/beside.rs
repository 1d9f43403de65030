//! Beside a license of a person: where they stand with each provider that it uses. For the person's page.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::connections::BoardRow;
use shared::api::members::{Member, MemberLicense};

use super::edit::Edit;
use crate::acts::called;
use crate::components::{Badge, badge, icon};
use crate::i18n::text::connections as t;
use crate::session::may;

/// Beside the license its connections: where the person stands with each provider that it uses.
pub fn beside(
    member: &Member,
    license: &MemberLicense,
    links: Option<&BoardRow>,
    connect: RwSignal<Option<Edit>>,
) -> AnyView {
    let cells = links.map(|row| row.providers.as_slice()).unwrap_or_default();
    let of_license = cells.iter().filter(|cell| cell.licenses.iter().any(|it| it.id == license.id));
    of_license
        .map(|cell| {
            let provider = cell.provider.provider().name;
            let account = cell.connection.as_ref().map(|link| link.account.account_id.clone());
            let edit = Edit { member: member.id, name: called(member), provider: Some(cell.provider) };
            let act = may(Permission::ManageConnections).then(|| {
                view! {
                    <button
                        class="button small quiet"
                        aria-label=t::edit_of(provider)
                        on:click=move |_| connect.set(Some(edit.clone()))
                    >
                        {t::edit()}
                    </button>
                }
            });
            view! {
                <li class="act under">
                    <span>{icon("plug")}</span>
                    <p>
                        {provider}
                        " "
                        <bdi class="faint">{account}</bdi>
                    </p>
                    <div class="actions">{badge(Some(Badge::of_connection(cell.state)))} {act}</div>
                </li>
            }
            .into_any()
        })
        .collect_view()
        .into_any()
}
