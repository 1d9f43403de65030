//! The way of an invitation, step by step: mail, openings, answer.

use leptos::prelude::*;
use shared::api::invitations::{TrailEntry, TrailStep as S};

use crate::components::{seat_squares, time};
use crate::i18n::text::trail as t;

/// The trail, newest first.
pub fn trail(entries: &[TrailEntry]) -> AnyView {
    let lines = entries.iter().rev().map(line).collect_view();
    view! { <ol class="trail">{lines}</ol> }.into_any()
}

fn line(entry: &TrailEntry) -> AnyView {
    let (marker, words) = match entry.step {
        S::Queued => ("reserved", t::queued()),
        S::Sent => ("reserved", t::sent()),
        S::Deferred => ("dot", t::deferred()),
        S::Bounced => ("", t::bounced()),
        S::OpenedByRobot => ("dot", t::opened_by_robot()),
        S::OpenedByPerson => ("dot", t::opened_by_person()),
        S::Shown => ("dot", t::shown()),
        S::Requested => ("dot", t::requested()),
        S::Accepted => ("held", t::accepted()),
        S::Declined => ("", t::declined()),
        S::Canceled => ("", t::canceled()),
        S::Expired => ("", t::expired()),
    };
    let detail = entry.detail.clone().map(|detail| view! { <bdi class="faint">{detail}</bdi> });
    view! {
        <li>
            {seat_squares(&[marker])} <p>{words}</p> {detail}
            <span class="faint">{time(entry.at)}</span>
        </li>
    }
    .into_any()
}
