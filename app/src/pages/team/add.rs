//! The dialog that puts members into a team, several at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::members::Member;
use shared::api::teams::{JoinTeam, Team};
use shared::id::TeamId;

use crate::acts::{called, tell_at, told_apart};
use crate::api;
use crate::components::{Choice, Combobox, Dialog, Outcome, Tone, Wrong, say};
use crate::format::number;
use crate::i18n::text::{basics, teams as t};
use crate::pages::find_people;

/// The dialog.
pub fn dialog(id: TeamId, team: RwSignal<Option<Team>>, close: Callback<()>) -> AnyView {
    let (chosen, options) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(Vec::<Choice>::new()));
    let (leader, busy) = (RwSignal::new(false), RwSignal::new(false));
    let error = RwSignal::new(String::new());
    let title = Signal::derive(move || {
        team.with(|team| t::add_title(team.as_ref().map_or("", |team| team.name.as_str())))
    });
    let send = move |_| {
        if chosen.with_untracked(Vec::is_empty) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(String::new());
        let members =
            chosen.with_untracked(|chosen| chosen.iter().filter_map(|it| it.id.parse().ok()).collect());
        let join = JoinTeam { members, leader: leader.get_untracked().then_some(true) };
        spawn_local(async move {
            let answer = api::join_team(id, &join).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(answer) => {
                    let added = answer.results.iter().filter(|result| result.joined).count() as u64;
                    close.try_run(());
                    say(outcome(added, answer.results.len() as u64 - added));
                    api::written();
                }
                Err(failure) => tell_at(error, &failure),
            }
        });
    };
    let find =
        find_people::search(options, move |members, _| members.iter().map(|it| choice(id, it)).collect());
    let body = view! {
        <Combobox label=t::find() id="team-people" chosen=chosen options=options on_search=find focus=true
            placeholder=basics::name_or_email() />
        <label class="choice">
            <input
                class="check"
                type="checkbox"
                prop:checked=leader
                on:change=move |event| leader.set(event_target_checked(&event))
            />
            {t::leader()}
        </label>
        <Wrong id="team-error".to_owned() words=error />
    };
    let label = move || match chosen.with(Vec::len) {
        0 => t::add_none().to_owned(),
        count => t::add_count(count as u64),
    };
    let off = move || (chosen.with(Vec::is_empty) || busy.get()).then_some("true");
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" aria-disabled=off on:click=send>
                {label}
            </button>
        </div>
    };
    let typed = Signal::derive(move || chosen.with(|chosen| !chosen.is_empty()));
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

fn outcome(added: u64, missing: u64) -> Outcome {
    if missing == 0 {
        return Outcome::done(t::added(added));
    }
    Outcome { tone: Tone::Partly, words: t::added_partly(missing, &number(added)), undo: None }
}

/// A member as a choice; whoever is in the team already can't be chosen.
fn choice(team: TeamId, member: &Member) -> Choice {
    let there = member.teams.iter().any(|it| it.id == team);
    let hint = if there { t::in_already().to_owned() } else { told_apart(member) };
    Choice { id: member.id.to_string(), label: called(member), hint, refused: there }
}
