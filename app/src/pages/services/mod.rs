//! Services: what the organization offers and which teams offer it; over it the dialog that makes one.

mod appointment;
mod appointments;
mod form;
pub mod of;
pub mod one;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::services::Service;

use crate::api;
use crate::components::{Clear, Column, Empty, Head, List, Search};
use crate::format::number;
use crate::i18n::text::{basics, services as t};
use crate::router::{self, Step};
use crate::session::may;

/// The page, and over it the dialog that makes a service.
pub fn services() -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<Service>>(move || {
        Some(api::page("services", &[("q", &q.get()), ("cursor", &cursor.get())]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/services/new"));
    let actions = may(Permission::ManageServices).then(|| new_button("button primary"));
    let close = Callback::new(|()| router::go(&router::with("/services", &[]), Step::Push));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name() />
                    <Clear names=&["q"] />
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
        {move || (open.get() && may(Permission::ManageServices)).then(|| form::dialog(None, close))}
    }
    .into_any()
}

fn new_button(class: &'static str) -> AnyView {
    view! {
        <a class=class href="/services/new">
            {t::new()}
        </a>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w18", t::by_teams()), ("w9 n", t::people()), ("w8", basics::status())]
}

fn row(service: &Service) -> AnyView {
    let described = (!service.description.is_empty())
        .then(|| view! { <small class="clip">{service.description.clone()}</small> });
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/services/{}", service.id)>
                    <bdi>{service.name.clone()}</bdi>
                </a>
                {described}
            </th>
            <td class="m all">{offered_by(service)}</td>
            <td class="n">{number(service.members)}</td>
            <td class="standing">{standing(service)}</td>
        </tr>
    }
    .into_any()
}

/// The teams that offer it, linked; or that everybody does, or nobody.
fn offered_by(service: &Service) -> AnyView {
    if service.everybody {
        return view! { <span class="muted">{t::everybody()}</span> }.into_any();
    }
    if service.teams.is_empty() {
        return view! { <span class="faint">{t::nothing_offered()}</span> }.into_any();
    }
    let link = |team: &shared::api::Named<shared::id::TeamId>| {
        view! {
            <li>
                <a href=format!("/teams/{}", team.id)>
                    <bdi>{team.name.clone()}</bdi>
                </a>
            </li>
        }
    };
    view! { <ul class="pointers">{service.teams.iter().map(link).collect_view()}</ul> }.into_any()
}

/// Only what is paused has a badge.
fn standing(service: &Service) -> AnyView {
    let paused = (!service.active).then(|| {
        view! { <span class="state">{crate::components::icon("pause")} {t::not_active()}</span> }
    });
    view! { {paused} }.into_any()
}

fn empty() -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href="/services">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageServices).then(|| new_button("button"));
    view! { <Empty title=t::none() text=t::none_text() seats=8 actions=actions.into_any() /> }.into_any()
}
