//! Acts on the seats that are selected, or on one: take off, move to another license, and Undo, which is an act of its
//! own that the gate may refuse. What was refused is shown with its reason. Not here: moving's dialog (`moving`).

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assignments::Assignment;
use shared::api::bulk::BulkOutcome;
use shared::api::bulk_seats::{BulkSeatResult, BulkSeats, MatchingSeats, SeatAct, SeatFilter, SeatTarget};
use shared::api::licenses::License;
use shared::id::{AssignmentId, LicenseId, OperationId};
use shared::license::AssignmentStatus;

use super::moving::{self, Moving};
use crate::acts;
use crate::api;
use crate::components::{Outcome, Picked, Selectable, picked_bar, say};
use crate::format::number;
use crate::i18n::text::{acts as a, many, seat_acts as t};
use crate::pages::refusals::{Refusals, Refused, RefusedRow, refusals};
use crate::router;

/// Selected seats.
pub type Selection = crate::components::Selection<Assignment>;

impl Selectable for Assignment {
    type Id = AssignmentId;

    fn id(&self) -> AssignmentId {
        self.id
    }
}

/// What the acts need of the tab that offers them.
#[derive(Clone, Copy)]
pub struct Acts {
    /// The license.
    pub id: LicenseId,
    /// The same, once it is there.
    pub license: RwSignal<Option<License>>,
    /// What was refused.
    pub refused: Refused,
    /// What is about to move.
    pub moving: RwSignal<Option<Moving>>,
}

/// Whom an act is for, in words and numbers.
#[derive(Clone)]
pub struct Whom {
    /// The selection as the API takes it.
    pub target: SeatTarget,
    /// The name of one person; of several how many.
    pub words: String,
    /// People.
    pub people: u64,
    /// Seats that they take.
    pub seats: u64,
}

impl Acts {
    /// The acts of a license's tab.
    pub fn new(id: LicenseId, license: RwSignal<Option<License>>) -> Self {
        Self { id, license, refused: RwSignal::new(None), moving: RwSignal::new(None) }
    }

    /// The license's name.
    pub fn name(self) -> String {
        self.license.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default())
    }

    fn waiting(self) -> u64 {
        self.license.with_untracked(|it| it.as_ref().map_or(0, |it| u64::from(it.seats.waiting)))
    }
}

/// One person.
pub fn one(place: &Assignment, name: &str) -> Whom {
    Whom {
        target: SeatTarget::Assignments(vec![place.id]),
        words: name.to_owned(),
        people: 1,
        seats: u64::from(place.status.takes_a_seat()),
    }
}

/// Everybody selected.
fn selected(selection: Selection, matching: Option<MatchingSeats>) -> Whom {
    let seats = |list: RwSignal<Vec<Assignment>>| {
        list.with_untracked(|list| list.iter().filter(|it| it.status.takes_a_seat()).count() as u64)
    };
    let people = untrack(|| selection.count());
    let (target, seats) = match selection.picked() {
        Picked::These(ids) => (SeatTarget::Assignments(ids), seats(selection.chosen)),
        Picked::AllBut(except, count) => {
            let all = matching.map_or(0, |matching| u64::from(matching.seats));
            let target = SeatTarget::Matching { filter: filter(), except, expected: Some(count) };
            (target, all.saturating_sub(seats(selection.except)))
        }
    };
    let one = selection.chosen.with_untracked(|chosen| match chosen.as_slice() {
        [one] if people == 1 => Some(super::people::called(one)),
        _ => None,
    });
    Whom { target, words: one.unwrap_or_else(|| t::people(people)), people, seats }
}

/// The filters of the address.
fn filter() -> SeatFilter {
    let value = |name| Some(router::query_now(name)).filter(|value: &String| !value.is_empty());
    let status = value("status");
    let status = AssignmentStatus::ALL.iter().copied().find(|it| Some(it.as_str()) == status.as_deref());
    SeatFilter { search: value("q"), status }
}

/// The bar that stands in the filters' place while somebody is selected, and the dialogs of its acts.
pub fn bar(acts: Acts, selection: Selection, matching: Signal<Option<MatchingSeats>>) -> AnyView {
    let people = Signal::derive(move || matching.get().map(|matching| matching.people));
    let whom = move || selected(selection, matching.get_untracked());
    let done = Callback::new(move |()| selection.clear());
    let remove = move |_| ask_remove(acts, whom(), done);
    let transfer = move |_| acts.moving.set(Some(Moving { whom: whom(), done }));
    let label = move || {
        selection.chosen.track();
        selection.except.track();
        let whom = selected(selection, matching.get());
        if whom.seats == 0 {
            t::remove(whom.people)
        } else {
            t::remove_frees(whom.people, &number(whom.seats))
        }
    };
    let buttons = view! {
        <button class="button small" on:click=transfer>
            {t::transfer()}
        </button>
        <button class="button small danger" on:click=remove>
            {label}
        </button>
    };
    view! { {picked_bar(selection, people, buttons.into_any())} }.into_any()
}

/// The dialogs of the acts.
pub fn dialogs(acts: Acts) -> AnyView {
    view! { {moving::dialog_of(acts)} {refusals(acts.refused)} }.into_any()
}

/// Takes off, after the consequence was named.
pub fn ask_remove(acts: Acts, whom: Whom, done: Callback<()>) {
    let license = acts.name();
    let mut text = t::remove_text(whom.people, &license);
    if whom.seats > 0 {
        text = format!("{text} {}", t::frees(whom.seats));
    }
    if acts.waiting() > 0 {
        text = format!("{text} {}", t::waiting_first(acts.waiting()));
    }
    let title = t::remove_title(&whom.words, &license);
    let act = if whom.people == 1 { a::unassign_act().to_owned() } else { t::remove(whom.people) };
    acts::ask_first(title, text, act, move || run(acts, SeatAct::Remove, whom.clone(), done));
}

/// Does it; says what became of it, with Undo.
pub fn run(acts: Acts, act: SeatAct, whom: Whom, done: Callback<()>) {
    let request = BulkSeats { act, to: whom.target.clone() };
    send(acts, acts.id, request, Some((whom, done)));
}

/// Sends an act, tells its outcome, and lists what was refused. Without somebody it is for, it is an Undo.
fn send(acts: Acts, license: LicenseId, request: BulkSeats, of: Option<(Whom, Callback<()>)>) {
    let of = of.map(|(whom, done)| (whom, done, acts.name()));
    spawn_local(async move {
        let answer = match api::bulk_seats(license, &request).await {
            Ok(answer) => answer,
            Err(failure) => {
                if let Some((_, and_then, _)) = of.filter(|_| acts::is_overtaken(&failure)) {
                    let _ = and_then.try_run(());
                }
                return acts::tell_refused(&failure);
            }
        };
        let (act, done) = (request.act, answer.done);
        let mut words = told(act, done, of.as_ref().map(|(whom, _, license)| (whom, license.as_str())));
        if act == SeatAct::Remove && answer.seats_freed > 0 {
            words = format!("{words} {}", t::freed(u64::from(answer.seats_freed)));
        }
        let rows = answer.results.into_iter().filter(|it| it.outcome == BulkOutcome::Refused);
        let rows: Vec<_> = rows.map(refused_row).collect();
        let mut outcome = match (rows.as_slice(), done) {
            ([], _) => Outcome::done(words),
            ([one], 0) => Outcome::refused(one.why()),
            (rows, done) => Outcome::partly(many::partly(rows.len() as u64, &number(done))),
        };
        if let Some((_, and_then, _)) = of {
            let _ = and_then.try_run(());
            if let Some(operation) = answer.operation {
                let (license, inverse) = inverse(acts, act, operation);
                outcome = outcome.undo(move || send(acts, license, inverse.clone(), None));
            }
        }
        say(outcome);
        if rows.len() > 1 || (rows.len() == 1 && done > 0) {
            let _ = acts.refused.try_set(Some(Refusals { done, rows }));
        }
        api::written();
    });
}

/// What an act did, in words.
fn told(act: SeatAct, done: u32, of: Option<(&Whom, &str)>) -> String {
    match (act, of) {
        (SeatAct::Remove, Some((whom, license))) => t::removed(whom.people, &whom.words, license),
        (SeatAct::Move { .. }, Some(_)) => t::moved(u64::from(done)),
        _ => t::restored(u64::from(done)),
    }
}

/// Where the inverse of an act is asked for, and what it is.
fn inverse(acts: Acts, act: SeatAct, operation: OperationId) -> (LicenseId, BulkSeats) {
    let to = SeatTarget::Operation(operation);
    match act {
        SeatAct::Remove => (acts.id, BulkSeats { act: SeatAct::Restore, to }),
        SeatAct::Move { to: there } => (there, BulkSeats { act: SeatAct::Move { to: acts.id }, to }),
        SeatAct::Restore => (acts.id, BulkSeats { act: SeatAct::Remove, to }),
    }
}

fn refused_row(result: BulkSeatResult) -> RefusedRow {
    let href = result.member.map(|member| format!("/people/{member}")).unwrap_or_default();
    RefusedRow { name: result.name, href, code: result.code, message: result.message.unwrap_or_default() }
}
