//! One company: its domains and its customers; over it the dialog that edits it.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::companies::Company;
use shared::api::members::Member;
use shared::id::CompanyId;

use super::form;
use crate::acts::{self, called};
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Failed, Head, Item, List, Outcome, Patient, Search, badge, dots_menu, say,
    time,
};
use crate::i18n::text::{basics, companies as t, nav, services, teams};
use crate::router::{self, Step};
use crate::session::may;

/// The page.
pub fn company(id: CompanyId) -> AnyView {
    let found = api::query::<Company>(move || Some(format!("/api/v1/companies/{id}")));
    let data = found.data;
    let name = Signal::derive(move || {
        data.with(|it| it.as_ref().map_or_else(|| t::one().to_owned(), |company| company.name.clone()))
    });
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| data.with(Option::is_some));
    let failure = move || if there.get() { None } else { found.failure.get() };
    let content = move || match (there.get(), failure()) {
        (true, _) => view! { {customers(id)} {dialogs(id, data)} }.into_any(),
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let actions = move || {
        let company = data.get().filter(|_| may(Permission::ManageCompanies))?;
        Some(view! {
            <a class="button primary" href=format!("/companies/{id}/edit")>
                {services::edit()}
            </a>
            {dots_menu(basics::actions_for(&company.name), move || menu(&company))}
        })
    };
    let lede = move || {
        let company = data.get()?;
        let words =
            if company.domains.is_empty() { t::no_domains().to_owned() } else { company.domains.join(", ") };
        Some(view! { <p class="lede">{words}</p> })
    };
    view! {
        <Head
            title=name
            crumb=("/companies", nav::companies())
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        />
        {content}
    }
    .into_any()
}

fn menu(company: &Company) -> Vec<Item> {
    let (id, name) = (company.id, company.name.clone());
    let delete = move || {
        let done = name.clone();
        acts::ask(t::delete_title(&name), t::delete_text(), t::delete(), move || {
            let done = done.clone();
            acts::perform(api::delete_company(id), move |_| {
                router::go("/companies", Step::Push);
                say(Outcome::done(t::deleted(&done)));
            });
        });
    };
    vec![Item::run("trash", t::delete(), delete).danger()]
}

fn dialogs(id: CompanyId, company: RwSignal<Option<Company>>) -> AnyView {
    let place = router::place();
    let path = format!("/companies/{id}/edit");
    let open = Memo::new(move |_| place.with(|place| place.path == path));
    let close = Callback::new(move |()| router::go(&format!("/companies/{id}"), Step::Push));
    let shown = move || {
        let company = company.get_untracked().filter(|_| open.get() && may(Permission::ManageCompanies));
        company.map(|company| form::dialog(Some(company), close))
    };
    view! { {shown} }.into_any()
}

fn customers(id: CompanyId) -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<Member>>(move || {
        let (q, cursor) = (q.get(), cursor.get());
        Some(api::page("members", &[("company", &id.to_string()), ("q", &q), ("cursor", &cursor)]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    view! {
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search_customers() placeholder=basics::name_or_email() />
                    <Clear names=&["q"] />
                </div>
            </div>
            <List
                caption=t::customers()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id))
                foot=Callback::new(move |rows: usize| teams::foot_people(rows as u64))
            />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w9 p2", t::since()), ("w8", basics::status())]
}

fn row(member: &Member) -> AnyView {
    let name = called(member);
    let named = !member.name.is_empty();
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", member.id)>
                    <bdi>{name}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{member.email.to_string()}</small> })}
            </th>
            <td class="m p2">{time(member.created_at)}</td>
            <td class="standing">{badge(Badge::of_status(member.status))}</td>
        </tr>
    }
    .into_any()
}

fn empty(id: CompanyId) -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href=format!("/companies/{id}")>{basics::clear_all()}</a> };
        return view! { <Empty title=teams::nobody_matches() actions=actions.into_any() /> }.into_any();
    }
    view! { <Empty title=t::nobody() text=t::nobody_text() seats=8 /> }.into_any()
}
