//! Companies: customers' employers with their mail domains; over it the dialog that makes one.

mod form;
pub mod of;
pub mod one;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::companies::Company;

use crate::api;
use crate::components::{Clear, Column, Empty, Head, List, Search, time};
use crate::format::number;
use crate::i18n::text::{basics, companies as t, teams};
use crate::router::{self, Step};
use crate::session::may;

/// The page, and over it the dialog that makes a company.
pub fn companies() -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<Company>>(move || {
        Some(api::page("companies", &[("q", &q.get()), ("cursor", &cursor.get())]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/companies/new"));
    let actions = may(Permission::ManageCompanies).then(|| new_button("button primary"));
    let close = Callback::new(|()| router::go(&router::with("/companies", &[]), Step::Push));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=t::name_or_domain() />
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
        {move || (open.get() && may(Permission::ManageCompanies)).then(|| form::dialog(None, close))}
    }
    .into_any()
}

fn new_button(class: &'static str) -> AnyView {
    view! {
        <a class=class href="/companies/new">
            {t::new()}
        </a>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w18", t::domains()), ("w9 n", t::customers()), ("w7 p2", teams::made())]
}

fn row(company: &Company) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/companies/{}", company.id)>
                    <bdi>{company.name.clone()}</bdi>
                </a>
            </th>
            <td class="m all">{company.domains.join(", ")}</td>
            <td class="n">
                <a href=format!("/people?company={}", company.id)>{number(company.customers)}</a>
            </td>
            <td class="p2">{time(company.created_at)}</td>
        </tr>
    }
    .into_any()
}

fn empty() -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href="/companies">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageCompanies).then(|| new_button("button"));
    view! { <Empty title=t::none() text=t::none_text() seats=8 actions=actions.into_any() /> }.into_any()
}
