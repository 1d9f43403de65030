//! What stands where a list would: nothing yet, nothing matches, failed, and loading for those with patience.

use core::time::Duration;

use leptos::prelude::*;

use crate::api::{Failure, sentence};
use crate::i18n::text::states as t;

/// A signal that turns true after some milliseconds of quiet waiting.
pub fn after(millis: u64) -> ReadSignal<bool> {
    let (due, set_due) = signal(false);
    if let Ok(timer) = set_timeout_with_handle(
        move || {
            let _ = set_due.try_set(true);
        },
        Duration::from_millis(millis),
    ) {
        on_cleanup(move || timer.clear());
    }
    due
}

/// Nothing here: why, and what to do.
#[component]
pub fn Empty(
    /// What is so.
    #[prop(into)]
    title: String,
    /// What it means.
    #[prop(into, optional)]
    text: String,
    /// A row of this many free seats above.
    #[prop(optional)]
    seats: usize,
    /// What to do.
    #[prop(optional)]
    actions: Option<AnyView>,
) -> AnyView {
    let row = (seats > 0).then(|| super::seat_squares(&vec![""; seats.min(40)]));
    view! {
        <div class="empty">
            {row} <h2>{title}</h2> {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            <div class="actions">{actions}</div>
        </div>
    }
    .into_any()
}

/// It did not load: why, and again.
#[component]
pub fn Failed(
    /// Why.
    failure: Failure,
    /// Again.
    retry: Callback<()>,
) -> AnyView {
    let words = sentence(&failure);
    let reference = match failure {
        Failure::Refused(problem) => problem.request_id,
        Failure::Unreachable | Failure::Aborted => None,
    };
    view! {
        <div class="empty" role="alert">
            <h2>{t::failed()}</h2>
            <p>
                {words}
                {reference.map(|id| view! { " " {t::reference()} " " <span class="id">{id}</span> })}
            </p>
            <div class="actions">
                <button class="button" on:click=move |_| retry.run(())>
                    {t::retry()}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Loading: nothing for 150 ms, then bones; after ten seconds a way out.
#[component]
pub fn Patient(
    /// What is drawn meanwhile.
    bones: Callback<(), AnyView>,
    /// The way out.
    retry: Callback<()>,
) -> AnyView {
    let (soon, late) = (after(150), after(10_000));
    view! {
        <div aria-busy="true">
            {move || soon.get().then(|| bones.run(()))}
            {move || {
                late.get()
                    .then(|| {
                        view! {
                            <p class="foot">
                                {t::slow()}
                                <button class="button small" on:click=move |_| retry.run(())>
                                    {t::retry()}
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
