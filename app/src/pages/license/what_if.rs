//! "What would happen if": an address, a method and who acts, answered by the rule that the act itself follows. Asked
//! after 300 ms of quiet; nothing is changed.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::invitations::Outcome;
use shared::api::licenses::License;
use shared::api::members::Member;
use shared::api::methods::{Simulate, Simulated};
use shared::methods::{Method, offered};
use shared::queue::WhenFull;
use shared::simulation::Because;

use super::methods::name;
use crate::acts::called;
use crate::api::{self, sentence, sentence_of};
use crate::components::{SelectField, TextField, icon, seat_squares};
use crate::format::number;
use crate::i18n::text::methods as t;
use crate::session::may;
use crate::words;

/// The section.
pub fn what_if(license: &License) -> AnyView {
    if !may(Permission::ManageAssignments) {
        return ().into_any();
    }
    let id = license.id;
    let email = RwSignal::new(String::new());
    let method = RwSignal::new(Method::Email.as_str().to_owned());
    let by = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Result<Simulated, String>>);
    let people = api::query::<Page<Member>>(|| {
        Some(api::list(
            "members",
            &[("role", "owner,admin,license_admin"), ("status", "active"), ("limit", "200")],
        ))
    });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let request = Simulate {
            email: email.get().trim().to_owned(),
            method: method_of(&method.get()),
            by: by.get().parse().ok(),
            when_full: WhenFull::Queue,
        };
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        if request.email.is_empty() {
            return answer.set(None);
        }
        let ask = move || {
            spawn_local(async move {
                let said = api::simulate(id, &request).await.map_err(|failure| sentence(&failure));
                if asked.try_get_value() == Some(mine) {
                    answer.set(Some(said));
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, Duration::from_millis(300)).ok());
    });
    let methods = Method::ALL.iter().filter(|it| offered(license.kind, **it).is_ok());
    let methods = methods.map(|it| (it.as_str().to_owned(), name(*it).to_owned())).collect::<Vec<_>>();
    let who = move || {
        let members = people.data.get().map(|page| page.items).unwrap_or_default();
        let options = core::iter::once((String::new(), t::me().to_owned()))
            .chain(members.iter().map(|member| {
                let words = t::person_role(&called(member), &words::role(member.role));
                (member.id.to_string(), words)
            }))
            .collect::<Vec<_>>();
        view! { <SelectField label=t::added_by() id="what-if-by" value=by options=options /> }
    };
    view! {
        <section class="part" id="try">
            <div class="titlebar">
                <h2>{t::what_if()}</h2>
            </div>
            <p class="words muted">{t::changes_nothing()}</p>
            <div class="pile">
                <form class="forms" on:submit=|event| event.prevent_default()>
                    <TextField label=t::address() id="what-if-email" value=email kind="email" />
                    <SelectField label=t::method() id="what-if-method" value=method options=methods />
                    {who}
                </form>
                <div class="pile" role="status">
                    {move || answer.get().map(|said| said.map_or_else(trouble, |said| told(&email.get_untracked(), &said)))}
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn method_of(value: &str) -> Method {
    Method::ALL.iter().copied().find(|method| method.as_str() == value).unwrap_or(Method::Email)
}

fn trouble(words: String) -> AnyView {
    view! {
        <p class="wrong">
            {icon("no")} <span>{words}</span>
        </p>
    }
    .into_any()
}

/// The verdict, why, and what follows.
fn told(email: &str, said: &Simulated) -> AnyView {
    let who = email.trim();
    let (tone, symbol, word) = match said.outcome {
        Outcome::Added => ("state success", "check", t::added()),
        Outcome::Invited | Outcome::Extended => ("state accent", "mail", t::invited()),
        Outcome::Queued => ("state queue", "clock", t::queued()),
        Outcome::Unchanged => ("state", "minus", t::unchanged()),
        Outcome::Refused => ("state error", "no", t::refused()),
    };
    let head = match said.outcome {
        Outcome::Added => t::would_be_added(who),
        Outcome::Invited => t::would_be_invited(who),
        Outcome::Extended => t::would_join(who),
        Outcome::Queued => t::would_wait(who, &number(said.place.unwrap_or(1))),
        Outcome::Unchanged => t::would_change_nothing(who),
        Outcome::Refused => t::would_be_refused(who),
    };
    let steps: Vec<(&'static str, String)> = core::iter::once(because(said)).chain(after(said)).collect();
    let steps = steps
        .into_iter()
        .map(|(marker, words)| view! { <li>{seat_squares(&[marker])} <p>{words}</p></li> })
        .collect_view();
    view! {
        <p>
            <span class=tone>{icon(symbol)} {word}</span> " " <b>{head}</b>
        </p>
        <ol class="trail">{steps}</ol>
    }
    .into_any()
}

fn because(said: &Simulated) -> (&'static str, String) {
    let domains = said.authority.join(", ");
    let words = match said.because {
        None => {
            let detail = said.message.as_deref().unwrap_or_default();
            return ("", said.code.map_or_else(|| detail.to_owned(), |code| sentence_of(code, detail)));
        }
        Some(Because::Authority) => t::because_authority(&said.by, &said.domain),
        Some(Because::NoAuthority) if domains.is_empty() => t::because_no_domain(&said.by),
        Some(Because::NoAuthority) => t::because_no_authority(&said.domain, &said.by, &domains),
        Some(Because::Chosen) => t::because_chosen().to_owned(),
        Some(Because::NotYetAMember) => t::because_not_yet().to_owned(),
        Some(Because::WholeDomain) => t::because_domain(&said.domain),
        Some(Because::WhoeverHasIt) => t::because_whoever().to_owned(),
        Some(Because::OpenInvitation) => t::because_open().to_owned(),
        Some(Because::HasTheSeat) => t::because_has_seat().to_owned(),
        Some(Because::FollowsRole) => t::because_role().to_owned(),
        Some(Because::Full) => t::because_full().to_owned(),
    };
    ("dot", words)
}

/// What happens to the seat.
fn after(said: &Simulated) -> Vec<(&'static str, String)> {
    let left = said.seats.free.saturating_sub(1);
    match said.outcome {
        Outcome::Added => vec![("held", t::seat_is_held(u64::from(left)))],
        Outcome::Invited | Outcome::Extended if said.because != Some(Because::Full) => vec![
            ("reserved", t::seat_is_reserved(u64::from(left))),
            ("held", t::then_held().to_owned()),
            ("", t::or_free().to_owned()),
        ],
        Outcome::Queued => vec![("held", t::seated_by_itself().to_owned())],
        _ => Vec::new(),
    }
}
