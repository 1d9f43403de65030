//! What an act on many refused, each with its reason. Not here: what was done, which the outcome strip tells.

use leptos::prelude::*;
use shared::error::Code;

use crate::api::sentence_of;
use crate::components::{Dialog, icon};
use crate::format::number;
use crate::i18n::text::{basics, many as t};

/// The most refusals that are listed; the others are counted.
const SHOWN: usize = 100;

/// Somebody with whom it was not done.
#[derive(Clone)]
pub struct RefusedRow {
    /// Their name.
    pub name: String,
    /// Their page.
    pub href: String,
    /// Why.
    pub code: Option<Code>,
    /// The Worker's words.
    pub message: String,
}

impl RefusedRow {
    /// Why, as a sentence.
    pub fn why(&self) -> String {
        self.code.map(|code| sentence_of(code, &self.message)).unwrap_or_default()
    }
}

/// What became of an act.
#[derive(Clone)]
pub struct Refusals {
    /// How many it was done with.
    pub done: u32,
    /// Those with whom it was not.
    pub rows: Vec<RefusedRow>,
}

/// What was refused, while it is looked at.
pub type Refused = RwSignal<Option<Refusals>>;

/// The dialog, while there is something to look at.
pub fn refusals(refused: Refused) -> AnyView {
    let open = Memo::new(move |_| refused.with(Option::is_some));
    view! { {move || open.get().then(|| dialog(refused))} }.into_any()
}

fn dialog(refused: Refused) -> AnyView {
    let Some(Refusals { done, rows }) = refused.get_untracked() else { return ().into_any() };
    let close = Callback::new(move |()| refused.set(None));
    let more = rows.len().saturating_sub(SHOWN) as u64;
    let lines = rows.iter().take(SHOWN).map(line).collect_view();
    let body = view! {
        <p class="words" role="status">
            {t::partly(rows.len() as u64, &number(done))}
        </p>
        <div class="listing">
            <table class="data">
                <caption class="sr">{t::refused()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{basics::name()}</th>
                        <th scope="col">{t::why()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="words">{t::more(more)}</p> })}
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button class="button" autofocus=true on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    };
    view! {
        <Dialog
            title=t::refused().to_owned()
            on_close=close
            wide=true
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

fn line(row: &RefusedRow) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=row.href.clone()>
                    <bdi>{row.name.clone()}</bdi>
                </a>
            </th>
            <td class="m all">
                <span class="wrong">
                    {icon("no")} <span>{row.why()}</span>
                </span>
            </td>
        </tr>
    }
    .into_any()
}
