//! Acts on everybody selected by one request: role, team, removal, and deactivation of all that match. What was refused
//! is shown with its reason; the rest is told in the outcome strip.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Permission, Role};
use shared::api::bulk::{
    BulkAct, BulkMembers, BulkOutcome, BulkResult, BulkResults, BulkTarget, MAX_ENABLED,
};
use shared::api::members::{SeatsOfPeople, SeatsTaken};
use shared::api::teams::Team;
use shared::id::MemberId;

use super::selection::{Selection, target};
use crate::acts;
use crate::api::{self, Failure, sentence};
use crate::components::{Item, Menu, Outcome, Picked, icon, say};
use crate::format::number;
use crate::i18n::text::{basics, many as t};
use crate::pages::refusals::{Refusals, Refused, RefusedRow};
use crate::router;
use crate::session::{may, me};
use crate::words;

/// The menus and buttons for many.
pub fn buttons(selection: Selection, teams: Signal<Vec<Team>>, refused: Refused) -> AnyView {
    let count = move || untrack(|| selection.count());
    let remove = move |_| {
        let (title, act) = (t::remove_title(count()), t::remove_act(count()));
        confirm(title, t::remove_text(), act, BulkAct::Remove, selection, refused);
    };
    // Of those chosen one by one each is deactivated and told by itself (`bulk`).
    let deactivate_all = move || {
        (selection.all.get().is_some() && may(Permission::DeactivateMembers)).then(|| {
            view! {
                <button class="button small" on:click=move |_| deactivate(selection, Some(refused))>
                    {move || t::deactivate(selection.count())}
                </button>
            }
        })
    };
    let some_teams = move || may(Permission::ManageTeams) && teams.with(|teams| !teams.is_empty());
    let export = move || {
        let picked = selection.count() > 0 && picks(selection).is_some() && may(Permission::Export);
        picked.then(|| {
            let href = move || file(selection);
            view! {
                <a class="button small" href=href download="" data-leave="">
                    {basics::export_csv()}
                </a>
            }
        })
    };
    view! {
        {deactivate_all}
        {export}
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

/// The filters of the address, as the API takes them.
pub fn filters_now() -> Vec<(&'static str, String)> {
    super::ALL.iter().map(|name| (*name, router::query_now(name))).collect()
}

/// The same with who is picked, unless so many are that no address holds them.
fn picks(selection: Selection) -> Option<Vec<(&'static str, String)>> {
    const MOST: usize = 200;
    let ids = |ids: Vec<MemberId>| {
        let words = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        (ids.len() <= MOST).then_some(words)
    };
    match selection.picked() {
        Picked::These(only) => Some(vec![("only", ids(only)?)]),
        Picked::AllBut(except, _) => {
            let mut filters = filters_now();
            filters.push(("except", ids(except)?));
            Some(filters)
        }
    }
}

fn file(selection: Selection) -> String {
    selection.count();
    address("members.csv", &picks(selection).unwrap_or_default())
}

/// The address of something about people whom filters find.
pub fn address(path: &str, filters: &[(&'static str, String)]) -> String {
    api::list(path, &filters.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

/// Licenses and their seats, as a sentence takes them.
pub fn seats_in_words(found: &SeatsOfPeople) -> String {
    let word = |it: &SeatsTaken| format!("{} ({})", it.name, number(it.seats));
    found.licenses.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Deactivates all that are selected, after saying which seats that sets free; with Undo.
pub fn deactivate(selection: Selection, refused: Option<Refused>) {
    let count = untrack(|| selection.count());
    let request = BulkMembers { act: BulkAct::Disable, to: target(selection) };
    let seats = address("members/seats", &picks(selection).unwrap_or_else(filters_now));
    spawn_local(async move {
        let text = match api::get::<SeatsOfPeople>(&seats).await {
            Ok(found) if found.licenses.is_empty() => t::deactivate_frees_none().to_owned(),
            Ok(found) => t::deactivate_frees(&seats_in_words(&found)),
            Err(failure) => return say(Outcome::refused(sentence(&failure))),
        };
        acts::ask_first(t::deactivate_title(count), text, t::deactivate(count), move || {
            let request = request.clone();
            say(Outcome::done(t::under_way(count)));
            spawn_local(async move {
                match api::bulk_members(&request).await {
                    Ok(answer) => {
                        selection.clear();
                        let done = answer.results.iter().filter(|it| it.outcome == BulkOutcome::Done);
                        let done: Vec<_> = done.map(|it| it.member).collect();
                        let said = outcome(&answer);
                        say(if done.is_empty() {
                            said
                        } else {
                            said.undo(move || enable_again(done.clone()))
                        });
                        if let Some(refused) = refused {
                            tell_refused(answer, refused);
                        }
                        api::written();
                    }
                    Err(failure) => refused_all(&failure, selection),
                }
            });
        });
    });
}

/// Enables them part by part, since each asks for their seats anew, and says how far it is.
fn enable_again(people: Vec<MemberId>) {
    spawn_local(async move {
        let (all, mut done, mut refused) = (people.len(), 0_u32, 0_u32);
        for part in people.chunks(MAX_ENABLED) {
            say(Outcome::done(t::enabling(&number(done), &number(all as u64))));
            let request = BulkMembers { act: BulkAct::Enable, to: BulkTarget::Members(part.to_vec()) };
            match api::bulk_members(&request).await {
                Ok(answer) => {
                    done += answer.done;
                    refused += u32::try_from(part.len()).unwrap_or_default() - answer.done;
                }
                Err(failure) => {
                    api::written();
                    return say(Outcome::refused(sentence(&failure)));
                }
            }
        }
        say(match refused {
            0 => Outcome::done(t::enabled(u64::from(done))),
            _ => Outcome::partly(t::enabled_partly(u64::from(refused), &number(done))),
        });
        api::written();
    });
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
                tell_refused(answer, refused);
                api::written();
            }
            Err(failure) => refused_all(&failure, selection),
        }
    });
}

/// Says why all of it was refused; where others match by now, nobody is selected any more.
fn refused_all(failure: &Failure, selection: Selection) {
    if acts::is_overtaken(failure) {
        selection.clear();
    }
    acts::tell_refused(failure);
}

fn tell_refused(answer: BulkResults, refused: Refused) {
    let rows = answer.results.into_iter().filter(|it| it.outcome == BulkOutcome::Refused);
    let rows: Vec<_> = rows.map(refused_row).collect();
    if !rows.is_empty() {
        let _ = refused.try_set(Some(Refusals { done: answer.done, rows }));
    }
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
