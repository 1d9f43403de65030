//! One person: who they are, which seats they take and why, the way of their invitation, what happened.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::connections::BoardRow;
use shared::api::invitations::InvitationWithTrail;
use shared::api::members::{Member, MemberLicense};
use shared::api::profile::Profile;
use shared::api::queue::WaitsFor;
use shared::api::teams::MemberTeam;
use shared::erasure::is_erased;
use shared::id::MemberId;
use shared::license::AssignmentStatus;
use shared::member::MemberStatus;

use super::companies;
use super::connections::{Edit, beside, edit};
use super::external_ids;
use super::fields;
use super::merging;
use super::people::menu;
use super::profile;
use super::services;
use super::trail::trail;
use super::why::{Why, why};
use super::{person_data, person_emails, person_permissions, person_teams, person_timeline};
use crate::acts::{self, called};
use crate::api::{self, Query};
use crate::components::{
    Badge, Failed, Head, Item, Menu, Outcome, Patient, badge, dots_menu, icon, say, seat_squares, standing,
    time, waiting,
};
use crate::i18n::text::{acts as a, basics, merge as merge_texts, nav, person as t, queue, teams};
use crate::session::{may, me};
use crate::words;

/// The page.
pub fn person(id: MemberId) -> AnyView {
    let member = api::query::<Member>(move || Some(format!("/api/v1/members/{id}")));
    let invitation = api::query::<InvitationWithTrail>(move || {
        let invitation = member.data.with(|member| member.as_ref().and_then(|member| member.invitation))?;
        may(Permission::ReadInvitations).then(|| format!("/api/v1/invitations/{invitation}"))
    });
    let board = api::query::<Page<BoardRow>>(move || {
        let member = id.to_string();
        may(Permission::ReadLicenses).then(|| api::list("connections", &[("member", &member)]))
    });
    let (fields, told) = (fields::of::query(id), profile::of::query(id));
    let (asked, connect) = (RwSignal::new(None::<Why>), RwSignal::new(None::<Edit>));
    let name =
        Signal::derive(move || member.data.get().as_ref().map_or_else(|| t::title().to_owned(), called));
    let with = move |show: fn(&Member) -> AnyView| move || member.data.get().map(|member| show(&member));
    let links = move || board.data.get().and_then(|page| page.items.into_iter().next());
    let seats = move || {
        let links = links();
        member.data.get().map(|member| seats(&member, links.as_ref(), asked, connect))
    };
    let face = profile::of::portrait(id, name, told);
    let lede = view! { {with(lede)} }.into_any();
    let actions = move || member.data.get().map(|member| actions(&member, told));
    let actions = view! { {actions} }.into_any();
    let retry = Callback::new(move |()| member.retry());
    let there = Memo::new(move |_| member.data.with(Option::is_some));
    let failure = move || if there.get() { None } else { member.failure.get() };
    let content = move || {
        match (there.get(), failure()) {
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => view! { <Patient bones=Callback::new(|()| bones()) retry=retry /> }.into_any(),
        (true, _) => view! {
            {with(removed)}
            <div class="cols">
                <div>
                    {seats}
                    {move || member.data.get().filter(held).map(|member| fields::of::part(&member, fields))}
                    {with(person_permissions::part)} {move || member.data.get().filter(held).map(|member| external_ids::of::part(&member))} {with(person_emails::part)} {move || invitation.data.get().map(|found| way(&found))}
                    {may(Permission::ReadEvents).then(|| person_timeline::part(id))} {with(person_data::part)}
                </div>
                {move || member.data.get().map(|member| details(&member, told))}
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <Head title=name crumb=("/people", nav::people()) face=face lede=lede actions=actions />
        {content}
        {why(asked)} {edit(connect)}
        {fields::of::over_person(id, member.data, fields)} {profile::of::over_person(id)} {person_teams::over_person(id, member.data)} {companies::of::over_person(id, member.data)}
        {person_permissions::over_person(id, member.data)} {merging::over_person(id, member.data)} {person_data::over_person(id, member.data)}
    }
    .into_any()
}

fn bones() -> AnyView {
    view! {
        <div class="pile">
            <span class="bone w"></span>
            <span class="bone n"></span>
            <span class="bone w"></span>
        </div>
    }
    .into_any()
}

/// Whether anything is held on somebody.
fn held(member: &Member) -> bool {
    !is_erased(&member.email)
}

/// What is said of somebody who is no member any more.
fn removed(member: &Member) -> AnyView {
    if member.status != MemberStatus::Removed {
        return ().into_any();
    }
    let words = match merging::went_up(member) {
        Some(words) => words,
        None if held(member) => t::is_removed().into_any(),
        None => t::is_erased().into_any(),
    };
    view! { <div class="note">{icon("minus")} <p>{words}</p></div> }.into_any()
}

/// Status, role and the id with its copy button.
fn lede(member: &Member) -> AnyView {
    let id = member.id.to_string();
    let copied = id.clone();
    let copy = move |_| acts::copy(copied.clone(), || say(Outcome::done(basics::id_copied())));
    view! {
        <p class="lede">
            {standing(member)} {words::role(member.role)} <span class="id">{id}</span>
            <button class="icon small" aria-label=basics::copy_id() on:click=copy>
                {icon("copy")}
            </button>
        </p>
    }
    .into_any()
}

/// The main act by status, the choice of role, and the rest in a menu.
fn actions(member: &Member, told: Query<Profile>) -> AnyView {
    let (id, name) = (member.id, called(member));
    let main = match (member.status, member.invitation) {
        (MemberStatus::Disabled, _) if may(Permission::DeactivateMembers) => {
            let run = move |_| acts::enable(id, name.clone());
            view! {
                <button class="button primary" on:click=run>
                    {a::enable()}
                </button>
            }
            .into_any()
        }
        (MemberStatus::Pending, Some(invitation)) if may(Permission::ManageInvitations) => {
            let run = move |_| acts::resend(invitation, name.clone());
            view! {
                <button class="button primary" on:click=run>
                    {a::resend()}
                </button>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    let role =
        (member.status == MemberStatus::Active && may(Permission::EditMembers)).then(|| role_menu(member));
    let menu_of = member.clone();
    let items = move || {
        let photo =
            if menu_of.status == MemberStatus::Removed { Vec::new() } else { profile::of::items(id, told) };
        let mut items: Vec<_> = menu(&menu_of).into_iter().skip(1).collect();
        // What is dangerous stays last.
        let at = items.len().saturating_sub(1);
        let merge = merging::address(id, None);
        let merge = (merging::allowed() && menu_of.status != MemberStatus::Removed)
            .then(|| Item::go("people", merge_texts::act(), merge));
        items.splice(at..at, photo.into_iter().chain(merge));
        items
    };
    let rest = (!items().is_empty()).then(|| dots_menu(basics::actions_for(&called(member)), items));
    view! {
        {role} {main} {rest}
    }
    .into_any()
}

fn role_menu(member: &Member) -> AnyView {
    let (of, now) = (member.clone(), member.role);
    let items = Callback::new(move |()| {
        let allowed = me().roles();
        let item = |role: &shared::access::Role| {
            let (of, role) = (of.clone(), *role);
            if allowed.contains(&role) {
                Item::choice(words::role(role), role == now, move || acts::change_role(&of, role))
            } else {
                Item::refused("no", words::role(role), t::role_not_yours())
            }
        };
        me().all_roles().all().map(|role| item(&role)).collect()
    });
    let face = view! {
        {t::change_role()} {icon("down")}
    };
    view! { <Menu label=t::change_role().to_owned() class="button" worded=true face=face.into_any() items=items /> }
        .into_any()
}

fn seats(
    member: &Member,
    links: Option<&BoardRow>,
    asked: RwSignal<Option<Why>>,
    connect: RwSignal<Option<Edit>>,
) -> AnyView {
    let rows = if member.licenses.is_empty() && member.waiting.is_empty() {
        view! {
            <li>
                <span class="muted">{t::no_seats()}</span>
            </li>
        }
        .into_any()
    } else {
        let one = |license| {
            view! {
                {seat(member, license, asked)} {beside(member, license, links, connect)}
            }
            .into_any()
        };
        member.licenses.iter().map(one).collect_view().into_any()
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::seats()}</h2>
            </div>
            <ul class="rows">{rows} {member.waiting.iter().map(wait).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// A license for whose seat they wait.
fn wait(wait: &WaitsFor) -> AnyView {
    view! {
        <li>
            <a href=format!("/licenses/{}/queue", wait.id)>
                <bdi>{wait.name.clone()}</bdi>
            </a>
            " "
            {waiting(wait.place)}
            <span class="faint">{queue::waits_for()}</span>
        </li>
    }
    .into_any()
}

fn seat(member: &Member, license: &MemberLicense, asked: RwSignal<Option<Why>>) -> AnyView {
    let marker = match license.status {
        AssignmentStatus::Accepted => "held",
        AssignmentStatus::Invited => "reserved",
        _ => "",
    };
    let question = Why {
        license: license.id,
        license_name: license.name.clone(),
        name: called(member),
        assignment: None,
        member: member.id,
        email: member.email.to_string(),
    };
    let label = t::why_label(&license.name);
    view! {
        <li class="act">
            {seat_squares(&[marker])}
            <p>
                <a class="plain" href=format!("/licenses/{}", license.id)>
                    <b>
                        <bdi>{license.name.clone()}</bdi>
                    </b>
                </a>
            </p>
            <div class="actions">
                {badge(Some(license.status).filter(|status| *status != AssignmentStatus::Accepted).map(Badge::of_assignment))}
                <button
                    class="button small quiet"
                    aria-label=label
                    on:click=move |_| asked.set(Some(question.clone()))
                >
                    {t::why()}
                </button>
            </div>
        </li>
    }
    .into_any()
}

fn way(found: &InvitationWithTrail) -> AnyView {
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::invitation()}</h2>
                <a href=format!("/invitations/{}", found.invitation.id)>{t::open_invitation()}</a>
            </div>
            {trail(&found.trail)}
        </section>
    }
    .into_any()
}

fn details(member: &Member, told: Query<Profile>) -> AnyView {
    let teams = teams_of(member);
    let email = if held(member) {
        member.email.to_string().into_any()
    } else {
        view! { <span class="faint">{t::no_address()}</span> }.into_any()
    };
    let seen = member
        .last_sign_in_at
        .map_or_else(|| view! { <span class="faint">{t::never()}</span> }.into_any(), time);
    view! {
        <aside class="pile" aria-label=basics::details()>
            <h2>{basics::details()}</h2>
            <dl class="facts">
                <dt>{basics::email()}</dt>
                <dd>{email}</dd>
                {profile::of::facts(told)} <dt>{basics::role()}</dt>
                <dd>{words::role(member.role)}</dd>
                <dt>{basics::teams()}</dt>
                <dd>{teams}</dd>
                {companies::of::fact(member)}
                {services::of::facts("member", member.id.to_string())}
                <dt>{t::last_sign_in()}</dt> <dd>{seen}</dd> <dt>{t::added()}</dt>
                <dd>{time(member.created_at)}</dd> {merging::fact(member)}
            </dl>
        </aside>
    }
    .into_any()
}

/// The teams, linked, and the way to change them.
fn teams_of(member: &Member) -> AnyView {
    let link = |team: &MemberTeam| {
        let leads = team.leader.then(|| view! { <span class="chip"><span>{teams::leads()}</span></span> });
        view! {
            <li>
                <a href=format!("/teams/{}", team.id)>
                    <bdi>{team.name.clone()}</bdi>
                </a>
                " "
                {leads}
            </li>
        }
    };
    let list = if member.teams.is_empty() {
        view! { <span class="faint">{teams::none_of()}</span> }.into_any()
    } else {
        view! { <ul class="pointers">{member.teams.iter().map(link).collect_view()}</ul> }.into_any()
    };
    let change = (may(Permission::EditMembers)
        && may(Permission::ManageTeams)
        && member.status != MemberStatus::Removed)
        .then(|| {
            view! {
                <a class="button small quiet" href=format!("/people/{}/teams", member.id)>
                    {teams::change()}
                </a>
            }
        });
    view! { {list} {change} }.into_any()
}
