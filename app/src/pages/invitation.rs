//! One invitation: what it offers, and its way from the outbox to the answer.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::invitations::{Invitation, InvitationWithTrail};
use shared::id::InvitationId;
use shared::invitation::InvitationStatus;

use super::invitations::{called, menu};
use super::trail::trail;
use crate::acts;
use crate::api;
use crate::components::{Badge, Failed, Head, Patient, badge, dots_menu, icon, time};
use crate::i18n::text::{acts as a, basics, invitations as t, nav, seats};
use crate::session::may;
use crate::words;

/// The page.
pub fn invitation(id: InvitationId) -> AnyView {
    let found = api::query::<InvitationWithTrail>(move || Some(format!("/api/v1/invitations/{id}")));
    let data = found.data;
    let title = Signal::derive(move || {
        data.get().map_or_else(|| t::one().to_owned(), |found| t::to(&called(&found.invitation)))
    });
    let retry = Callback::new(move |()| found.retry());
    let content = move || match (data.get(), found.failure.get()) {
        (Some(found), _) => view! {
            <div class="cols">
                <section class="part">
                    <div class="titlebar">
                        <h2>{t::way()}</h2>
                    </div>
                    {trail(&found.trail)}
                </section>
                {details(&found.invitation)}
            </div>
        }
        .into_any(),
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let lede = move || data.get().map(|found| lede(&found.invitation));
    let actions = move || data.get().map(|found| actions(&found.invitation));
    view! {
        <Head
            title=title
            crumb=("/invitations", nav::invitations())
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        />
        {content}
    }
    .into_any()
}

fn lede(invitation: &Invitation) -> AnyView {
    view! {
        <p class="lede">
            {badge(Some(Badge::of_invitation(invitation.status, invitation.delivery)))}
            {words::role(invitation.role)} <span class="id">{invitation.id.to_string()}</span>
        </p>
    }
    .into_any()
}

fn actions(invitation: &Invitation) -> AnyView {
    let (id, name) = (invitation.id, called(invitation));
    let open = matches!(invitation.status, InvitationStatus::Pending | InvitationStatus::Expired);
    let resend = (open && may(Permission::ManageInvitations)).then(|| {
        let name = name.clone();
        view! {
            <button class="button primary" on:click=move |_| acts::resend(id, name.clone())>
                {a::resend()}
            </button>
        }
    });
    let of = invitation.clone();
    let items = move || menu(&of).into_iter().skip(1).collect();
    view! { {resend} {dots_menu(basics::actions_for(&name), items)} }.into_any()
}

fn details(invitation: &Invitation) -> AnyView {
    let licenses = invitation
        .licenses
        .iter()
        .map(|license| {
            view! {
                <a href=format!("/licenses/{}", license.id)>
                    <bdi>{license.name.clone()}</bdi>
                </a>
                <br />
            }
            .into_any()
        })
        .collect_view();
    let lost = invitation.status == InvitationStatus::Pending
        && invitation.seats == 0
        && !invitation.licenses.is_empty();
    let none_kept = lost.then(|| view! { <span class="faint">{seats::none_kept()}</span> });
    let licenses = (!invitation.licenses.is_empty())
        .then(|| view! { <dt>{basics::licenses()}</dt><dd>{licenses} {none_kept}</dd> });
    let said = invitation.delivery_detail.clone().map(|detail| {
        view! {
            <div class="note error">
                {icon("bounce")}
                <p>
                    <b>{t::server_said()}</b>
                    <br />
                    <bdi>{detail}</bdi>
                </p>
            </div>
        }
    });
    let asked = invitation.requested_at.map(|at| {
        view! {
            <dt>{t::asked_again()}</dt>
            <dd>{time(at)}</dd>
        }
    });
    let answered = invitation.answered_at.map(|at| {
        view! {
            <dt>{t::answered()}</dt>
            <dd>{time(at)}</dd>
        }
    });
    view! {
        <aside class="pile" aria-label=t::offer()>
            <h2>{t::offer()}</h2>
            {said}
            <dl class="facts">
                <dt>{basics::email()}</dt>
                <dd>{invitation.email.to_string()}</dd>
                <dt>{basics::role()}</dt>
                <dd>{words::role(invitation.role)}</dd>
                {licenses}
                <dt>{t::invited_by()}</dt>
                <dd>
                    <bdi>{invitation.invited_by.clone()}</bdi>
                </dd>
                <dt>{t::since()}</dt>
                <dd>{time(invitation.created_at)}</dd>
                <dt>{t::until()}</dt>
                <dd>{time(invitation.expires_at)}</dd>
                {answered}
                {asked}
                <dt>{t::mail()}</dt>
                <dd>{badge(Some(Badge::of_delivery(invitation.delivery)))}</dd>
            </dl>
            <p>
                <a href=format!("/people/{}", invitation.member)>{a::see_person()}</a>
            </p>
        </aside>
    }
    .into_any()
}
