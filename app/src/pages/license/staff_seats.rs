//! Staff seats: which roles take a seat of a staff license. A setting for which seats are missing is refused with how many.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Permission, Role};
use shared::api::Named;
use shared::api::events::Event;
use shared::api::licenses::License;
use shared::api::staff_seats::SetStaffSeats;
use shared::id::LicenseId;
use shared::license::LicenseType;
use shared::staff_seats::{DEFAULT, ELIGIBLE};

use crate::acts;
use crate::api;
use crate::components::{Outcome, Wrong, say};
use crate::i18n::text::{events, staff as t};
use crate::session::may;
use crate::words;

/// The section, for those who may change it and licenses that have it.
pub fn staff_seats(license: RwSignal<Option<License>>) -> AnyView {
    let Some(license) = license.get_untracked() else { return ().into_any() };
    if license.kind != LicenseType::Staff || !may(Permission::ManageLicenses) {
        return ().into_any();
    }
    let read = api::staff_seats();
    // What is ticked stays while the setting is what it was, whatever else was written meanwhile.
    let now = Memo::new(move |_| {
        read.data.with(|now| now.as_ref().map(|now| (now.license.clone(), now.roles.clone())))
    });
    let name = StoredValue::new(license.name);
    let form = move || now.get().map(|(named, roles)| form(license.id, name, named, roles));
    view! {
        <section class="part narrow pile" aria-labelledby="staff-seats">
            <h2 id="staff-seats">{t::title()}</h2>
            <p class="words">{t::text()}</p>
            {form}
        </section>
    }
    .into_any()
}

fn form(
    license: LicenseId,
    name: StoredValue<String>,
    named: Option<Named<LicenseId>>,
    before: Vec<Role>,
) -> AnyView {
    let here = named.as_ref().is_some_and(|named| named.id == license);
    let elsewhere = named.filter(|named| named.id != license);
    let roles = RwSignal::new(if here { before.clone() } else { DEFAULT.to_vec() });
    let error = RwSignal::new(String::new());
    let one = |role: &Role| {
        let role = *role;
        let toggle = move |event| {
            let on = event_target_checked(&event);
            roles.update(|roles| {
                roles.retain(|it| *it != role);
                if on {
                    roles.push(role);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=move || roles.with(|roles| roles.contains(&role))
                    on:change=toggle
                />
                {words::role(role)}
            </label>
        }
    };
    let save = move |_| {
        error.set(String::new());
        let set = SetStaffSeats { license, roles: Some(roles.get_untracked()) };
        let name = name.get_value();
        spawn_local(async move {
            match api::set_staff_seats(&set).await {
                Ok(_) => {
                    say(Outcome::done(t::saved(&name)));
                    api::written();
                }
                Err(failure) => acts::tell_at(error, &failure),
            }
        });
    };
    let stop = move |_| {
        let undo = SetStaffSeats { license, roles: Some(before.clone()) };
        acts::perform(api::clear_staff_seats(), move |_| {
            let undo = undo.clone();
            let again = move || {
                let undo = undo.clone();
                acts::perform(async move { api::set_staff_seats(&undo).await }, |_| {
                    say(Outcome::done(t::again()));
                });
            };
            say(Outcome::done(t::stopped()).undo(again));
        });
    };
    let other = elsewhere.map(|named| {
        view! {
            <p class="words">
                {t::elsewhere()} " "
                <a href=format!("/licenses/{}/settings", named.id)>
                    <bdi>{named.name}</bdi>
                </a>
            </p>
        }
    });
    let ending = here.then(|| {
        view! {
            <button type="button" class="button" on:click=stop>
                {t::stop()}
            </button>
        }
    });
    let off = move || roles.with(Vec::is_empty).then_some("true");
    view! {
        {other}
        <fieldset>
            <legend>{t::roles()}</legend>
            <div class="boxes">{ELIGIBLE.iter().map(one).collect_view()}</div>
        </fieldset>
        <Wrong id="staff-error".to_owned() words=error />
        <div class="actions">
            <button type="button" class="button" aria-disabled=off on:click=save>
                {if here { t::save() } else { t::begin() }}
            </button>
            {ending}
        </div>
    }
    .into_any()
}

/// Which roles take seats of a license from then on, if any.
pub fn told(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    let roles = event.details["roles"].as_array().into_iter().flatten();
    let roles: Vec<_> = roles.filter_map(|role| role.as_str()?.parse().ok()).map(words::role).collect();
    if roles.is_empty() {
        events::staff_seats_stopped(who, whom)
    } else {
        events::staff_seats_changed(who, &roles.join(", "), whom)
    }
}
