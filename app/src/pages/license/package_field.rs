//! What a license is of: a package, or a product alone (A7).

use leptos::prelude::*;
use shared::api::Page;
use shared::api::packages::{Package, Product};

use crate::api;
use crate::components::SelectField;
use crate::i18n::text::packages as t;

/// All packages, once they are there.
fn packages() -> RwSignal<Option<Page<Package>>> {
    api::query::<Page<Package>>(|| Some(api::list("packages", &[("limit", "200")]))).data
}

/// The choice for a new license; `product` stands beside it while no package is chosen. Nothing to choose: only that.
pub fn create(value: RwSignal<String>, error: Signal<String>, product: AnyView) -> AnyView {
    let packages = packages();
    let alone = Memo::new(move |_| value.with(String::is_empty));
    view! {
        {field(value, error, packages, Signal::stored(Vec::new()), "")}
        <div hidden=move || !alone.get()>{product}</div>
    }
    .into_any()
}

/// The choice for a license that is there; `product` is what it is of now, where that is one product.
pub fn change(value: RwSignal<String>, error: Signal<String>, product: Option<String>) -> AnyView {
    let products = api::query::<Page<Product>>(move || {
        product.as_ref().map(|product| api::list("products", &[("q", product), ("limit", "200")]))
    });
    let known = Signal::derive(move || products.data.get().map(|page| page.items).unwrap_or_default());
    field(value, error, packages(), known, t::of_hint())
}

fn field(
    value: RwSignal<String>,
    error: Signal<String>,
    packages: RwSignal<Option<Page<Package>>>,
    known: Signal<Vec<Product>>,
    hint: &'static str,
) -> AnyView {
    let some =
        Memo::new(move |_| packages.with(|page| page.as_ref().is_some_and(|page| !page.items.is_empty())));
    let select = move || {
        let mut options = vec![(String::new(), t::single().to_owned())];
        packages.with_untracked(|page| {
            let all = page.iter().flat_map(|page| &page.items);
            options.extend(all.map(|package| (package.id.to_string(), package.name.clone())));
        });
        view! {
            <SelectField
                label=t::of()
                id="license-package"
                value=value
                options=options
                error=error
                hint=hint
            />
        }
    };
    let bundled = move || {
        packages.with(|page| {
            let chosen = page.as_ref()?.items.iter().find(|it| it.id.to_string() == value.get())?;
            let names: Vec<_> = chosen.products.iter().map(|product| product.name.clone()).collect();
            let words = if names.is_empty() { String::new() } else { t::bundles(&names.join(", ")) };
            let kept = |product: &Product| chosen.products.iter().any(|it| it.id == product.id);
            let lost = known.with(|known| known.first().filter(|it| !kept(it)).map(|it| t::loses(&it.name)));
            Some((words, lost))
        })
    };
    let told = move || {
        bundled().map(|(words, lost)| {
            view! {
                <p class="words">{words} {lost.map(|lost| view! { " " <b>{lost}</b> })}</p>
            }
        })
    };
    view! {
        <div>
            {move || some.get().then(select)} <div role="status">{told}</div>
        </div>
    }
    .into_any()
}
