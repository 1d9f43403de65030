//! My own licenses: what I may use, and the seats that I am offered, to join or decline (B13, B14). Drawn on Home of
//! people who administer nothing, in the account, and as the dialog after sign-in.

use leptos::prelude::*;
use shared::api::Page;
use shared::api::me::MyLicense;
use shared::license::{AssignmentStatus, LicenseState, Term};

use crate::acts;
use crate::api::{self, Query};
use crate::components::{Badge, Dialog, Empty, Failed, Outcome, Patient, badge, icon, say, time};
use crate::format;
use crate::i18n::text::own as t;
use crate::router;
use crate::session::me;

/// Where the invites wait.
pub const PATH: &str = "/account/license-invites";

/// The name of what was put off in the browser's storage, until the tab is closed or somebody signs out.
const PUT_OFF: &str = "license-invites";

/// My open license invites, read anew after each act.
#[derive(Clone, Copy)]
pub struct Invites(RwSignal<Option<Page<MyLicense>>>);

impl Invites {
    /// Reads them once for the whole console.
    pub fn provide() {
        let query = api::query::<Page<MyLicense>>(|| Some("/api/v1/me/license-invites".to_owned()));
        provide_context(Self(query.data));
    }

    fn items(self) -> Vec<MyLicense> {
        self.0.get().map(|page| page.items).unwrap_or_default()
    }

    /// How many there are now.
    pub fn count(self) -> usize {
        self.0.with_untracked(|page| page.as_ref().map_or(0, |page| page.items.len()))
    }
}

/// The dialog after sign-in: Join, Decline, or Later, which keeps them under the menu. It comes once for each invite.
pub fn dialog() -> AnyView {
    let invites: Invites = expect_context();
    let later = RwSignal::new(put_off());
    let place = router::place();
    let waiting = Memo::new(move |_| {
        let elsewhere = place.with(|place| place.path != PATH);
        let later = later.get();
        let items = if elsewhere { invites.items() } else { Vec::new() };
        if items.iter().any(|item| !later.contains(&item.id.to_string())) { items } else { Vec::new() }
    });
    let open = Memo::new(move |_| waiting.with(|waiting| !waiting.is_empty()));
    let close = Callback::new(move |()| {
        let ids = waiting.with_untracked(|waiting| {
            waiting.iter().map(|item| item.id.to_string()).collect::<Vec<_>>().join(" ")
        });
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.set_item(PUT_OFF, &ids);
        }
        later.set(ids);
    });
    let title = Signal::derive(move || match waiting.with(Vec::len) {
        0 | 1 => t::offer_title().to_owned(),
        count => t::offers_title(&format::number(u32::try_from(count).unwrap_or(u32::MAX))),
    });
    let shown = move || {
        let rows = move || waiting.get().iter().map(|item| offer(item, true)).collect_view();
        let body = view! {
            <p>{t::offers_text()}</p>
            <ul class="rows">{rows}</ul>
        };
        let footer = view! {
            <span class="faint">{t::later_hint()}</span>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {t::later()}
                </button>
            </div>
        };
        view! { <Dialog title=title on_close=close body=body.into_any() footer=footer.into_any() /> }
    };
    view! { {move || open.get().then(shown)} }.into_any()
}

fn put_off() -> String {
    let storage = window().session_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(PUT_OFF).ok().flatten()).unwrap_or_default()
}

/// Whoever signs in next is asked anew.
pub fn forget_put_off() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.remove_item(PUT_OFF);
    }
}

/// One seat that I am offered.
fn offer(item: &MyLicense, main: bool) -> AnyView {
    let (id, name) = (item.id, item.license.name.clone());
    let (joins, declines) = (name.clone(), name.clone());
    let join = move |_| {
        let name = joins.clone();
        acts::perform(api::answer_license_invite(id, "accept"), move |_| {
            say(Outcome::done(t::joined(&name)));
        });
    };
    let decline = move |_| {
        let name = declines.clone();
        acts::perform(api::answer_license_invite(id, "decline"), move |_| {
            say(Outcome::done(t::declined(&name)));
        });
    };
    let class = if main { "button small primary" } else { "button small" };
    view! {
        <li class="act">
            <span class="tone accent">{icon("mail")}</span>
            <div>
                <p>
                    <b>
                        <bdi>{name.clone()}</bdi>
                    </b>
                </p>
                <p class="faint">{t::by(&item.changed_by)} ", " {time(item.changed_at)}</p>
            </div>
            <div class="actions">
                <button type="button" class="button small" aria-label=t::decline_label(&name) on:click=decline>
                    {t::decline()}
                </button>
                <button type="button" class=class aria-label=t::join_label(&name) on:click=join>
                    {t::join()}
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// The invites to answer, with a title where the page has another; nothing when there are none.
fn offers(titled: bool) -> AnyView {
    let invites: Invites = expect_context();
    let any = Memo::new(move |_| !invites.items().is_empty());
    let list = move || {
        view! {
            <section class="part">
                {titled
                    .then(|| {
                        view! {
                            <div class="titlebar">
                                <h2>{t::title()}</h2>
                            </div>
                        }
                    })}
                <p class="muted">{t::lede()}</p>
                <ul class="rows">{move || invites.items().iter().map(|item| offer(item, true)).collect_view()}</ul>
            </section>
        }
    };
    view! { {move || any.get().then(list)} }.into_any()
}

/// What I have, with what each status means for me.
pub fn licenses(empty: Callback<(), AnyView>) -> AnyView {
    let query: Query<Page<MyLicense>> = api::query(|| Some("/api/v1/me/licenses".to_owned()));
    let retry = Callback::new(move |()| query.retry());
    let content = move || match (query.data.get(), query.failure.get()) {
        (Some(page), _) if page.items.is_empty() => empty.run(()),
        (Some(page), _) => {
            let rows = page.items.iter().map(mine).collect_view();
            view! {
                <section class="part">
                    <div class="titlebar">
                        <h2>{t::mine()}</h2>
                    </div>
                    <ul class="rows">{rows}</ul>
                </section>
            }
            .into_any()
        }
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    view! { {content} }.into_any()
}

fn mine(item: &MyLicense) -> AnyView {
    // Its end here is the end of the grace.
    let term = Term { starts_at: item.starts_at, expires_at: item.expires_at, ..Term::default() };
    let state = term.state(format::now());
    let meaning = match (item.status, state) {
        (AssignmentStatus::Rejected, _) => t::rejected(),
        (AssignmentStatus::Suspended | AssignmentStatus::Removed, LicenseState::Active) => t::suspended(),
        (_, LicenseState::Expired) => t::ended(),
        (_, LicenseState::Scheduled) => t::scheduled(),
        (AssignmentStatus::Invited, _) => t::invited(),
        _ => t::accepted(),
    };
    let at = match (state, item.starts_at, item.expires_at) {
        (LicenseState::Scheduled, Some(starts), _) => Some(view! { " " {time(starts)} }.into_any()),
        (LicenseState::Active, _, Some(ends)) if item.status == AssignmentStatus::Accepted => {
            Some(view! { ", " {t::until()} " " {time(ends)} }.into_any())
        }
        _ => None,
    };
    let shown = match Badge::of_license(state) {
        Some(state) if item.status == AssignmentStatus::Accepted => state,
        _ => Badge::of_assignment(item.status),
    };
    view! {
        <li class="act">
            <span class="tone">{icon("seat")}</span>
            <div>
                <p>
                    <b>
                        <bdi>{item.license.name.clone()}</bdi>
                    </b>
                </p>
                <p class="faint">{meaning} {at}</p>
            </div>
            {badge(Some(shown))}
        </li>
    }
    .into_any()
}

/// What stands on Home of somebody who administers nothing.
pub fn home() -> AnyView {
    let organization = me().now().organization.name;
    let empty = Callback::new(move |()| {
        view! { <Empty title=t::no_license() text=t::no_license_text(&organization) actions=type_key() /> }
            .into_any()
    });
    view! { {offers(true)} {licenses(empty)} }.into_any()
}

/// The page of the account.
pub fn page() -> AnyView {
    let invites: Invites = expect_context();
    let none = move || {
        invites.items().is_empty().then(|| {
            view! { <Empty title=t::none() text=t::none_text() actions=type_key() /> }
        })
    };
    let empty = Callback::new(|()| ().into_any());
    view! {
        <crate::components::Head
            title=t::title().to_owned()
            crumb=("/account", crate::i18n::text::nav::account())
        />
        <div class="narrow">{none} {offers(false)} {licenses(empty)}</div>
    }
    .into_any()
}

fn type_key() -> AnyView {
    view! {
        <a class="button" href="/join" data-leave="">
            {t::type_key()}
        </a>
    }
    .into_any()
}
