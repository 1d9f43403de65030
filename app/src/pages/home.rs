//! Home: the numbers, seats by need, what to do, what happened last; a start list while there is nothing yet. Whoever sees people
//! and nothing else has their own licenses below the numbers, as people who see nobody have them alone.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::home::Home;
use shared::api::licenses::License;
use shared::api::notices::Notice;
use shared::license::LicenseState;
use shared::notice::NoticeKind;

use super::event::event_line;
use crate::api;
use crate::components::{Badge, Failed, Head, Patient, SeatBar, badge, days_left, icon, seat_words};
use crate::format::{self, number};
use crate::i18n::text::{basics, home as t, notices as n, seats};
use crate::session::{may, me};
use crate::words;

/// An end within so many days is told.
const SOON: i64 = 30;

/// The page.
pub fn home() -> AnyView {
    let session = me().now();
    let title = session.organization.name;
    if !may(Permission::ReadMembers) {
        return view! {
            <Head title=title />
            {super::own_licenses::home()}
        }
        .into_any();
    }
    let query = api::query::<Home>(|| Some("/api/v1/home".to_owned()));
    let retry = Callback::new(move |()| query.retry());
    let content = move || match (query.data.get(), query.failure.get()) {
        (Some(home), _) => content(&home),
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| {
                view! { <span class="bone w"></span> <span class="bone n"></span> }.into_any()
            });
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let actions = may(Permission::ManageInvitations).then(|| {
        view! {
            <a class="button primary" href="/people/invite">
                {crate::i18n::text::people::invite()}
            </a>
        }
    });
    view! {
        <Head title=title actions=actions.into_any() />
        {content}
        {(!something_waits()).then(super::own_licenses::home)}
        {may(Permission::ReadInsights).then(|| crate::routes::loaded(crate::routes::Page::Adoption))}
    }
    .into_any()
}

fn content(home: &Home) -> AnyView {
    // The steps are for those who can take them.
    let started = !may(Permission::ReadLicenses) || (home.licenses_total > 0 && home.members.active > 1);
    let start = (!started).then(|| start_list(home));
    let events = (!home.events.is_empty() && may(Permission::ReadEvents)).then(|| {
        let lines = home.events.iter().map(event_line).collect_view();
        view! {
            <section class="part">
                <div class="titlebar">
                    <h2>{t::events()}</h2>
                    <a href="/activity">{t::all_events()}</a>
                </div>
                <ol class="trail">{lines}</ol>
            </section>
        }
    });
    let bars = (!home.licenses.is_empty()).then(|| need(home));
    // What waits stands beside the rest; where there is no rest, across the page.
    let rest = if !something_waits() {
        events.into_any()
    } else if bars.is_none() && events.is_none() {
        to_do(home)
    } else {
        view! {
            <div class="cols">
                <div>{bars} {events}</div>
                {to_do(home)}
            </div>
        }
        .into_any()
    };
    view! { {counters(home)} {start} {rest} }.into_any()
}

/// Whether anything can wait for whoever looks.
fn something_waits() -> bool {
    may(Permission::ReadInvitations) || may(Permission::ReadLicenses)
}

/// The numbers; each is the link to its list.
fn counters(home: &Home) -> AnyView {
    let count = |word: &'static str, href: String, value: u64| {
        view! {
            <dl>
                <dt>{word}</dt>
                <dd>
                    <a href=href>{number(value)}</a>
                </dd>
            </dl>
        }
        .into_any()
    };
    let members = home.members;
    let others: Vec<_> = me()
        .all_roles()
        .all()
        .filter(|role| !role.is_admin() && *role != shared::access::Role::Customer)
        .map(|it| it.to_string())
        .collect();
    let free = may(Permission::ReadLicenses)
        .then(|| view! { <div>{count(t::seats_free(), "/licenses".to_owned(), home.seats_free)}</div> });
    view! {
        <section class="counters" aria-label=t::numbers()>
            <div>
                {count(t::active(), "/people?status=active".to_owned(), members.active.into())}
                {count(t::invited(), "/people?status=pending".to_owned(), members.pending.into())}
                {count(t::disabled(), "/people?status=disabled".to_owned(), members.disabled.into())}
            </div>
            <div>
                {count(t::admins(), "/people?status=active&role=owner,admin".to_owned(), members.admins.into())}
                {count(
                    t::standard_people(),
                    format!("/people?status=active&role={}", others.join(",")),
                    members.standard.into(),
                )}
            </div>
            {free}
        </section>
    }
    .into_any()
}

/// Licenses by need, the fewest free seats first.
fn need(home: &Home) -> AnyView {
    let lines = home.licenses.iter().map(line).collect_view();
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::by_need()}</h2>
                <a href="/licenses">{t::all_licenses(u64::from(home.licenses_total))}</a>
            </div>
            <ul class="rows">{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(license: &License) -> AnyView {
    let ends = license.expires_at.map(|at| match days_left(at) {
        days @ 1..=SOON => t::ends_in(u64::try_from(days).unwrap_or_default()),
        _ => t::ends(&format::date(at)),
    });
    let kind = words::license_type(license.kind);
    let about = ends.map_or_else(|| kind.to_owned(), |ends| format!("{kind}, {ends}"));
    let over = license.seats.taken().saturating_sub(license.seats.total);
    let standing = match (over, Badge::of_license(license.state)) {
        (1.., _) => view! { <span class="state error">{icon("warn")} {seats::over(u64::from(over))}</span> }
            .into_any(),
        (0, Some(state)) => badge(Some(state)),
        (0, None) if license.seats.free == 0 => {
            view! { <span class="state warning">{icon("warn")} {seats::full()}</span> }.into_any()
        }
        (0, None) => {
            view! { <span class="faint">{seats::free(u64::from(license.seats.free))}</span> }.into_any()
        }
    };
    view! {
        <li class="seatline">
            <p>
                <a class="plain" href=format!("/licenses/{}", license.id)>
                    <b>
                        <bdi>{license.name.clone()}</bdi>
                    </b>
                </a>
                " "
                <span class="faint">{about}</span>
            </p>
            <span>{standing}</span>
            <SeatBar label=license.name.clone() seats=license.seats />
            <p class="words">{seat_words(license.seats)}</p>
        </li>
    }
    .into_any()
}

/// What waits for somebody.
fn to_do(home: &Home) -> AnyView {
    let counts = home.invitations;
    let item = |tone: &'static str, symbol, count: u32, words: fn(u64) -> String, hint, href, act| {
        (count > 0).then(|| {
            view! {
                <li class="act">
                    <span class=tone>{icon(symbol)}</span>
                    <div>
                        <p>
                            <a href=href>{words(u64::from(count))}</a>
                        </p>
                        <p class="faint">{hint}</p>
                    </div>
                    <a class="button small" href=href aria-label=format!("{act}: {}", words(u64::from(count)))>
                        {act}
                    </a>
                </li>
            }
            .into_any()
        })
    };
    let items: Vec<_> = [
        item(
            "tone error",
            "bounce",
            counts.bounced,
            t::bounced,
            t::bounced_hint(),
            "/invitations?status=pending&delivery=bounced",
            t::review(),
        ),
        item(
            "tone error",
            "x",
            if may(Permission::ReadLicenses) { home.broken_connections } else { 0 },
            t::broken,
            t::broken_hint(),
            "/connections?state=broken",
            t::review(),
        ),
        item(
            "tone queue",
            "people",
            home.requests,
            t::requests,
            t::requests_hint(),
            "/invitations?attention=requested",
            t::decide(),
        ),
        item(
            "tone warning",
            "clock",
            home.expiring_soon,
            t::expiring,
            t::expiring_hint(),
            "/invitations?status=pending&attention=ends_soon",
            t::look(),
        ),
    ]
    .into_iter()
    .flatten()
    .chain(home.notices.iter().map(notice))
    .collect();
    let list = if items.is_empty() {
        view! { <p class="muted">{t::nothing_to_do()}</p> }.into_any()
    } else {
        view! { <ul class="rows">{items}</ul> }.into_any()
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::to_do()}</h2>
            </div>
            {list}
        </section>
    }
    .into_any()
}

/// A license that needs somebody.
fn notice(notice: &Notice) -> AnyView {
    let (license, seats) = (&notice.license.name, notice.seats);
    let (tone, symbol, words, hint, end) = match notice.kind {
        NoticeKind::Expiring if notice.state == LicenseState::Grace => {
            let date = notice.ends_at.map(format::date).unwrap_or_default();
            ("tone error", "clock", n::in_grace(license, &date), n::ends_hint(), "/renew")
        }
        NoticeKind::Expiring => {
            let date = notice.expires_at.map(format::date).unwrap_or_default();
            ("tone warning", "clock", n::ends(license, &date), n::ends_hint(), "/renew")
        }
        NoticeKind::NearlyFull => {
            let words = n::full(license, &number(seats.taken()), &number(seats.total));
            ("tone warning", "seat", words, n::full_hint(), "")
        }
        NoticeKind::Queue => {
            let words = n::waits(license, &number(seats.waiting));
            ("tone queue", "queue", words, n::waits_hint(), "/queue")
        }
    };
    let href = format!("/licenses/{}{end}", notice.license.id);
    view! {
        <li class="act">
            <span class=tone>{icon(symbol)}</span>
            <div>
                <p>
                    <a href=href.clone()>
                        <bdi>{words.clone()}</bdi>
                    </a>
                </p>
                <p class="faint">{hint}</p>
            </div>
            <a class="button small" href=href aria-label=format!("{}: {words}", n::look())>
                {n::look()}
            </a>
        </li>
    }
    .into_any()
}

/// Three steps that tick themselves.
fn start_list(home: &Home) -> AnyView {
    let counts = home.invitations;
    let invited = counts.pending + counts.accepted + counts.declined + counts.expired + counts.canceled;
    let step = |done: bool,
                words: &'static str,
                hint: &'static str,
                href: &'static str,
                act: &'static str| {
        let mark = if done {
            view! { <span class="tone success">{icon("check")}<span class="sr">{basics::done()}</span></span> }
                .into_any()
        } else {
            view! { <span class="seats" aria-hidden="true"><i></i></span> }.into_any()
        };
        let button = (!done).then(|| {
            view! {
                <a class="button small" href=href>
                    {act}
                </a>
            }
        });
        view! {
            <li class="act">
                {mark} <div>
                    <p>
                        <b>{words}</b>
                    </p>
                    <p class="faint">{hint}</p>
                </div> {button}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::start()}</h2>
            </div>
            <ol class="rows">
                {step(home.licenses_total > 0, t::start_license(), t::start_license_hint(), "/licenses/new", t::start_license_act())}
                {step(invited > 0, t::start_invite(), t::start_invite_hint(), "/people/invite", t::start_invite_act())}
                {step(counts.accepted > 0, t::start_accept(), t::start_accept_hint(), "/invitations", t::start_accept_act())}
            </ol>
        </section>
    }
    .into_any()
}
