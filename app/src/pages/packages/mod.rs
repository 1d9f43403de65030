//! Packages and products (A7): what there is, what is of it, and what can be deleted because nothing is. Not here: the
//! dialogs that make and change them (`form`).

mod form;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::packages::{Package, Product};

use super::people_chips;
use crate::acts::{ask, perform};
use crate::api;
use crate::components::{Clear, Column, Empty, Head, Item, List, Outcome, Search, Tab, Tabs, dots_menu, say};
use crate::format::number;
use crate::i18n::text::{basics, packages as t};
use crate::router;
use crate::session::may;

/// Where each of the two is.
const PACKAGES: &str = "/packages";
const PRODUCTS: &str = "/packages/products";

/// The page.
pub fn packages() -> AnyView {
    let place = router::place();
    let products = Memo::new(move |_| place.with(|place| place.path.starts_with(PRODUCTS)));
    let manages = may(Permission::ManageLicenses);
    let new = move |class: &'static str| {
        let of_product = products.get_untracked();
        let href = format!("{}/new", if of_product { PRODUCTS } else { PACKAGES });
        let word = if of_product { t::new_product() } else { t::new() };
        manages.then(|| {
            view! {
                <a class=class href=href>
                    {word}
                </a>
            }
            .into_any()
        })
    };
    let tabs = Callback::new(move |()| {
        let tab = |href: &str, word, current| Tab { href: href.to_owned(), word, count: None, current };
        vec![
            tab(PACKAGES, t::tab_packages(), !products.get()),
            tab(PRODUCTS, t::tab_products(), products.get()),
        ]
    });
    let list = move || {
        let empty = Callback::new(move |()| empty(products.get_untracked(), new("button")));
        if products.get() { product_list(empty) } else { package_list(empty) }
    };
    let actions = move || {
        products.track();
        new("button primary")
    };
    let lede = view! { <p class="lede">{t::lede()}</p> };
    view! {
        <Head title=t::title().to_owned() lede=lede.into_any() actions=view! { {actions} }.into_any() />
        <Tabs label=t::title() tabs=tabs />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name() />
                    <Clear names=&["q"] />
                </div>
            </div>
            {list}
        </div>
        {form::over_packages()}
    }
    .into_any()
}

fn read<T>(path: &'static str) -> api::Query<Page<T>>
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
{
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    api::query(move || Some(api::page(path, &[("q", &q.get()), ("cursor", &cursor.get())])))
}

fn package_list(empty: Callback<(), AnyView>) -> AnyView {
    let list = read::<Package>("packages");
    let rows = Callback::new(move |()| {
        list.data.with(|page| page.iter().flat_map(|page| &page.items).map(package_row).collect())
    });
    let columns: Vec<Column> = vec![
        ("", basics::name()),
        ("w18 p2", t::products()),
        ("w7 n", t::licenses()),
        ("w7 n p3", t::held()),
        ("dots", ""),
    ];
    let foot = Callback::new(move |rows: usize| t::foot(rows as u64));
    view! { <List caption=t::tab_packages() columns=columns state=list.into() rows=rows empty=empty foot=foot /> }
        .into_any()
}

fn product_list(empty: Callback<(), AnyView>) -> AnyView {
    let list = read::<Product>("products");
    let rows = Callback::new(move |()| {
        list.data.with(|page| page.iter().flat_map(|page| &page.items).map(product_row).collect())
    });
    let columns: Vec<Column> = vec![
        ("", basics::name()),
        ("w14 p3", t::key()),
        ("w18 p2", t::packages()),
        ("w7 n", t::licenses()),
        ("dots", ""),
    ];
    let foot = Callback::new(move |rows: usize| t::foot(rows as u64));
    view! { <List caption=t::tab_products() columns=columns state=list.into() rows=rows empty=empty foot=foot /> }
        .into_any()
}

/// How many licenses are of it, as the way to them.
fn licenses_of(name: &str, licenses: u32) -> AnyView {
    if licenses == 0 {
        return view! { <span class="faint">0</span> }.into_any();
    }
    let href = format!("/subscriptions?{}", router::encode(&[("q", name)]));
    view! {
        <a href=href>
            {number(licenses)}
            <span class="sr">" " {t::see(name)}</span>
        </a>
    }
    .into_any()
}

fn package_row(package: &Package) -> AnyView {
    let products: Vec<_> = package.products.iter().map(|product| product.name.clone()).collect();
    let (id, name, licenses) = (package.id, package.name.clone(), package.licenses);
    let href = format!("{PACKAGES}/{id}");
    let label = basics::actions_for(&name);
    let items = {
        let (href, name) = (href.clone(), name.clone());
        move || {
            let why = (licenses > 0).then(|| t::in_use(u64::from(licenses)));
            let name = name.clone();
            vec![
                Item::go("edit", t::change(), href.clone()),
                delete_item(why, name, move || perform_delete(api::delete_package(id))),
            ]
        }
    };
    view! {
        <tr>
            <th scope="row" class="name">{named(&href, &name)}</th>
            <td class="m p2">{people_chips(&products)}</td>
            <td class="n">{licenses_of(&name, licenses)}</td>
            <td class="n p3">{number(package.held)}</td>
            <td class="dots">{may(Permission::ManageLicenses).then(|| dots_menu(label, items))}</td>
        </tr>
    }
    .into_any()
}

fn product_row(product: &Product) -> AnyView {
    let packages: Vec<_> = product.packages.iter().map(|package| package.name.clone()).collect();
    let (id, name, licenses) = (product.id, product.name.clone(), product.licenses);
    let bundled = !packages.is_empty();
    let href = format!("{PRODUCTS}/{id}");
    let label = basics::actions_for(&name);
    let items = {
        let (href, name) = (href.clone(), name.clone());
        move || {
            let why = match (licenses, bundled) {
                (1.., _) => Some(t::in_use(u64::from(licenses))),
                (_, true) => Some(t::bundled().to_owned()),
                _ => None,
            };
            let name = name.clone();
            vec![
                Item::go("edit", t::change(), href.clone()),
                delete_item(why, name, move || perform_delete(api::delete_product(id))),
            ]
        }
    };
    view! {
        <tr>
            <th scope="row" class="name">{named(&href, &name)}</th>
            <td class="p3">
                <span class="id">{product.key.clone()}</span>
            </td>
            <td class="m p2">{people_chips(&packages)}</td>
            <td class="n">{licenses_of(&product.key, licenses)}</td>
            <td class="dots">{may(Permission::ManageLicenses).then(|| dots_menu(label, items))}</td>
        </tr>
    }
    .into_any()
}

fn named(href: &str, name: &str) -> AnyView {
    let name = view! { <bdi>{name.to_owned()}</bdi> };
    if may(Permission::ManageLicenses) {
        view! {
            <a class="clip" href=href.to_owned()>
                {name}
            </a>
        }
        .into_any()
    } else {
        view! { <span class="clip">{name}</span> }.into_any()
    }
}

/// Deletes after asking, or says why it can't be.
fn delete_item(
    why: Option<String>,
    name: String,
    delete: impl Fn() -> Box<dyn FnOnce(String)> + Send + Sync + Copy + 'static,
) -> Item {
    match why {
        Some(why) => Item::refused("trash", t::delete(), why),
        None => Item::run("trash", t::delete(), move || {
            let done = name.clone();
            ask(t::delete_title(&name), t::delete_text(), t::delete(), move || delete()(done.clone()));
        })
        .danger(),
    }
}

fn perform_delete<T: 'static>(
    call: impl Future<Output = api::Answer<T>> + 'static,
) -> Box<dyn FnOnce(String)> {
    Box::new(move |name| perform(call, move |_| say(Outcome::done(t::deleted(&name)))))
}

fn empty(products: bool, action: Option<AnyView>) -> AnyView {
    let home = if products { PRODUCTS } else { PACKAGES };
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href=home>{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let (title, text) =
        if products { (t::no_product(), t::no_product_text()) } else { (t::none(), t::none_text()) };
    view! { <Empty title=title text=text actions=action.into_any() /> }.into_any()
}
