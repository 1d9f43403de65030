//! Boxes that are saved when they are pressed, without a button. A box shows the press at once and goes back where it
//! is refused or does not arrive (INTERFACE 3.8). Not here: which request waits for which (`shared::at_once`).

use core::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::at_once::AtOnce;

use crate::acts::tell_refused;
use crate::api::{self, Answer};
use crate::components::{Outcome, say};

/// What is chosen, for boxes to follow. It outlives its page: the last press is sent also when that is left.
pub type Choice<T> = ArcRwSignal<AtOnce<T>>;

/// Nothing but what is saved.
pub fn choice<T: Clone + PartialEq + Send + Sync + 'static>(saved: T) -> Choice<T> {
    ArcRwSignal::new(AtOnce::new(saved))
}

/// A choice that follows what is read; before that it is empty.
pub fn following<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    read: impl Fn() -> Option<T> + 'static,
) -> Choice<T> {
    let choice = choice(T::default());
    let follows = choice.clone();
    Effect::new(move |_| {
        if let Some(saved) = read() {
            follows.update(|choice| choice.read(saved));
        }
    });
    choice
}

/// Chooses, saves, and says so.
pub fn choose<T, A, F>(
    choice: &Choice<T>,
    change: impl FnOnce(&mut AtOnce<T>),
    save: impl Fn(T) -> F + 'static,
    words: impl Fn(A) -> String + 'static,
) where
    T: Clone + PartialEq + Send + Sync + 'static,
    A: 'static,
    F: Future<Output = Answer<A>> + 'static,
{
    let next = choice.try_update(|choice| {
        change(choice);
        choice.to_send()
    });
    let (choice, mut next) = (choice.clone(), next.flatten());
    spawn_local(async move {
        while let Some(wanted) = next {
            let answer = save(wanted).await;
            next = choice
                .try_update(|choice| {
                    choice.answered(answer.is_ok());
                    choice.to_send()
                })
                .flatten();
            match answer {
                Ok(answer) => {
                    say(Outcome::done(words(answer)));
                    api::written();
                }
                Err(failure) => {
                    tell_refused(&failure);
                    // Where no answer came, nobody knows what is saved.
                    api::written();
                }
            }
        }
    });
}

/// The box, with the words beside it; `off`: it can't be pressed.
pub fn check_box(
    off: bool,
    on: impl Fn() -> bool + Send + 'static,
    press: impl Fn(bool) + 'static,
    words: AnyView,
) -> AnyView {
    view! {
        <label class="choice">
            <input
                class="check"
                type="checkbox"
                prop:checked=on
                disabled=off
                on:change=move |event| press(event_target_checked(&event))
            />
            {words}
        </label>
    }
    .into_any()
}

/// A box that is a choice of its own.
pub fn switch<A, F>(
    choice: Choice<bool>,
    off: bool,
    save: impl Fn(bool) -> F + Clone + 'static,
    words: impl Fn(A) -> String + Clone + 'static,
    label: AnyView,
) -> AnyView
where
    A: 'static,
    F: Future<Output = Answer<A>> + 'static,
{
    let shown = choice.clone();
    let press = move |on| choose(&choice, |choice| choice.wanted = on, save.clone(), words.clone());
    check_box(off, move || shown.with(|choice| choice.wanted), press, label)
}
