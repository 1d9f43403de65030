//! What a license had on past days: any one day in words and bar, and a range of days as a chart over the table of the same
//! figures. Days are those of UTC, as the ledger sums them.

use core::fmt::Write as _;

use leptos::prelude::*;
use shared::api::ledger::{DayCount, LedgerDays};
use shared::api::licenses::License;
use shared::day::Day;
use shared::id::LicenseId;
use shared::seat::SeatCounts;

use crate::api;
use crate::components::{DayField, SeatBar, icon, seat_words};
use crate::format;
use crate::i18n::text::{basics, ledger as t};
use crate::router;

/// Days that the chart shows when none are chosen.
const USUAL: i64 = 30;
/// Days that it shows at most.
const MOST: i64 = 366;

/// The section.
pub fn past_days(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let (from, to, day) = (router::query("from"), router::query("to"), router::query("day"));
    let path = move |from: Day, to: Day| format!("/api/v1/licenses/{id}/ledger/days?from={from}&to={to}");
    let range = Memo::new(move |_| range(&from.get(), &to.get()));
    let days = api::query::<LedgerDays>(move || range.get().map(|(from, to)| path(from, to)));
    let chosen = Memo::new(move |_| day.get().parse::<Day>().ok().or_else(|| Some(range.get()?.1)));
    let on = api::query::<LedgerDays>(move || chosen.get().map(|day| path(day, day)));
    let usual = Signal::derive(move || chosen.get().map(|day| day.to_string()).unwrap_or_default());
    let name = move || license.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let one = move || {
        let count = on.data.get().and_then(|found| found.days.last().copied());
        count.map(|count| one_day(&name(), count))
    };
    let failed = move || {
        let failure = days.failure.get().or_else(|| on.failure.get());
        failure.map(|failure| {
            view! {
                <p class="wrong" role="alert">
                    {icon("no")}
                    <span>{api::sentence(&failure)}</span>
                </p>
            }
        })
    };
    view! {
        <section class="past" aria-label=t::past()>
            <div class="pile">
                <DayField label=t::seats_on() name="day" usual=usual />
                {one}
                <p class="hint">{t::utc()}</p>
                {failed}
            </div>
            <div class="pile" class:stale=days.busy>
                {move || days.data.get().map(|found| over_time(&found.days))}
            </div>
        </section>
    }
    .into_any()
}

/// The days of the chart: those of the filters, cut to a year; none while they are in the wrong order.
fn range(from: &str, to: &str) -> Option<(Day, Day)> {
    let last = to.parse().unwrap_or_else(|_| Day::of(format::now()));
    let first = from.parse().unwrap_or_else(|_| last.minus(USUAL - 1)).max(last.minus(MOST - 1));
    (first <= last).then_some((first, last))
}

fn counts(day: DayCount) -> SeatCounts {
    let DayCount { total, reserved, held, free, .. } = day;
    SeatCounts { total, reserved, held, free, limit: None, waiting: 0 }
}

fn one_day(license: &str, day: DayCount) -> AnyView {
    let seats = counts(day);
    view! {
        <p role="status">
            <b>{date(day.day)}</b>
            ": "
            {seat_words(seats)}
        </p>
        <SeatBar label=license.to_owned() seats=seats tall=true />
    }
    .into_any()
}

fn date(day: Day) -> String {
    // Noon, so that no zone makes it another day.
    format::date(day.start().plus_seconds(12 * 3600))
}

/// The chart, and the same as a table.
fn over_time(days: &[DayCount]) -> AnyView {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return ().into_any() };
    let most = days.iter().map(|day| day.total.max(day.held + day.reserved)).max().unwrap_or(0).max(1);
    let rows = days.iter().rev().map(line).collect_view();
    view! {
        <h2 class="label">{t::over_time()}</h2>
        <div class="plot" aria-hidden="true">
            <span class="faint">{format::number(most)}</span>
            <div inner_html=drawing(days, most)></div>
            <span class="foot faint">
                <span>{date(first.day)}</span>
                <span>{date(last.day)}</span>
            </span>
        </div>
        <details>
            <summary>{t::as_table(days.len() as u64)}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=t::over_time()>
                <table class="matrix">
                    <caption class="sr">{t::over_time()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t::day()}</th>
                            <th scope="col" class="n">{t::held()}</th>
                            <th scope="col" class="n">{t::reserved()}</th>
                            <th scope="col" class="n">{t::free()}</th>
                            <th scope="col" class="n">{basics::seats()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn line(day: &DayCount) -> AnyView {
    let cell = |n: u32| view! { <td class="n">{format::number(n)}</td> }.into_any();
    view! {
        <tr>
            <th scope="row">{date(day.day)}</th>
            {cell(day.held)}
            {cell(day.reserved)}
            {cell(day.free)}
            {cell(day.total)}
        </tr>
    }
    .into_any()
}

/// The drawing: a step a day; seats held, upon them those reserved, and the line of what was bought.
fn drawing(days: &[DayCount], most: u32) -> String {
    let height = |seats: u32| 100.0 - f64::from(seats) * 100.0 / f64::from(most);
    let steps = |value: fn(&DayCount) -> u32| {
        let mut path = String::new();
        for (n, day) in days.iter().enumerate() {
            let y = height(value(day));
            let _ = write!(path, "{}{n} {y:.1}H{}", if n == 0 { 'M' } else { 'L' }, n + 1);
        }
        path
    };
    let area = |value| format!("{}V100H0Z", steps(value));
    format!(
        "<svg viewBox=\"0 0 {} 100\" preserveAspectRatio=\"none\"><path class=\"reserved\" d=\"{}\"/>\
         <path class=\"held\" d=\"{}\"/><path class=\"total\" d=\"{}\"/></svg>",
        days.len(),
        area(|day| day.held + day.reserved),
        area(|day| day.held),
        steps(|day| day.total),
    )
}
