//! Why is this seat taken: the ledger entries of one person's place on one license.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::ledger::LedgerEntry;
use shared::id::{AssignmentId, LicenseId, MemberId};

use crate::api::{self, Answer, Failure, sentence};
use crate::components::{Dialog, seat_squares, time};
use crate::i18n::text::{basics, why as t};
use crate::words;

/// Whose seat on which license.
#[derive(Clone)]
pub struct Why {
    /// The license.
    pub license: LicenseId,
    /// Its name.
    pub license_name: String,
    /// Who.
    pub name: String,
    /// The place, where it is known; else it is found by the person.
    pub assignment: Option<AssignmentId>,
    /// The person.
    pub member: MemberId,
    /// Their address, to find their place by.
    pub email: String,
}

/// The dialog.
pub fn why(asked: RwSignal<Option<Why>>) -> AnyView {
    view! { {move || asked.get().map(|why| dialog(why, asked))} }.into_any()
}

fn dialog(why: Why, asked: RwSignal<Option<Why>>) -> AnyView {
    let entries = RwSignal::new(None::<Answer<Vec<LedgerEntry>>>);
    let title = t::title(&why.name, &why.license_name);
    spawn_local(async move {
        let found = history(&why).await;
        let _ = entries.try_set(Some(found));
    });
    let close = Callback::new(move |()| asked.set(None));
    let content = move || match entries.get() {
        None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        Some(Err(failure)) => view! { <p class="wrong">{sentence(&failure)}</p> }.into_any(),
        Some(Ok(entries)) if entries.is_empty() => view! { <p class="muted">{t::nothing()}</p> }.into_any(),
        Some(Ok(entries)) => {
            let lines = entries.iter().rev().map(line).collect_view();
            view! { <ol class="trail">{lines}</ol> }.into_any()
        }
    };
    let body = view! { {content} }.into_any();
    let footer = view! {
        <span></span>
        <div class="actions">
            <button class="button" autofocus=true on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close body=body footer=footer.into_any() /> }.into_any()
}

async fn history(why: &Why) -> Answer<Vec<LedgerEntry>> {
    let assignment = if why.assignment.is_some() {
        why.assignment
    } else {
        let filters = [("q", why.email.as_str()), ("limit", "20")];
        let path = api::list(&format!("licenses/{}/assignments", why.license), &filters);
        let page: Page<Assignment> = api::get(&path).await?;
        page.items.into_iter().find(|place| place.member == why.member).map(|place| place.id)
    };
    let Some(assignment) = assignment else { return Err(Failure::Unreachable) };
    Ok(api::seat_history(why.license, assignment).await?.items)
}

fn line(entry: &LedgerEntry) -> AnyView {
    let marker = match (entry.held, entry.reserved) {
        (1.., _) => "held",
        (_, 1..) => "reserved",
        _ => "",
    };
    view! {
        <li>
            {seat_squares(&[marker])}
            <p>{words::reason(&entry.reason)}</p>
            <span class="faint">
                {time(entry.at)} ", " {words::door(&entry.door)} ", " <bdi>{entry.actor.clone()}</bdi>
            </span>
        </li>
    }
    .into_any()
}
