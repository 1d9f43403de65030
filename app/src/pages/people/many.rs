//! Acts on everybody selected by one request: role, team, removal, and deactivation of all that match. What was refused
//! is shown with its reason; the rest is told in the outcome strip.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Permission, Role};
use shared::api::bulk::{BulkAct, BulkMembers, BulkOutcome, BulkResult, BulkResults};
use shared::api::teams::Team;

use super::selection::Selection;
use crate::acts;
use crate::api::{self, sentence, sentence_of};
use crate::components::{Dialog, Item, Menu, Outcome, icon, say};
use crate::format::number;
use crate::i18n::text::{basics, many as t};
use crate::session::{may, me};
use crate::words;

/// The most refusals that are listed; the others are counted.
const SHOWN: usize = 100;

/// What was refused, while it is looked at.
pub type Refused = RwSignal<Option<BulkResults>>;

/// The menus and buttons for many.
pub fn buttons(selection: Selection, teams: Signal<Vec<Team>>, refused: Refused) -> AnyView {
    if !may(Permission::ManageMembers) {
        return ().into_any();
    }
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
        selection.all.get().is_some().then(|| {
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
        {role_menu(selection, refused)}
        {move || some_teams().then(|| team_menu(selection, teams, refused))}
        <button class="button small danger" on:click=remove>
            {t::remove()}
        </button>
    }
    .into_any()
}

fn role_menu(selection: Selection, refused: Refused) -> AnyView {
    let item = move |role: Role| {
        let word = words::role(role);
        let ask = move || {
            let title = t::role_title(untrack(|| selection.count()), word);
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
    let request = BulkMembers { act, to: selection.target() };
    spawn_local(async move {
        match api::bulk_members(&request).await {
            Ok(answer) => {
                selection.clear();
                say(outcome(&answer));
                if answer.results.iter().any(|result| result.outcome == BulkOutcome::Refused) {
                    let _ = refused.try_set(Some(answer));
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

/// The dialog that lists what was refused and why.
pub fn refusals(refused: Refused) -> AnyView {
    let open = Memo::new(move |_| refused.with(Option::is_some));
    view! { {move || open.get().then(|| dialog(refused))} }.into_any()
}

fn dialog(refused: Refused) -> AnyView {
    let Some(answer) = refused.get_untracked() else { return ().into_any() };
    let close = Callback::new(move |()| refused.set(None));
    let rows: Vec<_> =
        answer.results.iter().filter(|result| result.outcome == BulkOutcome::Refused).collect();
    let more = rows.len().saturating_sub(SHOWN) as u64;
    let lines = rows.iter().take(SHOWN).map(|result| line(result)).collect_view();
    let body = view! {
        <p class="words" role="status">
            {t::partly(rows.len() as u64, &number(answer.done))}
        </p>
        <div class="listing">
            <table class="data">
                <caption class="sr">{t::refused()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{basics::name()}</th>
                        <th scope="col">{t::why()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="words">{t::more(more)}</p> })}
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button class="button" autofocus=true on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    };
    view! {
        <Dialog
            title=t::refused().to_owned()
            on_close=close
            wide=true
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

fn line(result: &BulkResult) -> AnyView {
    let why = result.code.map(|code| sentence_of(code, result.message.as_deref().unwrap_or_default()));
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/people/{}", result.member)>
                    <bdi>{result.name.clone()}</bdi>
                </a>
            </th>
            <td class="m all">
                <span class="wrong">
                    {icon("no")} <span>{why}</span>
                </span>
            </td>
        </tr>
    }
    .into_any()
}
