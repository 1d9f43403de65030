//! The dialogs that make and change a package or a product. What a changed package brings and takes is told before it
//! is saved; a new name changes nothing for anybody.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::packages::{
    ChangePackage, ChangeProduct, CreatePackage, CreateProduct, Package, PackageEffect, Product,
};
use shared::id::{PackageId, ProductId};
use shared::text::Name;

use super::{PACKAGES, PRODUCTS};
use crate::api::{self, Answer};
use crate::components::{Choice, Combobox, Dialog, Outcome, TextField, Wrong, say};
use crate::i18n::text::{basics, packages as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::router::{self, Step};
use crate::session::may;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    NewPackage,
    Package(PackageId),
    NewProduct,
    Product(ProductId),
}

impl Open {
    fn at(path: &str) -> Self {
        let rest = path.strip_prefix(PACKAGES).unwrap_or_default().trim_start_matches('/');
        match rest.strip_prefix("products/") {
            Some("new") => Self::NewProduct,
            Some(id) => id.parse().map_or(Self::Nothing, Self::Product),
            None if rest == "new" => Self::NewPackage,
            None => rest.parse().map_or(Self::Nothing, Self::Package),
        }
    }
}

/// The dialog whose address is open.
pub fn over_packages() -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| Open::at(&place.path)));
    view! {
        {move || match open.get() {
            _ if !may(Permission::ManageLicenses) => ().into_any(),
            Open::Nothing => ().into_any(),
            Open::NewPackage => package(None),
            Open::NewProduct => product(None),
            Open::Package(id) => {
                found::<Package>(format!("/api/v1/packages/{id}"), |it| package(Some(it)))
            }
            Open::Product(id) => {
                found::<Product>(format!("/api/v1/products/{id}"), |it| product(Some(it)))
            }
        }}
    }
    .into_any()
}

/// Draws once it is there; reading anew leaves the dialog alone.
fn found<T>(path: String, draw: fn(T) -> AnyView) -> AnyView
where
    T: serde::de::DeserializeOwned + Clone + Send + Sync + 'static,
{
    let query = api::query::<T>(move || Some(path.clone()));
    let there = Memo::new(move |_| query.data.with(Option::is_some));
    view! { {move || there.get().then(|| query.data.get_untracked()).flatten().map(draw)} }.into_any()
}

fn back(to: &'static str) -> Callback<()> {
    Callback::new(move |()| router::go(&router::with(to, &[]), Step::Push))
}

/// Says how it went, and closes or shows what is wrong.
fn settle<T>(
    answer: Answer<T>,
    called: fn(&T) -> &str,
    words: fn(&str) -> String,
    errors: Errors,
    close: Callback<()>,
) {
    match answer {
        Ok(made) => {
            close.try_run(());
            say(Outcome::done(words(called(&made))));
            api::written();
        }
        Err(failure) => put_failure(errors, &failure, &["name", "products"]),
    }
}

fn frame(
    title: String,
    act: &'static str,
    typed: Signal<bool>,
    close: Callback<()>,
    body: AnyView,
) -> AnyView {
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="package-form">
                {act}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close typed=typed body=body footer=footer.into_any() /> }.into_any()
}

fn product(before: Option<Product>) -> AnyView {
    let close = back(PRODUCTS);
    let was = before.as_ref().map(|product| product.name.clone()).unwrap_or_default();
    let name = RwSignal::new(was.clone());
    let errors: Errors = RwSignal::new(Vec::new());
    let id = before.as_ref().map(|product| product.id);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let name = match Name::parse(&name.get_untracked(), "name") {
            Ok(name) => name,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        spawn_local(async move {
            let (answer, words): (_, fn(&str) -> String) = match id {
                Some(id) => (api::rename_product(id, &ChangeProduct { name }).await, t::saved),
                None => (api::create_product(&CreateProduct { name }).await, t::created),
            };
            settle(answer, |product: &Product| &product.name, words, errors, close);
        });
    };
    let hint = before
        .as_ref()
        .map_or_else(|| t::product_hint().to_owned(), |product| t::product_rename(&product.key));
    let body = view! {
        <form id="package-form" class="pile" on:submit=save novalidate=true>
            <Wrong id="package-error".to_owned() words=error_at(errors, "") />
            <TextField label=basics::name() id="package-name" value=name error=error_at(errors, "name") focus=true />
            <p class="words">{hint}</p>
        </form>
    };
    let (title, act) = match before {
        Some(product) => (t::rename_title(&product.name), t::save()),
        None => (t::new_product().to_owned(), t::create()),
    };
    let typed = Signal::derive(move || name.get() != was);
    frame(title, act, typed, close, body.into_any())
}

fn choice(product: &Product) -> Choice {
    Choice { id: product.id.to_string(), label: product.name.clone(), hint: String::new(), refused: false }
}

fn package(before: Option<Package>) -> AnyView {
    let close = back(PACKAGES);
    let was = before.as_ref().map(|package| package.name.clone()).unwrap_or_default();
    let bundled: Vec<Choice> = before
        .iter()
        .flat_map(|package| &package.products)
        .map(|it| Choice {
            id: it.id.to_string(),
            label: it.name.clone(),
            hint: String::new(),
            refused: false,
        })
        .collect();
    let (name, chosen) = (RwSignal::new(was.clone()), RwSignal::new(bundled.clone()));
    let errors: Errors = RwSignal::new(Vec::new());
    let id = before.as_ref().map(|package| package.id);
    let wanted = RwSignal::new(String::new());
    let all = api::query::<Page<Product>>(move || {
        Some(api::list("products", &[("q", wanted.get().trim()), ("limit", "50")]))
    });
    let options = Signal::derive(move || {
        all.data.with(|page| page.iter().flat_map(|page| &page.items).map(choice).collect::<Vec<_>>())
    });
    let ids = move || -> Vec<ProductId> {
        chosen.with(|chosen| chosen.iter().filter_map(|choice| choice.id.parse().ok()).collect())
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let name = match Name::parse(&name.get_untracked(), "name") {
            Ok(name) => name,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        let products = untrack(ids);
        spawn_local(async move {
            let (answer, words): (_, fn(&str) -> String) = match id {
                Some(id) => {
                    let change = ChangePackage { name: Some(name), products: Some(products) };
                    (api::change_package(id, &change).await, t::saved)
                }
                None => (api::create_package(&CreatePackage { name, products }).await, t::created),
            };
            settle(answer, |package: &Package| &package.name, words, errors, close);
        });
    };
    let hint = if id.is_some() { t::name_hint() } else { "" };
    let effect = id.map(|id| effect(id, Signal::derive(ids)));
    let body = view! {
        <form id="package-form" class="pile" on:submit=save novalidate=true>
            <Wrong id="package-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=basics::name()
                id="package-name"
                value=name
                error=error_at(errors, "name")
                hint=hint
                focus=true
            />
            <Combobox
                label=t::products()
                id="package-products"
                chosen=chosen
                options=options
                on_search=Callback::new(move |text: String| wanted.set(text))
                hint=t::products_hint()
            />
            <Wrong id="package-products-error".to_owned() words=error_at(errors, "products") />
            {effect}
        </form>
    };
    let (title, act) = match before {
        Some(package) => (t::change_title(&package.name), t::save()),
        None => (t::new().to_owned(), t::create()),
    };
    let typed = Signal::derive(move || name.get() != was || chosen.get() != bundled);
    frame(title, act, typed, close, body.into_any())
}

/// Which products would come and go, and for how many people.
fn effect(id: PackageId, products: Signal<Vec<ProductId>>) -> AnyView {
    let effect = RwSignal::new(None::<PackageEffect>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let change = ChangePackage { name: None, products: Some(products.get()) };
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        spawn_local(async move {
            let answer = api::preview_package(id, &change).await;
            if asked.try_get_value() == Some(mine) {
                let _ = effect.try_set(answer.ok());
            }
        });
    });
    let lines = move || {
        effect.with(|effect| {
            let line = |product: &shared::api::packages::ProductEffect| {
                let people = u64::from(product.people);
                let (class, words) = if product.comes {
                    ("muted", t::comes(people, &product.name))
                } else {
                    ("tone warning", t::goes(people, &product.name))
                };
                view! { <li class=class>{words}</li> }
            };
            effect.iter().flat_map(|effect| &effect.products).map(line).collect_view()
        })
    };
    view! {
        <ul class="told" role="status">
            {lines}
        </ul>
    }
    .into_any()
}
