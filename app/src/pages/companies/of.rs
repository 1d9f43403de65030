//! The company of a customer: a fact on their page, and the dialog over it that changes it.

use leptos::prelude::*;
use shared::access::{Permission, Role};
use shared::api::Page;
use shared::api::companies::{Company, PlaceCustomer};
use shared::api::members::Member;
use shared::id::MemberId;

use crate::acts::{self, called};
use crate::api;
use crate::components::{Dialog, Outcome, SelectField, say};
use crate::i18n::text::{basics, companies as t};
use crate::router::{self, Step};
use crate::session::may;

/// The choice that lets the mail domain decide.
const BY_DOMAIN: &str = "domain";

/// The company as a term and its description; nothing for staff.
pub fn fact(member: &Member) -> AnyView {
    if member.role != Role::Customer {
        return ().into_any();
    }
    let company = member.company.as_ref().map_or_else(
        || view! { <span class="faint">{t::in_none()}</span> }.into_any(),
        |company| {
            view! {
                <a href=format!("/companies/{}", company.id)>
                    <bdi>{company.name.clone()}</bdi>
                </a>
            }
            .into_any()
        },
    );
    let change = may(Permission::ManageCompanies).then(|| {
        view! {
            <a class="button small quiet" href=format!("/people/{}/company", member.id)>
                {t::change()}
            </a>
        }
    });
    view! {
        <dt>{t::one()}</dt>
        <dd>{company} {change}</dd>
    }
    .into_any()
}

/// The dialog, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/company");
    let open = Memo::new(move |_| place.with(|place| place.path == path) && member.with(Option::is_some));
    view! {
        {move || {
            let shown = open.get() && may(Permission::ManageCompanies);
            shown.then(|| member.get_untracked().map(|member| dialog(&member)))
        }}
    }
    .into_any()
}

fn dialog(member: &Member) -> AnyView {
    let (id, name) = (member.id, called(member));
    let now = member.company.as_ref().map_or_else(|| BY_DOMAIN.to_owned(), |company| company.id.to_string());
    let chosen = RwSignal::new(now);
    let companies = api::query::<Page<Company>>(|| Some(api::list("companies", &[("limit", "200")])));
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let title = t::change_title(&name);
    let save = move |_| {
        let chosen = chosen.get_untracked();
        let place = PlaceCustomer { company: chosen.parse().ok(), by_domain: chosen == BY_DOMAIN };
        let name = name.clone();
        acts::perform(async move { api::place_customer(id, &place).await }, move |member| {
            close.try_run(());
            let company = member.company.map_or_else(|| t::in_none().to_owned(), |company| company.name);
            say(Outcome::done(t::placed(&name, &company)));
        });
    };
    let body = move || match companies.data.get() {
        None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        Some(page) => {
            let fixed =
                [(BY_DOMAIN.to_owned(), t::by_domain().to_owned()), (String::new(), t::in_none().to_owned())];
            let options =
                fixed.into_iter().chain(page.items.into_iter().map(|it| (it.id.to_string(), it.name)));
            view! { <SelectField label=t::one() id="company-of" value=chosen options=options.collect() hint=t::by_domain_hint() /> }
                .into_any()
        }
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" on:click=save>
                {t::save()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close body=view! { {body} }.into_any() footer=footer.into_any() /> }
        .into_any()
}
