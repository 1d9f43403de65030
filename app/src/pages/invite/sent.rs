//! What became of a list of invitations that was sent.

use leptos::prelude::*;
use shared::api::invitations::{Outcome as RowOutcome, RowResults};

use super::draft::{Draft, Row};
use crate::api;
use crate::components::{Outcome, say};
use crate::i18n::text::{basics, invite as t};
use crate::pages::rows::{Kind, results, told};

/// What became of a list that was sent.
#[derive(Clone)]
pub struct Sent {
    /// The answer, row by row.
    pub answer: RowResults,
    /// Keys of the rows that were refused.
    pub refused: Vec<u32>,
}

/// Takes out what was carried out; what came or changed while the list was on its way stays to be sent. All well and
/// nothing left: back to the list, which says so. Else the results stay, row by row.
pub fn finish(
    draft: Draft,
    sent: RwSignal<Option<Sent>>,
    close: Callback<()>,
    asked: Vec<Row>,
    answer: RowResults,
) {
    let rows = asked.into_iter().zip(&answer.results);
    let (refused, carried): (Vec<_>, Vec<_>) =
        rows.partition(|(_, result)| result.outcome == RowOutcome::Refused);
    let refused: Vec<u32> = refused.into_iter().map(|(row, _)| row.key).collect();
    draft.rows.update(|rows| rows.retain(|row| !carried.iter().any(|(asked, _)| asked == row)));
    if refused.is_empty() {
        say(Outcome::done(words(&answer)));
        if !draft.is_typed() {
            draft.clear();
            close.try_run(());
        }
    } else {
        say(Outcome::partly(words(&answer)));
        sent.set(Some(Sent { answer, refused }));
    }
    api::written();
}

/// What became of the rows: not each of them made an invitation.
fn words(done: &RowResults) -> String {
    let kinds: [Kind<'_>; 3] = [
        (&[RowOutcome::Invited], t::sent),
        (&[RowOutcome::Extended], t::sent_extended),
        (&[RowOutcome::Added], t::sent_added),
    ];
    told(&kinds, &done.results)
}

/// The results, row by row.
pub fn outcome(done: &RowResults) -> AnyView {
    view! {
        <p class="words" role="status">
            {words(done)}
        </p>
        {results(done)}
    }
    .into_any()
}

/// The buttons below the results.
pub fn footer(draft: Draft, sent: RwSignal<Option<Sent>>, close: Callback<()>, refused: Vec<u32>) -> AnyView {
    let count = refused.len() as u64;
    let done = move |_| {
        draft.rows.update(|rows| rows.retain(|row| !refused.contains(&row.key)));
        if draft.is_typed() {
            sent.set(None);
        } else {
            draft.clear();
            close.run(());
        }
    };
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=done>
                {basics::done()}
            </button>
            <button type="button" class="button primary" on:click=move |_| sent.set(None)>
                {t::correct(count)}
            </button>
        </div>
    }
    .into_any()
}
