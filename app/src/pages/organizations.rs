//! The organizations that I am in: switching, and for whoever runs the instance making another one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::Named;
use shared::api::session::Session;
use shared::id::OrganizationId;
use shared::text::Name;

use super::license_create::{Errors, put_failure};
use super::teams::name_dialog;
use crate::acts::perform;
use crate::api;
use crate::components::{Head, Outcome, icon, say};
use crate::i18n::text::organizations as t;
use crate::router::{self, Step};
use crate::session::me;

/// The page, and over it the dialog that makes one.
pub fn organizations() -> AnyView {
    let operator = me().now().operator;
    // Read anew, since one may just have been made.
    let session = api::query::<Session>(|| Some("/api/v1/session".to_owned()));
    let actions = operator.then(|| {
        view! {
            <a class="button primary" href="/organizations/new">
                {t::new()}
            </a>
        }
    });
    let rows = move || {
        let session = session.data.get()?;
        let here = row(&session.organization, true);
        let others = session.organizations.iter().map(|other| row(other, false)).collect_view();
        Some(view! {
            <ul class="rows">{here} {others}</ul>
        })
    };
    let place = router::place();
    let open = Memo::new(move |_| operator && place.with(|place| place.path == "/organizations/new"));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <div class="narrow pile">
            <p class="words">{t::text()}</p>
            {rows}
        </div>
        {move || open.get().then(dialog)}
    }
    .into_any()
}

fn row(organization: &Named<OrganizationId>, here: bool) -> AnyView {
    let id = organization.id;
    let act = if here {
        view! { <span class="faint">{t::here()}</span> }.into_any()
    } else {
        let press = move |_| perform(api::switch_organization(id), |_| router::leave("/"));
        view! {
            <button class="button small" aria-label=t::switch_to(&organization.name) on:click=press>
                {t::switch()}
            </button>
        }
        .into_any()
    };
    view! {
        <li class="act">
            <span class="tone">{icon("org")}</span>
            <p>
                <b>
                    <bdi>{organization.name.clone()}</bdi>
                </b>
            </p>
            {act}
        </li>
    }
    .into_any()
}

fn dialog() -> AnyView {
    let close = Callback::new(|()| router::go("/organizations", Step::Push));
    let save = Callback::new(move |(name, errors): (Name, Errors)| {
        spawn_local(async move {
            match api::create_organization(name).await {
                Ok(made) => {
                    close.try_run(());
                    say(Outcome::done(t::created(&made.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name"]),
            }
        });
    });
    name_dialog(t::new().to_owned(), "", t::name_hint(), t::create(), close, save)
}
