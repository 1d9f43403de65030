//! What became of each row of a list of addresses: the same table after inviting and after assigning.

use leptos::prelude::*;
use shared::api::invitations::{Outcome, RowResult, RowResults};

use super::contact;
use crate::api::sentence_of;
use crate::components::{Badge, badge, icon};
use crate::format::number;
use crate::i18n::text::{queue, rows as t};

/// The verdict on a row: what would become of it, or `done` what did.
pub fn verdict(result: &RowResult, done: bool) -> AnyView {
    let member = result.member.map(|member| (format!("/people/{member}"), result.name.clone()));
    let words = match (result.outcome, done) {
        (Outcome::Added, false) if member.is_none() => t::will_add_new(),
        (Outcome::Added, true) if member.is_none() => t::added_new(),
        (Outcome::Invited, false) => t::will_invite(),
        (Outcome::Invited, true) => t::invited(),
        (Outcome::Extended, false) => t::will_extend(),
        (Outcome::Extended, true) => t::extended(),
        (Outcome::Added, false) => t::will_add(),
        (Outcome::Added, true) => t::added(),
        (Outcome::Queued, _) => t::queued(),
        (Outcome::Unchanged, _) => t::unchanged(),
        (Outcome::Refused, _) => {
            let detail = result.message.as_deref().unwrap_or_default();
            let words = result.code.map_or_else(|| detail.to_owned(), |code| sentence_of(code, detail));
            return view! {
                <span class="wrong">
                    {icon("no")} <span>{words} {member.map(member_link)}</span>
                </span>
            }
            .into_any();
        }
    };
    // Each license has its own queue; the first place stands for all.
    let place = result.waiting.first().map(|waiting| number(waiting.place));
    let (words, rest) = match (result.outcome, place) {
        (Outcome::Queued | Outcome::Unchanged, Some(place)) => (queue::at_place(&place), None),
        (_, place) => (words.to_owned(), place.map(|place| queue::and_waits(&place))),
    };
    let words = rest.map_or_else(|| words.clone(), |rest| format!("{words}. {rest}"));
    let status = match result.outcome {
        Outcome::Queued => view! { <span class="tone queue">{icon("queue")}</span> }.into_any(),
        Outcome::Extended => badge(Some(Badge::Invited)),
        _ if done => view! { <span class="tone success">{icon("check")}</span> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <span class="verdict">
            {status} <span class="muted">{words} {member.is_some().then_some(".")} {member.map(member_link)}</span>
        </span>
    }
    .into_any()
}

/// Whom it is about.
fn member_link((href, name): (String, Option<String>)) -> AnyView {
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| t::see_person().to_owned());
    view! {
        " "
        <a href=href>
            <bdi>{name}</bdi>
        </a>
    }
    .into_any()
}

/// The table of results after the act, and whom to ask where seats are missing.
pub fn results(answer: &RowResults) -> AnyView {
    let rows = answer
        .results
        .iter()
        .enumerate()
        .map(|(at, result)| {
            view! {
                <tr>
                    <td class="n faint p2">{number(at as u64 + 1)}</td>
                    <th scope="row" class="name">
                        <bdi class="clip">{result.email.clone()}</bdi>
                    </th>
                    <td class="m all">{verdict(result, true)}</td>
                </tr>
            }
            .into_any()
        })
        .collect_view();
    view! {
        {answer.contact.as_deref().map(contact::ask)}
        <div class="listing">
            <table class="data">
                <caption class="sr">{t::results()}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="w3 n p2">
                            {t::row()}
                        </th>
                        <th scope="col">{t::person()}</th>
                        <th scope="col">{t::what_happened()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How many rows were refused.
pub fn refused(results: &[RowResult]) -> usize {
    results.iter().filter(|result| result.outcome == Outcome::Refused).count()
}

/// Outcomes that are said alike, and how.
pub type Kind<'a> = (&'a [Outcome], fn(u64) -> String);

/// What happened to all rows, a sentence for each kind: first what the caller names, then those who wait, those with
/// nothing to do and those refused.
pub fn told(carried: &[Kind<'_>], results: &[RowResult]) -> String {
    let rest: [Kind<'_>; 3] = [
        (&[Outcome::Queued], queue::queued),
        (&[Outcome::Unchanged], t::count_unchanged),
        (&[Outcome::Refused], t::count_refused),
    ];
    let sentence = |(outcomes, words): &Kind<'_>| {
        let count = results.iter().filter(|result| outcomes.contains(&result.outcome)).count();
        (count > 0).then(|| words(count as u64))
    };
    carried.iter().chain(&rest).filter_map(sentence).collect::<Vec<_>>().join(" ")
}
