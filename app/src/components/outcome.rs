//! The outcome strip: what the last act did, with Undo while it can be undone. It stays until dismissed or the next act.

use core::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;

use super::icon;
use crate::i18n::text::basics as t;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Done,
    /// Done in part.
    Partly,
    /// Refused.
    Refused,
}

/// What an act did.
#[derive(Clone)]
pub struct Outcome {
    /// How it went.
    pub tone: Tone,
    /// What happened, and to whom.
    pub words: String,
    /// The opposite act. Not a `Callback`: that would end with the part of the page in which it was made.
    pub undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

thread_local! {
    static LAST: RwSignal<Option<Outcome>> = RwSignal::new(None);
    static SAID: Cell<f64> = const { Cell::new(0.0) };
}

/// Says what an act did.
pub fn say(outcome: impl Into<Option<Outcome>>) {
    SAID.set(js_sys::Date::now());
    LAST.with(|last| *last).set(outcome.into());
}

/// The page changed: what was said a while ago has been read; what the change itself says stays.
pub fn age() {
    if js_sys::Date::now() - SAID.get() > 1500.0 {
        say(None);
    }
}

impl Outcome {
    /// Done.
    pub fn done(words: impl Into<String>) -> Self {
        Self { tone: Tone::Done, words: words.into(), undo: None }
    }

    /// Done in part.
    pub fn partly(words: impl Into<String>) -> Self {
        Self { tone: Tone::Partly, words: words.into(), undo: None }
    }

    /// Refused.
    pub fn refused(words: impl Into<String>) -> Self {
        Self { tone: Tone::Refused, words: words.into(), undo: None }
    }

    /// Can be undone.
    #[must_use]
    pub fn undo(mut self, undo: impl Fn() + Send + Sync + 'static) -> Self {
        self.undo = Some(Arc::new(undo));
        self
    }
}

/// The place where outcomes are said.
#[component]
pub fn OutcomeStrip() -> AnyView {
    let last = LAST.with(|last| *last);
    view! { <div role="status">{move || last.get().map(strip)}</div> }.into_any()
}

fn strip(outcome: Outcome) -> AnyView {
    let (class, tone, symbol) = match outcome.tone {
        Tone::Done => ("outcome", "tone success", "check"),
        Tone::Partly => ("outcome warning", "tone warning", "warn"),
        Tone::Refused => ("outcome error", "tone error", "no"),
    };
    let undo = outcome.undo.map(|undo| {
        let run = move |_| {
            say(None);
            undo();
        };
        view! {
            <button class="button small" on:click=run>
                {t::undo()}
            </button>
        }
    });
    view! {
        <div class=class>
            <span class=tone>{icon(symbol)}</span>
            <p>
                <bdi>{outcome.words}</bdi>
            </p>
            {undo}
            <button class="icon" aria-label=t::dismiss() on:click=|_| say(None)>
                {icon("x")}
            </button>
        </div>
    }
    .into_any()
}
