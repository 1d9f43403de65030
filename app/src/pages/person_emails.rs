//! The addresses on a person's page, and the confirmation of another primary one where their old mailbox is lost.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::emails::{MemberEmails, PrimaryChange};
use shared::api::members::Member;
use shared::member::MemberStatus;

use crate::acts::{self, called};
use crate::api;
use crate::components::{Outcome, icon, say};
use crate::i18n::text::emails as t;
use crate::session::{may, me};

/// The part of the page.
pub fn part(member: &Member) -> AnyView {
    if member.status == MemberStatus::Removed {
        return ().into_any();
    }
    let (id, of) = (member.id, member.clone());
    let addresses = api::query::<MemberEmails>(move || Some(format!("/api/v1/members/{id}/emails")));
    let lines = move || addresses.data.get().map(|addresses| lines(&of, &addresses));
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::section()}</h2>
            </div>
            {lines}
        </section>
    }
    .into_any()
}

fn lines(member: &Member, addresses: &MemberEmails) -> AnyView {
    let line = |email: String, primary: bool| {
        let mark = primary.then(|| view! { <span class="chip"><span>{t::is_primary()}</span></span> });
        view! {
            <li class="act">
                <span class="tone">{icon("mail")}</span>
                <p>
                    <bdi class="clip">{email}</bdi>
                </p>
                {mark}
            </li>
        }
        .into_any()
    };
    let further = addresses.further.iter().map(|email| line(email.to_string(), false)).collect_view();
    view! {
        <ul class="rows">{line(addresses.primary.to_string(), true)} {further}</ul>
        {addresses.change.as_ref().map(|change| changing(member, addresses, change))}
    }
    .into_any()
}

/// Another address is to become the primary one; whoever may change people confirms it for them.
fn changing(member: &Member, addresses: &MemberEmails, change: &PrimaryChange) -> AnyView {
    let (id, name) = (member.id, called(member));
    let (email, primary) = (change.email.to_string(), addresses.primary.to_string());
    let wants = t::wants(&email, &primary);
    let ask = move |_| {
        let (name, email) = (name.clone(), email.clone());
        acts::ask(
            t::confirm_question(&name),
            t::confirm_text(&primary, &name, &email),
            t::confirm_for(),
            move || {
                let said = t::confirmed(&name, &email);
                acts::perform(api::confirm_primary(id), move |_| say(Outcome::done(said)));
            },
        );
    };
    let may = addresses.confirmable && may(Permission::EditMembers) && me().now().member != Some(id);
    let button = may.then(|| {
        view! {
            <p>
                <button type="button" class="button" on:click=ask>
                    {t::confirm_for()}
                </button>
            </p>
        }
    });
    view! {
        <div class="note">{icon("mail")} <p>{wants}</p></div>
        {button}
    }
    .into_any()
}
