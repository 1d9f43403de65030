//! The row of seats: one seat is one square, held solid, reserved hatched, planned half full, free outlined.
//! Up to 40 seats are drawn one by one, more as a bar. The same numbers always stand beside it in words.

use leptos::prelude::*;
use shared::seat::SeatCounts;

use crate::format::number;
use crate::i18n::text::seats as t;

/// The most seats that are drawn one by one.
const SINGLE: u32 = 40;

/// The seats in words: `34 held, 6 reserved, 10 free of 50`.
pub fn seat_words(seats: SeatCounts) -> String {
    let (held, reserved, total) = (number(seats.held), number(seats.reserved), number(seats.total));
    let over = seats.taken().saturating_sub(seats.total);
    if over > 0 {
        t::words_over(&held, &reserved, &number(over), &total)
    } else {
        t::words(&held, &reserved, &number(seats.free), &total)
    }
}

/// Squares of one person's seats, drawn for the eye alone.
pub fn seat_squares(kinds: &[&str]) -> AnyView {
    let square = |kind: &&str| match *kind {
        "" => "<i></i>".to_owned(),
        kind => format!("<i class=\"{kind}\"></i>"),
    };
    let squares: String = kinds.iter().map(square).collect();
    view! { <span class="seats" aria-hidden="true" inner_html=squares></span> }.into_any()
}

/// The seats of a license as a meter; `plan` of the free ones are about to be given out.
#[component]
pub fn SeatBar(
    /// Whose seats.
    label: String,
    /// The numbers.
    seats: SeatCounts,
    /// Seats about to be given out.
    #[prop(optional)]
    plan: u32,
    /// Drawn higher.
    #[prop(optional)]
    tall: bool,
) -> AnyView {
    let plan = plan.min(seats.free);
    let over = seats.taken().saturating_sub(seats.total);
    let segments = segments(seats, plan, over);
    let class = match (seats.taken().max(seats.total) <= SINGLE, tall) {
        (true, _) => "seats",
        (false, true) => "seatbar tall",
        (false, false) => "seatbar",
    };
    let now = (seats.taken() + plan).min(seats.total);
    let draw = |(kind, n): (&'static str, u32)| {
        // A free seat has no class: the class is what colors its edge.
        let kind = (!kind.is_empty()).then_some(kind);
        if class == "seats" {
            (0..n).map(|_| view! { <i class=kind></i> }.into_any()).collect::<Vec<_>>()
        } else {
            vec![view! { <i class=kind style:--n=n.to_string()></i> }.into_any()]
        }
    };
    let drawn: Vec<_> = segments.into_iter().flat_map(draw).collect();
    view! {
        <div
            class=class
            role="meter"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax=seats.total.to_string()
            aria-valuenow=now.to_string()
            aria-valuetext=seat_words(seats)
        >
            {drawn}
        </div>
    }
    .into_any()
}

/// Kinds of segments and how many seats each has; over the limit comes after the tick.
fn segments(seats: SeatCounts, plan: u32, over: u32) -> Vec<(&'static str, u32)> {
    let reserved_over = over.min(seats.reserved);
    let held = seats.held - (over - reserved_over).min(seats.held);
    [
        ("held", held),
        ("reserved", seats.reserved - reserved_over),
        ("plan", plan),
        ("", seats.free - plan),
        ("tick", u32::from(over > 0)),
        ("over", over),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .collect()
}
