//! Sends the rows of a plan, part by part, and sets the import going.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::api::imports::{CreateImport, Import, ImportPart};
use shared::id::ImportId;
use shared::import::ROWS_A_PART;
use shared::text::{MAX_NAME, Name};

use super::draft::{Draft, Judged};
use crate::api::{self, Answer, Failure, sentence};
use crate::components::{Outcome, say};
use crate::i18n::text::imports as t;
use crate::router::{self, Step};

/// Sends the file and opens the import. Where a part did not arrive, the next press goes on with it.
pub fn send(draft: Draft, judged: Arc<Judged>) {
    if draft.sending.get_untracked().is_some() {
        return;
    }
    let round = draft.begin();
    draft.sending.set(Some(0));
    draft.failure.set(String::new());
    spawn_local(async move {
        let sent = try_send(draft, &judged, round).await;
        if !draft.is_on(round) {
            return;
        }
        draft.sending.set(None);
        match sent {
            Ok(Some(import)) => {
                draft.forget();
                router::go(&format!("/imports/{}", import.id), Step::Push);
            }
            Ok(None) => {}
            Err(failure) => draft.failure.set(if failure.code() == Some(Code::InvalidName) {
                t::bad_name().to_owned()
            } else {
                sentence(&failure)
            }),
        }
    });
}

/// Takes an import back. A draft that was discarded just does not happen; of what has begun it says how far it came, or why it
/// goes on.
pub fn withdraw(import: ImportId) {
    spawn_local(async move {
        match api::cancel_import(import).await {
            Ok(import) => {
                let done = import.counts.answered();
                if done > 0 {
                    say(Outcome::partly(t::stopped_at(u64::from(done))));
                }
                api::written();
            }
            Err(failure) => say(Outcome::refused(sentence(&failure))),
        }
    });
}

/// None: the plan was discarded or changed meanwhile, or its page was left; then it is not set going.
async fn try_send(draft: Draft, judged: &Judged, round: u32) -> Answer<Option<Import>> {
    let file: String = draft.file.get_untracked().unwrap_or_default().chars().take(MAX_NAME).collect();
    let name = Name::parse(&file, "name").map_err(|refusal| Failure::Refused(Box::new(refusal.into())))?;
    let begin = CreateImport {
        name,
        rows: u32::try_from(judged.rows.len()).unwrap_or(u32::MAX),
        license: draft.license.get_untracked().parse().ok(),
        expires_in_days: None,
    };
    let (import, come) = match draft.sent.get_value() {
        Some(sent) => sent,
        None => (api::create_import(&begin).await?.id, 0),
    };
    let parts = judged.rows.chunks(ROWS_A_PART).enumerate().skip(come);
    for (n, rows) in parts {
        if !goes_on(draft, round, (import, n)) {
            return Ok(None);
        }
        let part = api::put_import_part(import, n, &ImportPart { rows: rows.to_vec() }).await;
        if part.is_err() && !goes_on(draft, round, (import, n)) {
            return Ok(None);
        }
        part?;
        if draft.is_on(round) {
            draft.sending.set(Some((n + 1) * ROWS_A_PART * 100 / judged.rows.len()));
        }
    }
    // Once all parts have come only the last word is missing: where its answer is lost, the next press says it again.
    if !goes_on(draft, round, (import, judged.rows.len().div_ceil(ROWS_A_PART))) {
        return Ok(None);
    }
    api::commit_import(import).await.map(Some)
}

/// Keeps how far it is; where the plan is there no more, takes back what was sent.
fn goes_on(draft: Draft, round: u32, sent: (ImportId, usize)) -> bool {
    let on = draft.is_on(round);
    if on {
        draft.sent.set_value(Some(sent));
    } else {
        withdraw(sent.0);
        if draft.sending.try_get_untracked().is_none() {
            say(Outcome::refused(t::left()));
        }
    }
    on
}
