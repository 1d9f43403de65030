//! The whole domains of a district license: a switch for each proved domain.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::domains::Domain;
use shared::api::licenses::License;
use shared::api::methods::WholeDomains;
use shared::license::LicenseType;

use crate::acts;
use crate::api;
use crate::components::{Outcome, say};
use crate::i18n::text::methods as t;
use crate::session::may;

/// The section, for those who may change it and licenses that have it.
pub fn whole_domain(license: &License) -> AnyView {
    let allowed = may(Permission::ManageLicenses) && may(Permission::ManageDomains);
    if license.kind != LicenseType::District || !allowed {
        return ().into_any();
    }
    let (id, name) = (license.id, StoredValue::new(license.name.clone()));
    let proved = api::query::<Page<Domain>>(|| Some(api::list("domains", &[])));
    let chosen = api::query::<WholeDomains>(move || Some(format!("/api/v1/licenses/{id}/domains")));
    let boxes = move || {
        let proved = proved.data.get().map(|page| page.items).unwrap_or_default();
        let chosen = chosen.data.get()?.domains;
        let proved: Vec<_> = proved.into_iter().filter(|domain| domain.verified_at.is_some()).collect();
        if proved.is_empty() {
            let none = view! {
                <p class="words">
                    {t::whole_none()} " " <a href="/settings/domains">{t::whole_go()}</a>
                </p>
            };
            return Some(none.into_any());
        }
        let boxes = proved.into_iter().map(|domain| {
            let (on, before, this) = (chosen.contains(&domain.name), chosen.clone(), domain.name.clone());
            let toggle = move |event| {
                let mut domains = before.clone();
                domains.retain(|it| *it != this);
                if event_target_checked(&event) {
                    domains.push(this.clone());
                }
                let name = name.get_value();
                acts::perform(api::set_whole_domains(id, WholeDomains { domains }), move |_| {
                    say(Outcome::done(t::whole_saved(&name)));
                });
            };
            view! {
                <label class="choice">
                    <input class="check" type="checkbox" checked=on on:change=toggle />
                    <bdi>{domain.name}</bdi>
                </label>
            }
        });
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
