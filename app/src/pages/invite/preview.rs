//! The verdicts on the rows before anything is sent: asked after 120 ms of quiet, an older answer never overwrites a
//! newer one, and the old verdicts stay until the new ones are there.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::api::invitations::{Outcome, RowResult};

use super::draft::Draft;
use super::sent::Sent;
use crate::api;

/// Asks for verdicts whenever a row or a choice changes.
pub fn follow(draft: Draft, sent: RwSignal<Option<Sent>>) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        let request = draft.request();
        let keys: Vec<u32> = draft.rows.with(|rows| rows.iter().map(|row| row.key).collect());
        stop();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        if keys.is_empty() || sent.with(Option::is_some) {
            return;
        }
        let ask = move || {
            spawn_local(async move {
                let Ok(answer) = api::preview_invite(&request).await else { return };
                if asked.try_get_value() == Some(mine) {
                    draft.verdicts.set(keys.into_iter().zip(answer.results).collect());
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, Duration::from_millis(120)).ok());
    });
    on_cleanup(stop);
}

/// How many rows could wait for a seat: a license of theirs is full, by the last verdicts.
pub fn without_seat(draft: Draft) -> usize {
    let full = |result: &RowResult| result.code == Some(Code::SeatLimitReached);
    draft.rows.with(|rows| {
        draft.verdicts.with(|verdicts| {
            let judged = |key| verdicts.iter().any(|(of, result)| *of == key && full(result));
            rows.iter().filter(|row| judged(row.key)).count()
        })
    })
}

/// How many rows would be carried out, by the last verdicts.
pub fn carried(draft: Draft) -> usize {
    let works = |outcome| matches!(outcome, Outcome::Invited | Outcome::Extended | Outcome::Added);
    draft.rows.with(|rows| {
        draft.verdicts.with(|verdicts| {
            let judged = |key| verdicts.iter().find(|(of, _)| *of == key).map(|(_, result)| result.outcome);
            rows.iter().filter(|row| judged(row.key).is_some_and(works)).count()
        })
    })
}
