//! The whole domains of a district license: a switch for each proved domain.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::domains::Domain;
use shared::api::licenses::License;
use shared::api::methods::WholeDomains;
use shared::id::LicenseId;
use shared::license::LicenseType;

use crate::api;
use crate::at_once::{self, Choice};
use crate::i18n::text::methods as t;
use crate::session::may;

/// The section, for those who may change it and licenses that have it.
pub fn whole_domain(license: &License) -> AnyView {
    let allowed = may(Permission::ManageLicenses) && may(Permission::ManageDomains);
    if license.kind != LicenseType::District || !allowed {
        return ().into_any();
    }
    let (id, name) = (license.id, license.name.clone());
    let found = api::query::<Page<Domain>>(|| Some(api::list("domains", &[])));
    let read = api::query::<WholeDomains>(move || Some(format!("/api/v1/licenses/{id}/domains")));
    let chosen = at_once::following(move || read.data.get().map(|whole| whole.domains));
    // Drawn once, so that a box that was pressed keeps the focus.
    let proved = Memo::new(move |_| {
        read.data.with(Option::is_some).then_some(())?;
        let proved = |domain: &&Domain| domain.verified_at.is_some();
        let names = |page: &Page<Domain>| {
            page.items.iter().filter(proved).map(|domain| domain.name.clone()).collect::<Vec<_>>()
        };
        found.data.with(|page| page.as_ref().map(names))
    });
    let boxes = move || {
        let proved = proved.get()?;
        if proved.is_empty() {
            let none = view! {
                <p class="words">
                    {t::whole_none()} " " <a href="/settings/domains">{t::whole_go()}</a>
                </p>
            };
            return Some(none.into_any());
        }
        let boxes = proved.into_iter().map(|domain| domain_box(id, &name, &chosen, domain));
        Some(view! { <div class="boxes">{boxes.collect_view()}</div> }.into_any())
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::whole_domain()}</h2>
            </div>
            <p class="words muted">{t::whole_lead()}</p>
            {boxes}
        </section>
    }
    .into_any()
}

fn domain_box(id: LicenseId, name: &str, chosen: &Choice<Vec<String>>, domain: String) -> AnyView {
    let (name, chosen, shown) = (name.to_owned(), chosen.clone(), chosen.clone());
    let words = view! { <bdi>{domain.clone()}</bdi> }.into_any();
    let this = domain.clone();
    let press = move |on| {
        let name = name.clone();
        let save = move |domains| api::set_whole_domains(id, WholeDomains { domains });
        at_once::choose(&chosen, |chosen| chosen.put(this.clone(), on), save, move |_| t::whole_saved(&name));
    };
    at_once::check_box(false, move || shown.with(|chosen| chosen.wanted.contains(&domain)), press, words)
}
