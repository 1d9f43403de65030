//! The dialog that brings a file of ids: read and judged in the browser, then by the Worker, before anything is given;
//! given in parts; what is refused can be taken away as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Refusal;
use shared::api::measures::{ExternalIdResult, NewExternalId, RowOutcome};
use shared::csv::decode::decode;
use shared::csv::{table, write};
use shared::external_id::{self, FileRow};
use shared::measure::MAX_IDS;
use wasm_bindgen_futures::JsFuture;

use crate::acts::tell_at;
use crate::api::{self, Answer, sentence, sentence_of};
use crate::components::{Dialog, Outcome, Tone, icon, say};
use crate::format::number;
use crate::i18n::text::{basics, external_ids as t};
use crate::pages::imports::hand_over;
use crate::router::{self, Step};

/// What became, or would become, of a row.
#[derive(Clone)]
struct Judged {
    row: FileRow,
    outcome: RowOutcome,
    reason: String,
}

/// The dialog.
pub fn dialog() -> AnyView {
    let judged = RwSignal::new(None::<Vec<Judged>>);
    let (error, busy, done) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let close = Callback::new(move |()| router::go("/external-ids", Step::Push));
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        error.set(String::new());
        judged.set(None);
        done.set(false);
        busy.set(true);
        spawn_local(async move {
            let outcome = match read(&file).await {
                Ok(rows) => judge(rows, false).await.map_err(|failure| sentence(&failure)),
                Err(refusal) => Err(sentence_of(refusal.code, &refusal.detail)),
            };
            let _ = busy.try_set(false);
            match outcome {
                Ok(rows) => drop(judged.try_set(Some(rows))),
                Err(words) => drop(error.try_set(words)),
            }
        });
    };
    let fresh = move || judged.with(|rows| count(rows.as_deref().unwrap_or_default(), RowOutcome::Added));
    let go = move |()| {
        if fresh() == 0 || busy.get_untracked() || done.get_untracked() {
            return;
        }
        let rows = judged.get_untracked().unwrap_or_default().into_iter().map(|it| it.row).collect();
        busy.set(true);
        spawn_local(async move {
            let answer = judge(rows, true).await;
            let _ = busy.try_set(false);
            api::written();
            match answer {
                Ok(rows) => {
                    let refused = count(&rows, RowOutcome::Refused);
                    let words = t::brought(count(&rows, RowOutcome::Added) as u64);
                    if refused == 0 {
                        close.try_run(());
                        return say(Outcome::done(words));
                    }
                    let tone = Tone::Partly;
                    say(Outcome { tone, ..Outcome::done(format!("{words} {}", t::refused(refused as u64))) });
                    let _ = done.try_set(true);
                    let _ = judged.try_set(Some(rows));
                }
                Err(failure) => tell_at(error, &failure),
            }
        });
    };
    let body = view! {
        {file_field(error, Callback::new(chosen))}
        <p role="status" class="muted">
            {move || busy.get().then(basics::loading)}
        </p>
        {move || judged.get().map(|rows| plan(&rows, done.get_untracked()))}
    };
    let off = Signal::derive(move || (fresh() == 0 || busy.get()).then_some("true"));
    let footer = footer(Signal::derive(fresh), off, done, close, Callback::new(go));
    view! {
        <Dialog
            title=t::bring().to_owned()
            on_close=close
            body=body.into_any()
            footer=footer
        />
    }
    .into_any()
}

/// Where the file is chosen.
fn file_field(error: RwSignal<String>, chosen: Callback<leptos::ev::Event>) -> AnyView {
    let sample =
        "data:text/csv;charset=utf-8,%EF%BB%BFsource%2Cid%2Cemail%0D%0Avoice%2C17%2Cann%40example.com%0D%0A";
    view! {
        <div class="field">
            <label for="ids-file">{t::file()}</label>
            <input
                class="control drop"
                id="ids-file"
                type="file"
                accept=".csv,.tsv,.txt,text/csv"
                autofocus=true
                aria-describedby="ids-file-hint ids-file-error"
                on:change=move |event| chosen.run(event)
            />
            <p class="hint" id="ids-file-hint">
                {t::file_hint()} " "
                <a href=sample download="sample.csv">
                    {t::sample()}
                </a>
            </p>
            <p class="error" id="ids-file-error" role="alert">
                {move || error.get()}
            </p>
        </div>
    }
    .into_any()
}

fn footer(
    fresh: Signal<usize>,
    off: Signal<Option<&'static str>>,
    done: RwSignal<bool>,
    close: Callback<()>,
    go: Callback<()>,
) -> AnyView {
    let label = move || match fresh.get() {
        0 => t::give_none().to_owned(),
        n => t::give_n(n as u64),
    };
    let main = move || {
        (!done.get()).then(|| {
            view! {
                <button type="button" class="button primary" aria-disabled=off on:click=move |_| go.run(())>
                    {label}
                </button>
            }
        })
    };
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::close()}
            </button>
            {main}
        </div>
    }
    .into_any()
}

async fn read(file: &web_sys::File) -> Result<Vec<FileRow>, Refusal> {
    let bytes = if shared::csv::is_too_large(file.size()) {
        vec![0; shared::csv::MAX_BYTES + 1]
    } else {
        let buffer = JsFuture::from(file.array_buffer()).await;
        buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec()).unwrap_or_default()
    };
    external_id::read_file(&table::read(decode(bytes)?)?)
}

/// Judges rows by the file alone, and what is left of them by what the Worker knows; `give`: those that can be are given.
async fn judge(rows: Vec<FileRow>, give: bool) -> Answer<Vec<Judged>> {
    let alone = external_id::judge_file(&rows);
    let mut judged: Vec<_> = rows
        .into_iter()
        .zip(alone)
        .map(|(row, verdict)| match verdict {
            Ok(()) => Judged { row, outcome: RowOutcome::Added, reason: String::new() },
            Err(refusal) => {
                let reason = sentence_of(refusal.code, &refusal.detail);
                Judged { row, outcome: RowOutcome::Refused, reason }
            }
        })
        .collect();
    let mut good: Vec<_> = judged.iter_mut().filter(|it| it.outcome == RowOutcome::Added).collect();
    for part in good.chunks_mut(MAX_IDS) {
        let new = |it: &&mut Judged| NewExternalId {
            source: it.row.source.clone(),
            external_id: it.row.external_id.clone(),
            member: None,
            email: Some(it.row.email.clone()),
        };
        let ids: Vec<_> = part.iter().map(new).collect();
        let answer = if give { api::give_ids(ids).await? } else { api::preview_ids(ids).await? };
        for (it, result) in part.iter_mut().zip(answer.results) {
            it.reason = reason(&result);
            it.outcome = result.outcome;
        }
    }
    Ok(judged)
}

fn reason(result: &ExternalIdResult) -> String {
    let detail = result.message.as_deref().unwrap_or_default();
    let words = result.code.map_or_else(|| detail.to_owned(), |code| sentence_of(code, detail));
    match &result.holder {
        Some(holder) if !words.is_empty() && words != detail => format!("{words} ({})", holder.name),
        _ => words,
    }
}

fn count(rows: &[Judged], outcome: RowOutcome) -> usize {
    rows.iter().filter(|it| it.outcome == outcome).count()
}

/// How many rows come to what, and which are refused.
fn plan(rows: &[Judged], done: bool) -> AnyView {
    let of = |outcome| count(rows, outcome) as u64;
    let refused: Vec<_> = rows.iter().filter(|it| it.outcome == RowOutcome::Refused).cloned().collect();
    let first = if done { t::brought(of(RowOutcome::Added)) } else { t::will_give(of(RowOutcome::Added)) };
    let bad = (!refused.is_empty()).then(|| {
        let line = |it: &Judged| {
            view! {
                <li>
                    <span class="n faint">{number(it.row.number)}</span>
                    " "
                    <bdi>{words_of(&it.row)}</bdi>
                    <p class="wrong">{icon("no")} <span>{it.reason.clone()}</span></p>
                </li>
            }
        };
        let shown = refused.iter().take(50).map(line).collect_view();
        let file = StoredValue::new(refused.clone());
        let download = move |_| file.with_value(|refused| hand_over("refused-ids.csv", &as_file(refused)));
        view! {
            <p>{t::refused(refused.len() as u64)}</p>
            <ul class="pointers">{shown}</ul>
            <button type="button" class="button" on:click=download>
                {t::download()}
            </button>
        }
    });
    view! {
        <div class="pile">
            <p>{first} " " {t::unchanged(of(RowOutcome::Unchanged))}</p>
            {bad}
        </div>
    }
    .into_any()
}

fn words_of(row: &FileRow) -> String {
    [&row.source, &row.external_id, &row.email].map(String::as_str).join(", ")
}

/// The refused rows as a file to correct.
fn as_file(refused: &[Judged]) -> String {
    let mut file = format!("\u{feff}{}", write::line(&["source", "id", "email", "row", t::reason()]));
    for it in refused {
        let number = it.row.number.to_string();
        file.push_str(&write::line(&[
            &it.row.source,
            &it.row.external_id,
            &it.row.email,
            &number,
            &it.reason,
        ]));
    }
    file
}
