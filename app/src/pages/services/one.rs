//! One service: who can be used for it, which teams offer it, its appointments; over it the dialogs that edit it and
//! make an appointment.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::services::{ChangeService, Service, ServiceMember};
use shared::id::ServiceId;

use super::{appointment, appointments, form, offered_by, standing};
use crate::acts;
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Failed, Head, Item, List, Outcome, Patient, Search, badge, dots_menu, say,
};
use crate::i18n::text::{basics, nav, services as t, teams};
use crate::router::{self, Step};
use crate::session::may;

/// The page.
pub fn service(id: ServiceId) -> AnyView {
    let found = api::query::<Service>(move || Some(format!("/api/v1/services/{id}")));
    let data = found.data;
    let name = Signal::derive(move || {
        data.with(|it| it.as_ref().map_or_else(|| t::one().to_owned(), |service| service.name.clone()))
    });
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| data.with(Option::is_some));
    let failure = move || if there.get() { None } else { found.failure.get() };
    let content = move || match (there.get(), failure()) {
        (true, _) => view! {
            <div class="cols">
                <div>{appointments::of_service(id)} {people(id)}</div>
                {move || data.get().map(|service| details(&service))}
            </div>
            {dialogs(id, data)}
        }
        .into_any(),
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let actions = move || {
        let service = data.get().filter(|_| may(Permission::ManageServices))?;
        Some(view! {
            <a class="button primary" href=format!("/services/{id}/appointment")>
                {t::appointment()}
            </a>
            {dots_menu(basics::actions_for(&service.name), move || menu(&service))}
        })
    };
    let lede = move || {
        data.get().filter(|service| !service.active || !service.description.is_empty()).map(|service| {
            view! { <p class="lede">{standing(&service)} <bdi>{service.description.clone()}</bdi></p> }
        })
    };
    view! {
        <Head
            title=name
            crumb=("/services", nav::services())
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        />
        {content}
    }
    .into_any()
}

fn menu(service: &Service) -> Vec<Item> {
    let (id, name, active) = (service.id, service.name.clone(), service.active);
    let called = name.clone();
    let delete = move || {
        let done = name.clone();
        acts::ask(t::delete_title(&name), t::delete_text(), t::delete(), move || {
            let done = done.clone();
            acts::perform(api::delete_service(id), move |_| {
                router::go("/services", Step::Push);
                say(Outcome::done(t::deleted(&done)));
            });
        });
    };
    let (symbol, word) = if active { ("pause", t::pause()) } else { ("play", t::resume()) };
    vec![
        Item::go("edit", t::edit(), format!("/services/{id}/edit")),
        Item::run(symbol, word, move || set_active(id, called.clone(), !active)),
        Item::run("trash", t::delete(), delete).danger(),
    ]
}

/// Pauses the service or offers it again, with Undo.
fn set_active(id: ServiceId, name: String, active: bool) {
    let change = ChangeService { active: Some(active), ..ChangeService::default() };
    acts::perform(async move { api::change_service(id, &change).await }, move |_| {
        let words = if active { t::resumed(&name) } else { t::paused(&name) };
        say(Outcome::done(words).undo(move || set_active(id, name.clone(), !active)));
    });
}

fn dialogs(id: ServiceId, service: RwSignal<Option<Service>>) -> AnyView {
    let place = router::place();
    let last =
        Memo::new(move |_| place.with(|place| place.path.rsplit('/').next().unwrap_or_default().to_owned()));
    let close = Callback::new(move |()| router::go(&format!("/services/{id}"), Step::Push));
    let shown = move || {
        let service = service.get_untracked().filter(|_| may(Permission::ManageServices));
        match (last.get().as_str(), service) {
            ("edit", Some(service)) => form::dialog(Some(service), close),
            ("appointment", Some(service)) => appointment::dialog(&service, close),
            _ => ().into_any(),
        }
    };
    view! { {shown} }.into_any()
}

fn people(id: ServiceId) -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<ServiceMember>>(move || {
        let filters = [("q", q.get()), ("cursor", cursor.get())];
        let filters = filters.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(api::page(&format!("services/{id}/members"), &filters))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    view! {
        <section class="listing part">
            <div class="titlebar">
                <h2>{teams::people()}</h2>
            </div>
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search_people() placeholder=basics::name_or_email() />
                    <Clear names=&["q"] />
                </div>
            </div>
            <List
                caption=teams::people()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id))
                foot=Callback::new(move |rows: usize| teams::foot_people(rows as u64))
            />
        </section>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w12", t::linked_by()), ("w8", basics::status())]
}

fn row(member: &ServiceMember) -> AnyView {
    let named = !member.name.is_empty();
    let name = if named { member.name.clone() } else { member.email.to_string() };
    let by = member.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", ");
    let by = if by.is_empty() { t::everybody().to_owned() } else { by };
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", member.id)>
                    <bdi>{name}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{member.email.to_string()}</small> })}
            </th>
            <td class="m">
                <bdi>{by}</bdi>
            </td>
            <td class="standing">{badge(Badge::of_status(member.status))}</td>
        </tr>
    }
    .into_any()
}

fn details(service: &Service) -> AnyView {
    let hint = service.everybody.then(|| view! { <p class="hint">{t::everybody_hint()}</p> });
    view! {
        <aside class="pile" aria-label=basics::details()>
            <h2>{basics::details()}</h2>
            <dl class="facts">
                <dt>{t::by_teams()}</dt>
                <dd>{offered_by(service)} {hint}</dd>
                <dt>{t::people()}</dt>
                <dd>{t::usable(u64::from(service.members))}</dd>
            </dl>
        </aside>
    }
    .into_any()
}

fn empty(id: ServiceId) -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href=format!("/services/{id}")>{basics::clear_all()}</a> };
        return view! { <Empty title=teams::nobody_matches() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageServices).then(|| {
        view! {
            <a class="button" href=format!("/services/{id}/edit")>
                {t::edit()}
            </a>
        }
    });
    view! { <Empty title=t::nobody() text=t::nobody_text() actions=actions.into_any() /> }.into_any()
}
