//! Insights: seats over time, invitations by outcome, sign-ins, and what programs measure; each chart stands over the
//! table of the same figures and can be saved as a file by those allowed.

mod metrics;
pub mod performance;
mod plan_form;
mod plans;
pub mod team;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::insights::{Insights, Outcomes, SignInDay, TeamTotal};

use self::metrics::{decimal, metric_word};
use crate::api;
use crate::components::chart::{Bar, chart};
use crate::components::{Badge, Empty, Failed, Head, Patient, Pick, badge};
use crate::format::number;
use crate::i18n::text::{basics, insights as t, nav, seats as s};
use crate::router;
use crate::session::may;
use shared::invitation::{Delivery, InvitationStatus};

/// The page.
pub fn insights() -> AnyView {
    let days = router::query("days");
    let found = api::query::<Insights>(move || {
        let days = days.get();
        Some(format!("/api/v1/insights?{}", router::encode(&[("days", &days)])))
    });
    let retry = Callback::new(move |()| found.retry());
    let content = move || match (found.data.get(), found.failure.get()) {
        (Some(insights), _) => content(&insights),
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    view! {
        <Head title=t::title().to_owned() />
        {period()}
        {content}
    }
    .into_any()
}

/// Adoption on Home: the same charts of the last 30 days, side by side; nothing while there is nothing to show.
pub fn on_home() -> AnyView {
    let found = api::query::<Insights>(|| Some("/api/v1/insights".to_owned()));
    let content = move || {
        let insights = found.data.get()?;
        let empty = insights.seats.iter().all(|day| day.total == 0);
        (!empty).then(|| {
            view! {
                <section class="part" aria-label=t::adoption()>
                    <div class="titlebar">
                        <h2>{t::adoption()}</h2>
                        <a href="/insights">{t::all_insights()}</a>
                    </div>
                    <div class="metrics">
                        {small(t::seats(), "seats", seats(&insights))}
                        {small(t::invitations(), "invitations", invitations(&insights.invitations))}
                        {small(t::sign_ins(), "sign_ins", sign_ins(&insights.sign_ins))}
                    </div>
                </section>
            }
        })
    };
    view! { {content} }.into_any()
}

/// One chart beside others, and the way to its file.
fn small(title: &'static str, file: &'static str, content: AnyView) -> AnyView {
    view! {
        <div>
            <div class="titlebar">
                <h3>{title}</h3>
                {save(file)}
            </div>
            {content}
        </div>
    }
    .into_any()
}

/// The choice of how far to look back.
fn period() -> AnyView {
    let options = [7_u16, 90, 365].map(|days| (days.to_string(), t::last_days(days.into())));
    view! {
        <div class="filters">
            <Pick label=t::period() name="days" options=Signal::stored(options.to_vec()) />
        </div>
    }
    .into_any()
}

fn content(insights: &Insights) -> AnyView {
    let measured = if insights.days.is_empty() {
        view! { <Empty title=t::nothing_measured() text=t::nothing_measured_text() seats=12 /> }.into_any()
    } else {
        view! {
            {metrics::charts(&insights.days)}
            {teams(&insights.teams)}
        }
        .into_any()
    };
    view! {
        {part(t::seats(), Some("seats"), seats(insights))}
        {part(t::invitations(), Some("invitations"), invitations(&insights.invitations))}
        {part(t::sign_ins(), Some("sign_ins"), sign_ins(&insights.sign_ins))}
        <section class="part">
            <div class="titlebar">
                <h2>{t::measured()}</h2>
                {save("measures")}
            </div>
            {measured}
        </section>
    }
    .into_any()
}

/// One chart under its title, and the way to its file.
fn part(title: &'static str, file: Option<&'static str>, content: AnyView) -> AnyView {
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{title}</h2>
                {file.map(save)}
            </div>
            {content}
        </section>
    }
    .into_any()
}

/// The way to a chart's file, for those who may save files.
fn save(file: &'static str) -> AnyView {
    if !may(Permission::Export) {
        return ().into_any();
    }
    let days = router::query_now("days");
    let href = format!("/api/v1/insights/export?{}", router::encode(&[("chart", file), ("days", &days)]));
    view! {
        <a href=href download=format!("{file}.csv")>
            {t::save()}
        </a>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "seats are far below 2^53")]
fn seats(insights: &Insights) -> AnyView {
    let most =
        insights.seats.iter().map(|day| day.total.max(day.held + day.reserved)).max().unwrap_or_default();
    let bars: Vec<_> = insights
        .seats
        .iter()
        .map(|day| Bar {
            label: day.day.clone(),
            solid: day.held as f64,
            hatched: day.reserved as f64,
            cells: vec![number(day.held), number(day.reserved), number(day.total)],
        })
        .collect();
    let now = insights.seats.last().map(|day| {
        view! { <p class="words">{s::words(&number(day.held), &number(day.reserved), &number(day.total.saturating_sub(day.held + day.reserved)), &number(day.total))}</p> }
    });
    let columns = vec![("", t::day()), ("n", t::held()), ("n", t::reserved()), ("n", basics::seats())];
    view! { {now} {chart(t::seats(), columns, &bars, most as f64)} }.into_any()
}

fn invitations(outcomes: &[Outcomes]) -> AnyView {
    if outcomes.is_empty() {
        return view! { <p class="muted">{t::none_invited()}</p> }.into_any();
    }
    let all: u32 = outcomes.iter().map(|it| it.invitations).sum();
    let row = |it: &Outcomes| {
        let percent = it.invitations * 100 / all.max(1);
        let share = number(percent);
        let bar = format!("<rect class=\"solid\" width=\"{percent}\" height=\"8\"/>");
        let status = match it.status {
            InvitationStatus::Pending => Badge::of_invitation(it.status, Delivery::Sent),
            status => Badge::of_invitation(status, Delivery::Sent),
        };
        view! {
            <tr>
                <th scope="row">{badge(Some(status))}</th>
                <td class="n">
                    <a href=format!("/invitations?status={}", it.status.as_str())>{number(it.invitations)}</a>
                </td>
                <td class="n">{share} " %"</td>
                <td>
                    <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg>
                </td>
            </tr>
        }
    };
    view! {
        <table class="data narrow">
            <caption class="sr">{t::invitations()}</caption>
            <thead>
                <tr>
                    <th scope="col">{basics::status()}</th>
                    <th scope="col" class="n">{nav::invitations()}</th>
                    <th scope="col" class="n">{t::share()}</th>
                    <td class="w7"></td>
                </tr>
            </thead>
            <tbody>{outcomes.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn sign_ins(days: &[SignInDay]) -> AnyView {
    if days.iter().all(|day| day.people == 0) {
        return view! { <p class="muted">{t::nobody_signed_in()}</p> }.into_any();
    }
    let most = days.iter().map(|day| day.people).max().unwrap_or_default();
    let bar = |day: &SignInDay| Bar {
        label: day.day.clone(),
        solid: f64::from(day.people),
        hatched: 0.0,
        cells: vec![number(day.people)],
    };
    let bars: Vec<_> = days.iter().map(bar).collect();
    chart(t::sign_ins(), vec![("", t::day()), ("n", t::people())], &bars, f64::from(most))
}

/// What each team did, metric by metric.
fn teams(teams: &[TeamTotal]) -> AnyView {
    if teams.is_empty() {
        return ().into_any();
    }
    let row = |it: &TeamTotal| {
        view! {
            <tr>
                <th scope="row" class="name">
                    <bdi>{it.team.name.clone()}</bdi>
                    <small class="clip">{metric_word(&it.metric)}</small>
                </th>
                <td class="n">{decimal(it.total)}</td>
                <td class="n">{decimal(it.total / f64::from(it.count.max(1)))}</td>
            </tr>
        }
    };
    view! {
        <table class="data">
            <caption>{t::by_team()}</caption>
            <thead>
                <tr>
                    <th scope="col">{basics::team()}</th>
                    <th scope="col" class="n">{t::total()}</th>
                    <th scope="col" class="n">{t::average()}</th>
                </tr>
            </thead>
            <tbody>{teams.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
