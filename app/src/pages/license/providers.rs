//! Meeting providers of a license: which it uses, and the second step after assigning: connecting its people.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::licenses::License;
use shared::api::providers::{LicenseProvider, LicenseProviders, ProviderSetup};
use shared::id::LicenseId;
use shared::provider::{PROVIDERS, ProviderId, Way};

use crate::api;
use crate::at_once::{self, Choice};
use crate::components::icon;
use crate::format::number;
use crate::i18n::text::{connections as c, providers as t};
use crate::session::may;

/// What comes after assigning, for each provider where somebody is not connected. Normal is silent.
pub fn guide(id: LicenseId) -> AnyView {
    let used = api::query::<LicenseProviders>(move || Some(format!("/api/v1/licenses/{id}/providers")));
    let waits = move || {
        used.data.with(|used| {
            let used = used.as_ref().map(|used| used.providers.as_slice()).unwrap_or_default();
            used.iter().any(|used| used.people.connected < used.people.licensed)
        })
    };
    let waits = Memo::new(move |_| waits());
    let setups =
        api::query::<Page<ProviderSetup>>(move || waits.get().then(|| "/api/v1/providers".to_owned()));
    let notes = move || {
        let used = used.data.get().map(|used| used.providers).unwrap_or_default();
        let setups = setups.data.get().map(|page| page.items).unwrap_or_default();
        let of = |id| setups.iter().find(|setup| setup.id == id);
        let waiting = used.iter().filter(|used| used.people.connected < used.people.licensed);
        waiting.filter_map(|used| Some(note(id, used, of(used.provider)?))).collect_view()
    };
    view! { {notes} }.into_any()
}

fn note(license: LicenseId, used: &LicenseProvider, setup: &ProviderSetup) -> AnyView {
    let (id, name) = (used.provider, setup.name.as_str());
    let manage = may(Permission::ManageConnections);
    let open = u64::from(used.people.licensed - used.people.connected);
    let link = |href: String, word: String| {
        view! {
            <a class="button small" href=href>
                {word}
            </a>
        }
        .into_any()
    };
    let (words, main) = match (setup.way, setup.ready) {
        (Way::EachPerson, _) => (t::next_ask().to_owned(), None),
        (Way::Organization, false) => (t::next_setup(name), Some((true, t::setup_of(name)))),
        (Way::OrganizationWithSite, false) => (t::next_site(name), Some((true, t::setup_of(name)))),
        (_, true) => (t::next_match().to_owned(), Some((false, c::matching().to_owned()))),
    };
    let main = main.filter(|_| manage).map(|(set_up, word)| {
        let href = if set_up {
            format!("/connections?setup={id}")
        } else {
            format!("/connections/match?provider={id}")
        };
        link(href, word)
    });
    let see = format!("/connections?provider={id}&license={license}&state=not_connected");
    let see = (used.people.not_connected > 0).then(|| link(see, t::see_who().to_owned()));
    view! {
        <div class="note warning guide">
            {icon("warn")}
            <p>
                <b>{t::next(name)}</b>
                " "
                {t::next_people(open, &number(used.people.licensed))}
                " "
                {words}
            </p>
            <div class="actions">{main} {see}</div>
        </div>
    }
    .into_any()
}

/// Which providers it uses, in the settings; each press is saved at once.
pub fn choice(license: RwSignal<Option<License>>) -> AnyView {
    let Some(now) = license.get_untracked() else { return ().into_any() };
    let (id, name) = (now.id, now.name);
    let used = api::query::<LicenseProviders>(move || Some(format!("/api/v1/licenses/{id}/providers")));
    let providers = move || {
        let of = |used: &LicenseProviders| used.providers.iter().map(|it| it.provider).collect::<Vec<_>>();
        used.data.with(|used| used.as_ref().map(of))
    };
    let chosen = at_once::following(providers);
    // Drawn once, so that a box that was pressed keeps the focus.
    let there = Memo::new(move |_| used.data.with(Option::is_some));
    let boxes = move || {
        let one = |provider: ProviderId| provider_box(id, &name, &chosen, provider);
        there.get().then(|| PROVIDERS.iter().map(|provider| one(provider.id)).collect_view())
    };
    view! {
        <section class="narrow part">
            <fieldset>
                <legend>{t::of_license()}</legend>
                <p class="words">{t::of_license_text()}</p>
                <div class="boxes">{boxes}</div>
            </fieldset>
        </section>
    }
    .into_any()
}

fn provider_box(
    license: LicenseId,
    name: &str,
    chosen: &Choice<Vec<ProviderId>>,
    provider: ProviderId,
) -> AnyView {
    let (name, chosen, shown) = (name.to_owned(), chosen.clone(), chosen.clone());
    let press = move |on| {
        let name = name.clone();
        let words = move |used: LicenseProviders| {
            let names: Vec<_> = used.providers.iter().map(|it| it.provider.provider().name).collect();
            if names.is_empty() {
                t::of_license_none(&name)
            } else {
                t::of_license_saved(&name, &names.join(", "))
            }
        };
        let save = move |providers| api::use_providers(license, providers);
        at_once::choose(&chosen, |chosen| chosen.put(provider, on), save, words);
    };
    let on = move || shown.with(|chosen| chosen.wanted.contains(&provider));
    at_once::check_box(false, on, press, view! { <span>{provider.provider().name}</span> }.into_any())
}
