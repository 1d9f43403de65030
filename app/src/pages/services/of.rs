//! The services of a team or a person as a fact on their page; nothing where the organization has no services.

use leptos::prelude::*;
use shared::api::Page;
use shared::api::services::Service;

use crate::api;
use crate::i18n::text::{nav, services as t};

/// The services that `filter` (`team` or `member`) with this id names, as a term and its description.
pub fn facts(filter: &'static str, id: String) -> AnyView {
    let found = api::query::<Page<Service>>(move || Some(api::list("services", &[(filter, &id)])));
    let any = api::query::<Page<Service>>(|| Some(api::list("services", &[("limit", "1")])));
    let shown = move || {
        let services = found.data.get()?.items;
        let used = any.data.get().is_some_and(|page| !page.items.is_empty());
        used.then(|| {
            view! {
                <dt>{nav::services()}</dt>
                <dd>{links(&services)}</dd>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn links(services: &[Service]) -> AnyView {
    if services.is_empty() {
        return view! { <span class="faint">{t::none_of()}</span> }.into_any();
    }
    let link = |service: &Service| {
        view! {
            <li>
                <a href=format!("/services/{}", service.id)>
                    <bdi>{service.name.clone()}</bdi>
                </a>
            </li>
        }
    };
    view! { <ul class="pointers">{services.iter().map(link).collect_view()}</ul> }.into_any()
}
