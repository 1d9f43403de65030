//! One team: who is in it and who leads it; over it the dialogs that add people and rename it.

mod add;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::teams::{JoinTeam, NameTeam, Team, TeamMember};
use shared::id::{MemberId, TeamId};
use shared::text::Name;

use super::license_create::{Errors, put_failure};
use super::services;
use super::teams::name_dialog;
use crate::acts;
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Failed, Head, Item, List, Outcome, Patient, Search, badge, dots_menu, say,
    small_face,
};
use crate::i18n::text::{basics, nav, teams as t};
use crate::router::{self, Step};
use crate::session::may;
use crate::words;

/// The page.
pub fn team(id: TeamId) -> AnyView {
    let found = api::query::<Team>(move || Some(format!("/api/v1/teams/{id}")));
    let data = found.data;
    let name = Signal::derive(move || {
        data.with(|team| team.as_ref().map_or_else(|| t::one().to_owned(), |team| team.name.clone()))
    });
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| data.with(Option::is_some));
    let failure = move || if there.get() { None } else { found.failure.get() };
    let content = move || match (there.get(), failure()) {
        (true, _) => view! {
            <dl class="facts">{services::of::facts("team", id.to_string())}</dl>
            {people(id)}
            {dialogs(id, data)}
        }
        .into_any(),
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let actions = move || {
        let team = data.get().filter(|_| may(Permission::ManageTeams))?;
        Some(view! {
            <a class="button primary" href=format!("/teams/{id}/add")>
                {t::add()}
            </a>
            {dots_menu(basics::actions_for(&team.name), move || menu(&team))}
        })
    };
    view! {
        <Head title=name crumb=("/teams", nav::teams()) actions=view! { {actions} }.into_any() />
        {content}
    }
    .into_any()
}

fn menu(team: &Team) -> Vec<Item> {
    let (id, name, members) = (team.id, team.name.clone(), u64::from(team.members));
    let delete = move || {
        let done = name.clone();
        acts::ask(t::delete_title(&name), t::delete_text(members, &name), t::delete(), move || {
            let done = done.clone();
            acts::perform(api::delete_team(id), move |_| {
                router::go("/teams", Step::Push);
                say(Outcome::done(t::deleted(&done)));
            });
        });
    };
    vec![
        Item::go("edit", t::rename(), format!("/teams/{id}/rename")),
        Item::run("trash", t::delete(), delete).danger(),
    ]
}

fn dialogs(id: TeamId, team: RwSignal<Option<Team>>) -> AnyView {
    let place = router::place();
    let last =
        Memo::new(move |_| place.with(|place| place.path.rsplit('/').next().unwrap_or_default().to_owned()));
    let close = Callback::new(move |()| router::go(&format!("/teams/{id}"), Step::Push));
    view! {
        {move || match last.get().as_str() {
            "add" if may(Permission::ManageTeams) => add::dialog(id, team, close),
            "rename" if may(Permission::ManageTeams) => rename(id, team, close),
            _ => ().into_any(),
        }}
    }
    .into_any()
}

fn rename(id: TeamId, team: RwSignal<Option<Team>>, close: Callback<()>) -> AnyView {
    let before = team.with_untracked(|team| team.as_ref().map(|team| team.name.clone()).unwrap_or_default());
    let save = Callback::new(move |(name, errors): (Name, Errors)| {
        spawn_local(async move {
            match api::rename_team(id, &NameTeam { name }).await {
                Ok(team) => {
                    close.try_run(());
                    say(Outcome::done(t::renamed(&team.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name"]),
            }
        });
    });
    name_dialog(t::rename().to_owned(), &before, t::name_hint(), t::save(), close, save)
}

fn people(id: TeamId) -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<TeamMember>>(move || {
        let filters = [("q", q.get()), ("cursor", cursor.get())];
        let filters = filters.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(api::page(&format!("teams/{id}/members"), &filters))
    });
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        items.iter().map(|member| row(id, member)).collect()
    });
    view! {
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search_people() placeholder=basics::name_or_email() />
                    <Clear names=&["q"] />
                </div>
            </div>
            <List
                caption=t::people()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id))
                foot=Callback::new(move |rows: usize| t::foot_people(rows as u64))
            />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", basics::name()),
        ("w9", basics::role()),
        ("w8", t::leads()),
        ("w8", basics::status()),
        ("dots", ""),
    ]
}

fn row(id: TeamId, member: &TeamMember) -> AnyView {
    let named = !member.name.is_empty();
    let name = if named { member.name.clone() } else { member.email.to_string() };
    let menu = may(Permission::ManageTeams).then(|| {
        let (member, name) = (member.clone(), name.clone());
        dots_menu(basics::actions_for(&name), move || row_menu(id, &member, &name))
    });
    view! {
        <tr>
            <th scope="row" class="name faced">
                <a class="clip" href=format!("/people/{}", member.id)>
                    <bdi>{name.clone()}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{member.email.to_string()}</small> })}
                {small_face(member.id, &name, member.photo.as_ref())}
            </th>
            <td class="m">{words::role(member.role)}</td>
            <td class="m">{member.leader.then(|| view! { <span class="chip"><span>{t::leads()}</span></span> })}</td>
            <td class="standing">{badge(Badge::of_status(member.status))}</td>
            <td class="dots">{menu}</td>
        </tr>
    }
    .into_any()
}

fn row_menu(team: TeamId, member: &TeamMember, name: &str) -> Vec<Item> {
    let (id, leader) = (member.id, member.leader);
    let (led, left) = (name.to_owned(), name.to_owned());
    let word = if leader { t::no_longer_leader() } else { t::make_leader() };
    vec![
        Item::run("person", word, move || lead(team, id, led.clone(), !leader)),
        Item::run("minus", t::take_out(), move || leave(team, id, left.clone(), leader)).danger(),
    ]
}

/// Makes somebody lead the team or not, with Undo.
fn lead(team: TeamId, member: MemberId, name: String, leader: bool) {
    let join = JoinTeam { members: vec![member], leader: Some(leader) };
    acts::perform(async move { api::join_team(team, &join).await }, move |_| {
        let words = if leader { t::made_leader(&name) } else { t::led_no_more(&name) };
        say(Outcome::done(words).undo(move || lead(team, member, name.clone(), !leader)));
    });
}

/// Takes somebody out of the team, with Undo.
fn leave(team: TeamId, member: MemberId, name: String, leader: bool) {
    acts::perform(api::leave_team(team, member), move |_| {
        let words = t::taken_out(&name);
        let back = move || {
            let join = JoinTeam { members: vec![member], leader: Some(leader) };
            acts::perform(async move { api::join_team(team, &join).await }, |_| {
                say(Outcome::done(t::added(1)));
            });
        };
        say(Outcome::done(words).undo(back));
    });
}

fn empty(id: TeamId) -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href=format!("/teams/{id}")>{basics::clear_all()}</a> };
        return view! { <Empty title=t::nobody_matches() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageTeams).then(|| {
        view! {
            <a class="button" href=format!("/teams/{id}/add")>
                {t::add()}
            </a>
        }
    });
    view! { <Empty title=t::nobody() text=t::nobody_text() seats=8 actions=actions.into_any() /> }.into_any()
}
