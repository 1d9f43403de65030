//! Sends the rows of a plan, part by part, and sets the import going.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::api::imports::{CreateImport, Import, ImportPart};
use shared::import::ROWS_A_PART;
use shared::text::{MAX_NAME, Name};

use super::draft::{Draft, Judged};
use crate::api::{self, Answer, Failure, sentence};
use crate::i18n::text::imports as t;
use crate::router::{self, Step};

/// Sends the file and opens the import. Where a part did not arrive, the next press goes on with it.
pub fn send(draft: Draft, judged: Arc<Judged>, sending: RwSignal<Option<usize>>) {
    if sending.get_untracked().is_some() {
        return;
    }
    sending.set(Some(0));
    draft.failure.set(String::new());
    spawn_local(async move {
        let sent = try_send(draft, &judged, sending).await;
        let _ = sending.try_set(None);
        match sent {
            Ok(import) => router::go(&format!("/imports/{}", import.id), Step::Push),
            Err(failure) => {
                let words = if failure.code() == Some(Code::InvalidName) {
                    t::bad_name().to_owned()
                } else {
                    sentence(&failure)
                };
                let _ = draft.failure.try_set(words);
            }
        }
    });
}

async fn try_send(draft: Draft, judged: &Judged, sending: RwSignal<Option<usize>>) -> Answer<Import> {
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
    for (n, rows) in judged.rows.chunks(ROWS_A_PART).enumerate().skip(come) {
        draft.sent.set_value(Some((import, n)));
        api::put_import_part(import, n, &ImportPart { rows: rows.to_vec() }).await?;
        let _ = sending.try_set(Some((n + 1) * ROWS_A_PART * 100 / judged.rows.len()));
    }
    let going = api::commit_import(import).await?;
    draft.forget();
    Ok(going)
}
