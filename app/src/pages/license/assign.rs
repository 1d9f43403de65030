//! The dialog that puts people on a license: found by name, or any address; the seats left change with the choice.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::assignments::{Assign, AssignRow};
use shared::api::invitations::{Outcome as RowOutcome, RowResults};
use shared::api::licenses::License;
use shared::api::members::Member;
use shared::email::Email;
use shared::id::LicenseId;
use shared::member::MemberStatus;
use shared::queue::WhenFull;

use crate::acts::{called, tell_at, told_apart};
use crate::api;
use crate::components::{Choice, Combobox, Dialog, Outcome, SeatBar, Wrong, say, seat_words};
use crate::format::number;
use crate::i18n::text::{assign as t, basics, invite, queue, status};
use crate::pages::rows::{Kind, refused, results, told};
use crate::pages::{contact, find_people};
use crate::router::{self, Step};
use crate::session::may;

/// The dialog, while its address is open.
pub fn over_license(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path.ends_with("/assign")));
    view! { {move || (open.get() && may(Permission::ManageAssignments)).then(|| dialog(id, license))} }
        .into_any()
}

fn dialog(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let (chosen, options) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(Vec::<Choice>::new()));
    let (done, error) = (RwSignal::new(None::<RowResults>), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let close = Callback::new(move |()| router::go(&format!("/licenses/{id}"), Step::Push));
    let title = Signal::derive(move || {
        license.with(|license| t::title(license.as_ref().map_or("", |license| license.name.as_str())))
    });
    let send = move |_| {
        if chosen.with_untracked(Vec::is_empty) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(String::new());
        let rows = chosen.with_untracked(|chosen| chosen.iter().map(row).collect());
        spawn_local(async move {
            let answer = api::assign(id, &Assign { assignments: rows, when_full: WhenFull::Queue }).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(answer) => finish(close, done, answer),
                Err(failure) => tell_at(error, &failure),
            }
        });
    };
    let compose = move || {
        view! {
            <Combobox
                label=t::people()
                id="assign-people"
                chosen=chosen
                options=options
                on_search=find_people::search(options, move |found, text| choices(id, found, text))
                placeholder=t::placeholder()
                hint=if may(Permission::ManageInvitations) { t::hint() } else { t::members_only() }
                focus=true
            />
            <Wrong id="assign-error".to_owned() words=error />
        }
        .into_any()
    };
    let body = move || match done.get() {
        Some(done) => results(&done),
        None => compose(),
    };
    let left = move || {
        let plan = u32::try_from(chosen.with(Vec::len)).unwrap_or(u32::MAX);
        license.get().map(|license| seats_left(&license, plan))
    };
    let footer = move || {
        if done.with(Option::is_some) {
            return view! {
                <span></span>
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| close.run(())>
                        {basics::done()}
                    </button>
                </div>
            }
            .into_any();
        }
        let label = move || {
            let count = chosen.with(Vec::len);
            let seats = license.with(|license| license.as_ref().and_then(|it| it.seats.claimable()));
            match (count, seats.map_or(usize::MAX, |seats| usize::try_from(seats).unwrap_or(usize::MAX))) {
                (0, _) => t::assign_none().to_owned(),
                (count, 0) => queue::queue_all(count as u64),
                (count, seats) if count > seats => {
                    queue::assign_and_queue(&number(seats as u64), &number((count - seats) as u64))
                }
                (count, _) => t::assign(count as u64),
            }
        };
        let off = move || (chosen.with(Vec::is_empty) || busy.get()).then_some("true");
        view! {
            <div class="left">{left}</div>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {basics::cancel()}
                </button>
                <button type="button" class="button primary" aria-disabled=off on:click=send>
                    {label}
                </button>
            </div>
        }
        .into_any()
    };
    let typed =
        Signal::derive(move || chosen.with(|chosen| !chosen.is_empty()) && done.with(Option::is_none));
    view! {
        <Dialog
            title=title
            on_close=close
            typed=typed
            body=view! { {body} }.into_any()
            footer=view! { {footer} }.into_any()
        />
    }
    .into_any()
}

/// All seated: back to the list. Else the results stay, row by row.
fn finish(close: Callback<()>, done: RwSignal<Option<RowResults>>, answered: RowResults) {
    let on_license: Kind<'_> = (&[RowOutcome::Invited, RowOutcome::Extended, RowOutcome::Added], t::assigned);
    let words = told(&[on_license], &answered.results);
    if refused(&answered.results) == 0 {
        close.try_run(());
        say(Outcome::done(words));
    } else {
        say(Outcome::partly(words));
        done.set(Some(answered));
    }
    api::written();
}

fn row(choice: &Choice) -> AssignRow {
    choice
        .id
        .parse()
        .map_or_else(|_| AssignRow::Email { email: choice.id.clone() }, |member| AssignRow::Member { member })
}

fn seats_left(license: &License, plan: u32) -> AnyView {
    let words = match (plan, license.seats.claimable()) {
        (0, _) => seat_words(license.seats),
        (plan, Some(0)) => queue::all_taken(&number(license.seats.waiting), &number(plan)),
        (plan, Some(free)) => invite::seats_used(&number(plan), &number(free)),
        (plan, None) => crate::i18n::text::seats::planned(u64::from(plan)),
    };
    view! {
        <div class="seatline">
            <p class="words" role="status">
                {words}
            </p>
            <SeatBar label=license.name.clone() seats=license.seats plan=plan />
        </div>
        {(license.seats.claimable() == Some(0)).then(contact::ask_whom)}
    }
    .into_any()
}

/// What can be chosen: those found, if they can be seated, and a whole address that is nobody's yet.
fn choices(id: LicenseId, found: &[Member], text: &str) -> Vec<Choice> {
    let theirs = |member: &Member, email: &Email| {
        let found_by = member.found_by.as_deref().unwrap_or_default();
        member.email == *email || found_by.split(", ").any(|word| word == email.as_str())
    };
    let stranger = Email::parse(text).ok().filter(|email| !found.iter().any(|member| theirs(member, email)));
    let stranger = stranger.map(|email| {
        // Whether their domain lets them in at once, the Worker knows.
        let allowed = may(Permission::ManageInvitations);
        let hint = if allowed { t::stranger() } else { t::members_only() }.to_owned();
        Choice { id: email.to_string(), label: email.to_string(), hint, refused: !allowed }
    });
    let member = |member: &Member| {
        let seated = member.licenses.iter().any(|it| it.id == id && it.status.takes_a_seat());
        let off = member.status == MemberStatus::Disabled;
        let hint = match (seated, off) {
            (true, _) => t::has_seat().to_owned(),
            (_, true) => status::disabled().to_owned(),
            _ => told_apart(member),
        };
        Choice { id: member.id.to_string(), label: called(member), hint, refused: seated || off }
    };
    stranger.into_iter().chain(found.iter().map(member)).collect()
}
