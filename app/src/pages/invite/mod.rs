//! The invite dialog over People: paste or type, see what would happen to each row, send.

mod draft;
mod preview;
mod row;
mod seats_left;
mod sent;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::invitations::Invite;
use shared::api::licenses::License;
use shared::api::teams::Team;
use shared::license::LicenseState;
use shared::queue::WhenFull;

use self::draft::{Draft, draft};
use self::sent::Sent;
use crate::acts::tell_refused;
use crate::api::{self, Failure, sentence};
use crate::components::{Choice, Combobox, Dialog, SelectField, TextField, Wrong};
use crate::format::number;
use crate::i18n::text::{basics, invite as t, queue, seats};
use crate::router::{self, Step};
use crate::session::{may, me};
use crate::words;

/// The dialog, while its address is open.
pub fn over_people() -> AnyView {
    // The draft belongs to the console, not to this page.
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/people/invite"));
    view! { {move || (open.get() && may(Permission::ManageInvitations)).then(dialog)} }.into_any()
}

/// Makes the draft on the root. Called once, when the console starts.
pub fn start() {
    let _ = draft();
}

fn dialog() -> AnyView {
    let draft = draft();
    let done = RwSignal::new(None::<Sent>);
    let (sending, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let close = Callback::new(move |()| router::go(&router::with("/people", &[]), Step::Push));
    let licenses = api::query::<Page<License>>(|| {
        may(Permission::ReadLicenses).then(|| api::list("licenses", &[("limit", "200")]))
    });
    let licenses = Signal::derive(move || licenses.data.get().map(|page| page.items).unwrap_or_default());
    let teams = api::query::<Page<Team>>(|| Some(api::list("teams", &[("limit", "200")])));
    let teams = Signal::derive(move || teams.data.get().map(|page| page.items).unwrap_or_default());
    preview::follow(draft, done);
    let send = move |when_full: WhenFull| {
        draft.read();
        if sending.get_untracked() || draft.rows.with_untracked(Vec::is_empty) {
            return;
        }
        sending.set(true);
        failure.set(None);
        let request = Invite { when_full, ..untrack(|| draft.request()) };
        let asked = draft.rows.get_untracked();
        spawn_local(async move {
            let answer = api::invite(&request).await;
            let _ = sending.try_set(false);
            match answer {
                Ok(answer) => sent::finish(draft, done, close, asked, answer),
                Err(why) => {
                    if let Some(Some(why)) = failure.try_set(Some(why)) {
                        tell_refused(&why);
                    }
                }
            }
        });
    };
    let body = move || match done.get() {
        Some(it) => sent::outcome(&it.answer),
        None => compose(draft, licenses, teams, failure, send),
    };
    let footer = move || match done.get() {
        Some(it) => sent::footer(draft, done, close, it.refused),
        None => footer(draft, licenses, sending, close, send),
    };
    let typed = Signal::derive(move || draft.is_typed() && done.with(Option::is_none));
    view! {
        <Dialog
            title=t::title().to_owned()
            on_close=close
            typed=typed
            question=t::leave()
            on_discard=Callback::new(move |()| draft.clear())
            wide=true
            body=view! { {body} }.into_any()
            footer=view! { {footer} }.into_any()
        />
    }
    .into_any()
}

fn compose(
    draft: Draft,
    licenses: Signal<Vec<License>>,
    teams: Signal<Vec<Team>>,
    failure: RwSignal<Option<Failure>>,
    send: impl Fn(WhenFull) + Copy + Send + Sync + 'static,
) -> AnyView {
    let text_error = Signal::derive(move || {
        let refusal = draft.refusal.get();
        refusal.map(|it| api::sentence_of(it.code, &it.detail)).unwrap_or_default()
    });
    let field_error = move |field: &'static str| {
        Signal::derive(move || match failure.get() {
            Some(failure) if failure.field() == field => sentence(&failure),
            _ => String::new(),
        })
    };
    let other_error = Signal::derive(move || match failure.get() {
        Some(failure) if failure.field() != "expires_in_days" => sentence(&failure),
        _ => String::new(),
    });
    let chosen = licenses_choice(draft, licenses);
    let wanted = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let wanted = wanted.get().to_lowercase();
        let matches = |license: &&License| license.name.to_lowercase().contains(wanted.trim());
        licenses.with(|all| all.iter().filter(matches).map(license_choice).collect::<Vec<_>>())
    });
    let some_teams = Memo::new(move |_| teams.with(|teams| !teams.is_empty()));
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() {
            event.prevent_default();
            if draft.text.with_untracked(|text| text.trim().is_empty()) {
                send(WhenFull::Refuse);
            } else {
                draft.read();
            }
        }
    };
    let on_input = move |event: ev::Event| {
        draft.text.set(event_target_value(&event));
        if draft.text.with_untracked(|text| text.ends_with([',', ';', '\n', '\t'])) {
            draft.read();
        }
    };
    // What was pasted is in the field only after the event.
    let on_paste = move |_| set_timeout(move || draft.read(), core::time::Duration::ZERO);
    view! {
        <div class="field">
            <label for="invite-text">{t::add()}</label>
            <textarea
                class="control"
                id="invite-text"
                rows="2"
                autofocus=true
                placeholder=t::placeholder()
                aria-describedby="invite-text-hint invite-text-error"
                aria-invalid=move || text_error.with(|words| (!words.is_empty()).then_some("true"))
                prop:value=draft.text
                on:input=on_input
                on:paste=on_paste
                on:keydown=on_key
                on:blur=move |_| draft.read()
            ></textarea>
            <Wrong id="invite-text-error".to_owned() words=text_error />
            <p class="hint" id="invite-text-hint">
                {t::hint()}
            </p>
        </div>
        <div class="forms">
            <SelectField
                label=basics::role()
                id="invite-role"
                value=draft.role
                options=words::role_options(&me().roles())
            />
            <Combobox
                label=basics::licenses()
                id="invite-licenses"
                chosen=chosen
                options=options
                on_search=Callback::new(move |text: String| wanted.set(text))
            />
            {move || some_teams.get().then(|| teams_field(draft, teams))}
            <TextField
                label=t::days()
                id="invite-days"
                kind="number"
                value=draft.days
                error=field_error("expires_in_days")
            />
        </div>
        <Wrong id="invite-error".to_owned() words=other_error />
        {row::table(draft, licenses, teams)}
    }
    .into_any()
}

/// The chips of the combobox and the draft's licenses are one.
fn licenses_choice(draft: Draft, licenses: Signal<Vec<License>>) -> RwSignal<Vec<Choice>> {
    let chosen = RwSignal::new(Vec::<Choice>::new());
    Effect::new(move |_| {
        let ids = draft.licenses.get_untracked();
        licenses.with(|all| {
            let kept = all.iter().filter(|license| ids.contains(&license.id)).map(license_choice);
            chosen.set(kept.collect());
        });
    });
    Effect::new(move |before: Option<()>| {
        let ids: Vec<_> = chosen.with(|chosen| chosen.iter().filter_map(|it| it.id.parse().ok()).collect());
        // Told only when it changes, else the rows would be judged once more.
        if before.is_some() && draft.licenses.with_untracked(|now| *now != ids) {
            draft.licenses.set(ids);
        }
    });
    chosen
}

/// The teams for all rows; not there while the organization has none.
fn teams_field(draft: Draft, teams: Signal<Vec<Team>>) -> AnyView {
    let choice = |team: &Team| {
        let (id, label) = (team.id.to_string(), team.name.clone());
        Choice { id, label, hint: String::new(), refused: false }
    };
    let before = draft.teams.get_untracked();
    let before =
        teams.with_untracked(|all| all.iter().filter(|team| before.contains(&team.id)).map(choice).collect());
    let (chosen, wanted) = (RwSignal::new(before), RwSignal::new(String::new()));
    Effect::new(move |_| {
        let ids: Vec<_> =
            chosen.with(|chosen: &Vec<Choice>| chosen.iter().filter_map(|it| it.id.parse().ok()).collect());
        // Told only when it changes, else the rows would be judged once more.
        if draft.teams.with_untracked(|now| *now != ids) {
            draft.teams.set(ids);
        }
    });
    let options = Signal::derive(move || {
        let wanted = wanted.get().to_lowercase();
        let matches = |team: &&Team| team.name.to_lowercase().contains(wanted.trim());
        teams.with(|all| all.iter().filter(matches).map(choice).collect::<Vec<_>>())
    });
    view! {
        <Combobox
            label=basics::teams()
            id="invite-teams"
            chosen=chosen
            options=options
            on_search=Callback::new(move |text: String| wanted.set(text))
        />
    }
    .into_any()
}

/// A license as a choice, with its free seats; an ended one can't be chosen.
fn license_choice(license: &License) -> Choice {
    let ended = license.state == LicenseState::Expired;
    let hint = match (ended, license.seats.claimable()) {
        (true, _) => crate::i18n::text::status::ended().to_owned(),
        (false, Some(free)) => seats::free(u64::from(free)),
        (false, None) => crate::i18n::text::types::overage_unlimited().to_owned(),
    };
    Choice { id: license.id.to_string(), label: license.name.clone(), hint, refused: ended }
}

fn footer(
    draft: Draft,
    licenses: Signal<Vec<License>>,
    sending: RwSignal<bool>,
    close: Callback<()>,
    send: impl Fn(WhenFull) + Copy + Send + Sync + 'static,
) -> AnyView {
    let ready = Signal::derive(move || preview::carried(draft));
    let full = Signal::derive(move || preview::without_seat(draft));
    let label = move || {
        if sending.get() {
            return t::sending().to_owned();
        }
        match (ready.get(), full.get()) {
            (0, 0) => t::invite_none().to_owned(),
            (0, full) => queue::queue_all(full as u64),
            (count, _) => t::invite(count as u64),
        }
    };
    let off = move || (sending.get() || ready.get() + full.get() == 0).then_some("true");
    let press = move |_| {
        draft.read();
        match (ready.get_untracked(), full.get_untracked()) {
            (0, 0) => {}
            (0, _) => send(WhenFull::Queue),
            _ => send(WhenFull::Refuse),
        }
    };
    // Some get a seat, some could wait for one: that is a choice.
    let both = move || {
        let (ready, full) = (ready.get(), full.get());
        (ready > 0 && full > 0 && !sending.get()).then(|| {
            let words = queue::invite_and_queue(&number(ready as u64), &number(full as u64));
            view! {
                <button type="button" class="button" on:click=move |_| send(WhenFull::Queue)>
                    {words}
                </button>
            }
        })
    };
    view! {
        <div class="left">{seats_left::seats_left(draft, licenses)}</div>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            {both}
            <button type="button" class="button primary" aria-disabled=off on:click=press>
                {label}
            </button>
        </div>
    }
    .into_any()
}
