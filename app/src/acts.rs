//! Acts that several screens offer: on members, invitations and seats. Each says its outcome; what can be undone offers
//! it, what cannot asks first. Not here: where they are offered.

use core::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::access::{Permission, Permissions, Role};
use shared::api::Named;
use shared::api::members::{ChangeMember, Member};
use shared::id::{InvitationId, LicenseId, MemberId};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::{self, Answer, Failure, sentence};
use crate::components::{Outcome, say};
use crate::i18n::text::{acts as t, rights};
use crate::session::{may, me};
use crate::words;

/// What is asked before an act.
#[derive(Clone)]
pub struct Question {
    /// Verb and object.
    pub title: String,
    /// The consequence.
    pub text: String,
    /// The button.
    pub act: String,
    /// Whether it can be undone.
    pub undoable: bool,
    /// Does it. Not a `Callback`: that would end with the menu in which it was made.
    pub confirmed: Arc<dyn Fn() + Send + Sync>,
}

thread_local! {
    static QUESTION: RwSignal<Option<Question>> = RwSignal::new(None);
    static LINK: RwSignal<Option<(String, String)>> = RwSignal::new(None);
}

/// The question that waits for an answer; the shell shows it.
pub fn question() -> RwSignal<Option<Question>> {
    QUESTION.with(|question| *question)
}

/// The invitation link to be copied by hand, after whose it is; the shell shows it.
pub fn link_shown() -> RwSignal<Option<(String, String)>> {
    LINK.with(|link| *link)
}

/// Asks before an act that cannot be undone.
pub fn ask(
    title: String,
    text: impl Into<String>,
    act: impl Into<String>,
    confirmed: impl Fn() + Send + Sync + 'static,
) {
    let (text, act, confirmed) = (text.into(), act.into(), Arc::new(confirmed));
    question().set(Some(Question { title, text, act, undoable: false, confirmed }));
}

/// Names the consequence before an act that can be undone but is felt at once.
pub fn ask_first(title: String, text: String, act: String, confirmed: impl Fn() + Send + Sync + 'static) {
    question().set(Some(Question { title, text, act, undoable: true, confirmed: Arc::new(confirmed) }));
}

/// Does something; says why if it is refused, and reads the screen anew if it is done.
pub fn perform<T: 'static>(act: impl Future<Output = Answer<T>> + 'static, done: impl FnOnce(T) + 'static) {
    spawn_local(async move {
        match act.await {
            Ok(answer) => {
                done(answer);
                api::written();
            }
            Err(failure) => tell_refused(&failure),
        }
    });
}

/// Whether an act was refused because somebody else was faster: it is to be decided anew on what is so by now.
pub fn is_overtaken(failure: &Failure) -> bool {
    matches!(failure.code(), Some(Code::ChangedMeanwhile | Code::SelectionChanged))
}

/// Says why an act was refused; where somebody else was faster, the screen shows what they changed.
pub fn tell_refused(failure: &Failure) {
    say(Outcome::refused(sentence(failure)));
    if is_overtaken(failure) {
        api::written();
    }
}

/// Says why at its place in a dialog, or as of any act where the dialog is closed by then.
pub fn tell_at(place: RwSignal<String>, failure: &Failure) {
    if place.try_set(sentence(failure)).is_some() {
        tell_refused(failure);
    }
}

/// How a member is called: by name, or by address while they have none.
pub fn called(member: &Member) -> String {
    if member.name.is_empty() { member.email.to_string() } else { words::person(&member.name) }
}

/// What tells a member from others of the name where they are found: the address, and before it by what else they were.
pub fn told_apart(member: &Member) -> String {
    let address = member.email.as_str();
    member.found_by.as_ref().map_or_else(|| address.to_owned(), |what| format!("{what} · {address}"))
}

/// Names of licenses, as a sentence takes them.
fn licenses_of(licenses: &[Named<LicenseId>]) -> String {
    licenses.iter().map(|license| license.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Deactivates, with Undo.
pub fn deactivate(id: MemberId, name: String) {
    perform(api::disable_member(id), move |result| {
        let words = if result.licenses.is_empty() {
            t::deactivated(&name)
        } else {
            t::deactivated_freed(&name, &licenses_of(&result.licenses))
        };
        say(Outcome::done(words).undo(move || enable(id, name.clone())));
    });
}

/// Enables, with Undo.
pub fn enable(id: MemberId, name: String) {
    perform(api::enable_member(id), move |result| {
        let words = if result.licenses.is_empty() {
            t::enabled(&name)
        } else {
            t::enabled_seats(&name, &licenses_of(&result.licenses))
        };
        say(Outcome::done(words).undo(move || deactivate(id, name.clone())));
    });
}

/// Removes, after asking.
pub fn remove(member: &Member) {
    let (id, name) = (member.id, called(member));
    let seats = seats_taken(member);
    let text = if seats == 0 { t::remove_text(&name) } else { t::remove_text_seats(seats, &name) };
    ask(t::remove_title(&name), text, t::remove_act(), move || {
        let name = name.clone();
        perform(api::remove_member(id), move |_| {
            if crate::router::place().get_untracked().path != "/people" {
                crate::router::go("/people", crate::router::Step::Push);
            }
            say(Outcome::done(t::removed(&name)));
        });
    });
}

/// Gives a role, after telling what it gives and takes (E16), with Undo.
pub fn change_role(member: &Member, role: Role) {
    let (name, before) = (called(member), member.role);
    if role == before {
        return;
    }
    let text = role_effect(before, role);
    ask(rights::role_ask(&name, &words::role(role)), text, rights::role_confirm(), {
        let member = member.clone();
        move || give_role(&member, role)
    });
}

/// What somebody gains and loses by another role.
fn role_effect(before: Role, after: Role) -> String {
    let roles = me().all_roles();
    let held = |role| roles.permissions(role).unwrap_or_default();
    let effect = shared::role_change::effect(held(before), held(after));
    let list = |set: Permissions| set.iter().map(words::permission).collect::<Vec<_>>().join(", ");
    let gains = (!effect.gained.is_empty()).then(|| rights::role_gain(&list(effect.gained)));
    let loses = (!effect.lost.is_empty()).then(|| rights::role_lose(&list(effect.lost)));
    let same = (gains.is_none() && loses.is_none()).then(|| rights::role_same().to_owned());
    let teams = (after == Role::TeamLeader).then(|| rights::role_teams().to_owned());
    let ids = (after == Role::Agent).then(|| rights::role_ids().to_owned());
    [gains, loses, same, teams, ids].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn give_role(member: &Member, role: Role) {
    let (id, name, before) = (member.id, called(member), member.role);
    let mut undone = member.clone();
    undone.role = role;
    let change = ChangeMember { role: Some(role), ..ChangeMember::default() };
    let version = member.version;
    perform(async move { api::change_member(id, &change, version).await }, move |now| {
        undone.version = now.version;
        let outcome = Outcome::done(t::role_changed(&name, &words::role(role)));
        say(outcome.undo(move || give_role(&undone, before)));
        if role == Role::TeamLeader && may(Permission::ManageTeams) {
            crate::router::go(&format!("/people/{id}/teams"), crate::router::Step::Push);
        }
        if role == Role::Agent && may(Permission::EditMembers) {
            crate::router::go(&format!("/people/{id}"), crate::router::Step::Push);
            to_ids();
        }
        if me().now().member == Some(id) {
            me().read_again();
        }
    });
}

/// Leads to the ids of an agent, once their page is there.
fn to_ids() {
    let look = || {
        if let Some(field) = document().get_element_by_id("id-source") {
            field.scroll_into_view();
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    set_timeout(look, core::time::Duration::from_millis(600));
}

/// Sends the mail of an invitation again.
pub fn resend(id: InvitationId, name: String) {
    perform(api::resend_invitation(id), move |invitation| {
        say(Outcome::done(t::resent(&name, &crate::format::date(invitation.expires_at))));
    });
}

/// Takes an invitation back, after asking.
pub fn cancel(id: InvitationId, name: String, seats: u64) {
    let text = if seats == 0 { t::cancel_text(&name) } else { t::cancel_text_seats(seats, &name) };
    ask(t::cancel_title(&name), text, t::cancel_act(), move || {
        let name = name.clone();
        perform(api::cancel_invitation(id), move |_| say(Outcome::done(t::canceled(&name))));
    });
}

/// Puts the secret link of an invitation on the clipboard, or shows it where that is closed.
pub fn copy_link(id: InvitationId, name: String) {
    spawn_local(async move {
        match api::invitation_link(id).await {
            Ok(link) if copied(&link.url).await => say(Outcome::done(t::link_copied(&name))),
            Ok(link) => link_shown().set(Some((name, link.url))),
            Err(failure) => say(Outcome::refused(sentence(&failure))),
        }
    });
}

/// Puts a text that is seen anyway on the clipboard; `done` only if it is there.
pub fn copy(text: String, done: impl FnOnce() + 'static) {
    spawn_local(async move {
        if copied(&text).await {
            done();
        }
    });
}

/// Puts a text on the clipboard; not everybody's browser lets that happen, and without HTTPS there is none.
async fn copied(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    let there: &JsValue = clipboard.as_ref();
    !there.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Seats that a member takes.
pub fn seats_taken(member: &Member) -> u64 {
    member.licenses.iter().filter(|license| license.status.takes_a_seat()).count() as u64
}
