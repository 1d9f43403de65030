//! One license: its seats, the people on it, the ledger, the settings; each tab has an address.

pub mod admins_field;
mod assign;
mod keys;
mod ledger;
mod many;
mod methods;
mod moving;
pub mod overage_field;
pub mod package_field;
mod past_days;
mod people;
mod providers;
mod queue;
mod renew;
mod settings;
pub mod staff_seats;
mod what_if;
mod whole_domain;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::licenses::License;
use shared::id::LicenseId;

use crate::api;
use crate::components::{
    Badge, Failed, Head, Patient, SeatBar, Tab, Tabs, badge, icon, seat_squares, seat_words,
};
use crate::format::number;
use crate::i18n::text::{
    imports, license as t, licenses, nav, packages, queue as queue_texts, renewal, seats,
};
use crate::router;
use crate::session::may;
use crate::words;

/// A tab of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    People,
    Queue,
    Methods,
    Keys,
    Ledger,
    Settings,
}

/// The page.
pub fn license(id: LicenseId) -> AnyView {
    let found = api::query::<License>(move || Some(format!("/api/v1/licenses/{id}")));
    let data = found.data;
    let place = router::place();
    let part = Memo::new(move |_| {
        place.with(|place| match place.path.rsplit('/').next() {
            Some("queue") => Part::Queue,
            Some("methods") => Part::Methods,
            Some("keys") => Part::Keys,
            Some("ledger") => Part::Ledger,
            Some("settings") => Part::Settings,
            _ => Part::People,
        })
    });
    let name = Signal::derive(move || {
        data.with(|found| found.as_ref().map_or_else(|| t::title().to_owned(), |found| found.name.clone()))
    });
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| data.with(Option::is_some));
    // Followed only while there is nothing to show, so that reading anew leaves open dialogs alone.
    let failure = move || if there.get() { None } else { found.failure.get() };
    let content = move || match (there.get(), failure()) {
        (true, _) => {
            let tab = move || {
                match part.get() {
                Part::People => view! { {providers::guide(id)} {people::people(id, data)} }.into_any(),
                Part::Queue => queue::queue(id, data),
                Part::Methods => methods::methods(data),
                Part::Keys => keys::keys(id, data),
                Part::Ledger => ledger::ledger(id, data),
                Part::Settings => view! { {settings::settings(data)} {staff_seats::staff_seats(data)} {providers::choice(data)} }.into_any(),
            }
            };
            view! {
                {move || data.get().map(|found| summary(&found))}
                <Tabs label=t::title() tabs=Callback::new(move |()| tabs(id, part.get(), data.get())) />
                {tab}
                {assign::over_license(id, data)} {renew::over_license(id, data)}
            }
            .into_any()
        }
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let renew = may(Permission::ManageLicenses).then(|| {
        view! {
            <a class="button" href=format!("/licenses/{id}/renew")>
                {renewal::act()}
            </a>
        }
    });
    let assign = may(Permission::ManageAssignments).then(|| {
        let class = move || if part.get() == Part::Settings { "button" } else { "button primary" };
        let file = may(Permission::ManageInvitations).then(|| {
            view! {
                <a class="button" href=format!("/imports?license={id}")>
                    {imports::upload()}
                </a>
            }
        });
        view! {
            {file}
            <a class=class href=format!("/licenses/{id}/assign")>
                {t::assign()}
            </a>
        }
    });
    let actions = view! { {renew} {assign} };
    view! {
        <Head title=name crumb=("/licenses", nav::licenses()) actions=actions.into_any() />
        {content}
    }
    .into_any()
}

fn tabs(id: LicenseId, now: Part, license: Option<License>) -> Vec<Tab> {
    let tab = |end: &str, word, part| Tab {
        href: format!("/licenses/{id}{end}"),
        word,
        count: None,
        current: now == part,
    };
    let taken = license.as_ref().map(|license| license.seats.taken());
    let waiting = license.map(|license| license.seats.waiting).filter(|waiting| *waiting > 0);
    let mut tabs = vec![
        Tab { count: taken, ..tab("", t::tab_people(), Part::People) },
        Tab { count: waiting, ..tab("/queue", queue_texts::tab(), Part::Queue) },
        tab("/methods", t::tab_methods(), Part::Methods),
        tab("/ledger", t::tab_ledger(), Part::Ledger),
    ];
    if may(Permission::ManageAssignments) {
        tabs.insert(3, tab("/keys", crate::i18n::text::keys::tab(), Part::Keys));
    }
    if may(Permission::ManageLicenses) {
        tabs.push(tab("/settings", t::tab_settings(), Part::Settings));
    }
    tabs
}

/// The seat bar, the words as links, and the facts.
fn summary(license: &License) -> AnyView {
    let counts = license.seats;
    let link = |kind: &'static str, status: &str, words: String| {
        let href = format!("/licenses/{}?status={status}", license.id);
        let word = if status.is_empty() {
            view! { <span>{words}</span> }.into_any()
        } else {
            view! { <a href=href>{words}</a> }.into_any()
        };
        view! { <li>{seat_squares(&[kind])} {word}</li> }.into_any()
    };
    let over = counts.taken().saturating_sub(counts.total);
    let last = if over > 0 {
        link("over", "", seats::over(u64::from(over)))
    } else {
        link("", "", seats::free(u64::from(counts.free)))
    };
    let waiting = (counts.waiting > 0).then(|| {
        view! {
            <li>
                <a class="state queue" href=format!("/licenses/{}/queue", license.id)>
                    {icon("queue")} {queue_texts::waiting(u64::from(counts.waiting))}
                </a>
            </li>
        }
    });
    view! {
        <section class="pile" aria-label=crate::i18n::text::basics::seats()>
            <SeatBar label=license.name.clone() seats=counts tall=true />
            <div class="foot">
                <ul class="legend">
                    {link("held", "accepted", seats::held(u64::from(counts.held)))}
                    {link("reserved", "invited", seats::reserved(u64::from(counts.reserved)))} {last} {waiting}
                </ul>
                <b>
                    <span class="sr">{seat_words(counts)}</span>
                    <span aria-hidden="true">
                        {format!("{} / {}", number(counts.taken()), number(counts.total))}
                    </span>
                </b>
            </div>
            <dl class="facts across">
                <div>
                    <dt>{if license.package.is_some() { packages::of() } else { licenses::product() }}</dt>
                    <dd>
                        <bdi>{license.subscribed.clone()}</bdi>
                    </dd>
                </div>
                <div>
                    <dt>{licenses::kind()}</dt>
                    <dd>{words::license_type(license.kind)}</dd>
                </div>
                <div>
                    <dt>{t::term()}</dt>
                    <dd>{words::term(license)} " " {badge(Badge::of_license(license.state))}</dd>
                </div>
                <div>
                    <dt>{t::overage()}</dt>
                    <dd>{words::overage(license.overage)}</dd>
                </div>
            </dl>
        </section>
    }
    .into_any()
}
