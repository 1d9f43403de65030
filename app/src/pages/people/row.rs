//! One person in the list, with what can be done to them.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::members::Member;
use shared::invitation::InvitationStatus;
use shared::license::AssignmentStatus;
use shared::member::MemberStatus;

use super::selection::Selection;
use crate::acts::{self, called};
use crate::components::{Item, dots_menu, seat_squares, select_box, small_face, standing, time};
use crate::i18n::text::{acts as a, basics, people as t, seats};
use crate::session::{may, me};
use crate::words;

/// The row.
pub fn row(member: &Member, selection: Selection) -> AnyView {
    let id = member.id;
    let (name, menu_of) = (called(member), member.clone());
    let since = match (member.status, member.last_sign_in_at) {
        (MemberStatus::Pending, _) => view! { {t::sent()} " " {time(member.created_at)} }.into_any(),
        (_, Some(at)) => time(at),
        (_, None) => view! { <span class="faint">{t::never()}</span> }.into_any(),
    };
    let named = !member.name.is_empty() && !shared::erasure::is_erased(&member.email);
    let found_by =
        member.found_by.as_ref().map(|what| view! { <small class="clip found">{t::found_by(what)}</small> });
    view! {
        <tr>
            <td class="sel">{select_box(member, &name, selection)}</td>
            <th scope="row" class="name faced">
                <a class="clip" href=format!("/people/{id}")>
                    <bdi>{name.clone()}</bdi>
                </a>
                <a class="button small open" href=format!("/people/{id}") tabindex="-1" aria-hidden="true">
                    {t::open()}
                </a>
                {named.then(|| view! { <small class="clip">{member.email.to_string()}</small> })} {found_by}
                {small_face(id, &name, member.photo.as_ref())}
            </th>
            <td class="m">{words::role(member.role)}</td>
            <td class="m p3">{chips(&team_names(member))}</td>
            <td class="p2">{seats_cell(member)}</td>
            <td class="standing">{standing(member)}</td>
            <td class="m">{since}</td>
            <td class="dots">{dots_menu(basics::actions_for(&name), move || menu(&menu_of))}</td>
        </tr>
    }
    .into_any()
}

fn team_names(member: &Member) -> Vec<String> {
    member.teams.iter().map(|team| team.name.clone()).collect()
}

/// Three at most, else two and how many more.
pub fn chips(names: &[String]) -> AnyView {
    chips_of("chip", names)
}

/// The same, as chips of a class.
pub fn chips_of(class: &'static str, names: &[String]) -> AnyView {
    if names.is_empty() {
        return ().into_any();
    }
    let shown = if names.len() > 3 { 2 } else { names.len() };
    let more = names.len() - shown;
    let chips = names[..shown]
        .iter()
        .map(|name| {
            view! {
                <span class=class>
                    <span>
                        <bdi>{name.clone()}</bdi>
                    </span>
                </span>
            }
            .into_any()
        })
        .collect_view();
    let rest = (more > 0).then(|| view! { <span class=class>{format!("+{more}")}</span> });
    view! {
        <span class="chips">
            {chips} {rest}
        </span>
    }
    .into_any()
}

fn seats_cell(member: &Member) -> AnyView {
    let kinds: Vec<_> = member
        .licenses
        .iter()
        .filter_map(|license| match license.status {
            AssignmentStatus::Accepted => Some("held"),
            AssignmentStatus::Invited => Some("reserved"),
            _ => None,
        })
        .collect();
    if kinds.is_empty() {
        return ().into_any();
    }
    let held = kinds.iter().filter(|kind| **kind == "held").count() as u64;
    let reserved = kinds.len() as u64 - held;
    let number = |count: u64| crate::format::number(count);
    view! {
        {seat_squares(&kinds)}
        <span class="sr">{seats::of_person(&number(held), &number(reserved))}</span>
    }
    .into_any()
}

/// What can be done to a member.
pub fn menu(member: &Member) -> Vec<Item> {
    let (id, name) = (member.id, called(member));
    let mut items = vec![Item::go("person", t::open(), format!("/people/{id}"))];
    let seats_freed = acts::seats_taken(member);
    let hint = if seats_freed == 0 { String::new() } else { seats::frees(seats_freed) };
    if let Some(invitation) = member.invitation.filter(|_| member.status == MemberStatus::Pending) {
        items.push(Item::go("activity", a::see_trail(), format!("/invitations/{invitation}")));
        if may(Permission::ManageInvitations) {
            let (resend, copy, cancel) = (name.clone(), name.clone(), name.clone());
            items.push(Item::run("mail", a::resend(), move || acts::resend(invitation, resend.clone())));
            // What has run out has no link that works, and nothing to take back.
            if member.invitation_status == Some(InvitationStatus::Expired) {
                return items;
            }
            if me().may_give(member.role) {
                items.push(Item::run("copy", a::copy_link(), move || {
                    acts::copy_link(invitation, copy.clone());
                }));
            }
            let cancel = move || acts::cancel(invitation, cancel.clone(), seats_freed);
            items.push(Item::run("minus", a::cancel(), cancel).hint(hint).danger());
        }
        return items;
    }
    match member.status {
        MemberStatus::Active if may(Permission::DeactivateMembers) => {
            items.push(
                Item::run("pause", a::deactivate(), move || acts::deactivate(id, name.clone())).hint(hint),
            );
        }
        MemberStatus::Disabled if may(Permission::DeactivateMembers) => {
            items.push(Item::run("play", a::enable(), move || acts::enable(id, name.clone())));
        }
        _ => {}
    }
    if member.status == MemberStatus::Removed || !may(Permission::RemoveMembers) {
        return items;
    }
    let removed = member.clone();
    items.push(Item::run("trash", a::remove(), move || acts::remove(&removed)).danger());
    items
}
