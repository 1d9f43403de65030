//! Acts on everybody selected by one request: role, team, removal, and deactivation of all that match. What was refused
//! is shown with its reason; the rest is told in the outcome strip.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Permission, Role};
use shared::api::bulk::{BulkAct, BulkMembers, BulkOutcome, BulkResult, BulkResults};
use shared::api::teams::Team;

use super::selection::{Selection, target};
use crate::acts;
use crate::api::{self, sentence};
use crate::components::{Item, Menu, Outcome, icon, say};
use crate::format::number;
use crate::i18n::text::many as t;
use crate::pages::refusals::{Refusals, Refused, RefusedRow};
use crate::session::{may, me};
use crate::words;

/// The menus and buttons for many.
pub fn buttons(selection: Selection, teams: Signal<Vec<Team>>, refused: Refused) -> AnyView {
    let count = move || untrack(|| selection.count());
    let deactivate = move |_| {
        let (title, act) = (t::deactivate_title(count()), t::deactivate(count()));
        confirm(title, t::deactivate_text(), act, BulkAct::Disable, selection, refused);
    };
    let remove = move |_| {
        let (title, act) = (t::remove_title(count()), t::remove_act(count()));
        confirm(title, t::remove_text(), act, BulkAct::Remove, selection, refused);
    };
    // Of those chosen one by one each is deactivated and told by itself (`bulk`).
    let deactivate_all = move || {
        (selection.all.get().is_some() && may(Permission::DeactivateMembers)).then(|| {
            view! {
                <button class="button small" on:click=deactivate>
                    {move || t::deactivate(selection.count())}
                </button>
            }
        })
    };
    let some_teams = move || may(Permission::ManageTeams) && teams.with(|teams| !teams.is_empty());
    view! {
        {deactivate_all}
        {may(Permission::EditMembers).then(|| role_menu(selection, refused))}
        {move || some_teams().then(|| team_menu(selection, teams, refused))}
        {may(Permission::RemoveMembers)
            .then(|| {
                view! {
                    <button class="button small danger" on:click=remove>
                        {t::remove()}
                    </button>
                }
            })}
    }
    .into_any()
}

fn role_menu(selection: Selection, refused: Refused) -> AnyView {
    let item = move |role: Role| {
        let word = words::role(role);
        let of = word.clone();
        let ask = move || {
            let title = t::role_title(untrack(|| selection.count()), &of);
            let act = BulkAct::SetRole { role };
            confirm(title, t::role_text(), t::role_act().to_owned(), act, selection, refused);
        };
        Item::run("", word, ask)
    };
    let items = Callback::new(move |()| me().roles().iter().copied().map(item).collect());
    let face = view! {
        {t::role()} {icon("down")}
    };
    view! { <Menu label=t::role().to_owned() class="button small" worded=true at="start" face=face.into_any() items=items /> }
        .into_any()
}

fn team_menu(selection: Selection, teams: Signal<Vec<Team>>, refused: Refused) -> AnyView {
    let item = move |team: Team| {
        let (id, name) = (team.id, team.name.clone());
        let ask = move || {
            let title = t::team_title(untrack(|| selection.count()), &name);
            let act = BulkAct::JoinTeam { team: id };
            confirm(title, t::team_text(), t::team_act().to_owned(), act, selection, refused);
        };
        Item::run("", team.name, ask)
    };
    let items = Callback::new(move |()| teams.get_untracked().into_iter().map(item).collect());
    let face = view! {
        {t::team()} {icon("down")}
    };
    view! { <Menu label=t::team().to_owned() class="button small" worded=true at="start" face=face.into_any() items=items /> }
        .into_any()
}

fn confirm(
    title: String,
    text: &'static str,
    act: String,
    what: BulkAct,
    selection: Selection,
    refused: Refused,
) {
    acts::ask(title, text, act, move || run(what, selection, refused));
}

fn run(act: BulkAct, selection: Selection, refused: Refused) {
    let request = BulkMembers { act, to: target(selection) };
    spawn_local(async move {
        match api::bulk_members(&request).await {
            Ok(answer) => {
                selection.clear();
                say(outcome(&answer));
                let rows = answer.results.into_iter().filter(|it| it.outcome == BulkOutcome::Refused);
                let rows: Vec<_> = rows.map(refused_row).collect();
                if !rows.is_empty() {
                    let _ = refused.try_set(Some(Refusals { done: answer.done, rows }));
                }
                api::written();
            }
            Err(failure) => say(Outcome::refused(sentence(&failure))),
        }
    });
}

fn outcome(answer: &BulkResults) -> Outcome {
    let refused =
        answer.results.iter().filter(|result| result.outcome == BulkOutcome::Refused).count() as u64;
    if refused > 0 {
        return Outcome::partly(t::partly(refused, &number(answer.done)));
    }
    let words = match answer.seats_freed {
        0 => t::done(u64::from(answer.done)),
        seats => t::done_freed(u64::from(seats), &number(answer.done)),
    };
    Outcome::done(words)
}

fn refused_row(result: BulkResult) -> RefusedRow {
    let (name, href) = (result.name, format!("/people/{}", result.member));
    RefusedRow { name, href, code: result.code, message: result.message.unwrap_or_default() }
}
