//! Long work in slices, so that the page never stands still.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds of work between two pauses.
const SLICE: f64 = 20.0;

/// Keeps time.
pub struct Slices(f64);

/// The browser's next turn, where it knows how to ask for one: timers that follow one another are held back 4 ms each.
fn turn() -> Option<Promise> {
    let scheduler = Reflect::get(&window(), &"scheduler".into()).ok()?;
    let turn: Function = Reflect::get(&scheduler, &"yield".into()).ok()?.dyn_into().ok()?;
    turn.call0(&scheduler).ok()?.dyn_into().ok()
}

impl Slices {
    /// Begins the first slice.
    pub fn new() -> Self {
        Self(js_sys::Date::now())
    }

    /// Lets the page draw and answer if the slice is over; whether it was.
    pub async fn rest(&mut self) -> bool {
        if js_sys::Date::now() - self.0 < SLICE {
            return false;
        }
        self.end().await;
        true
    }

    /// Ends the slice, whatever is left of it: what follows is work of its own, such as drawing what was found.
    pub async fn end(&mut self) {
        let timer = || {
            Promise::new(&mut |resolve, _| {
                let _ = window().set_timeout_with_callback(&resolve);
            })
        };
        let _ = JsFuture::from(turn().unwrap_or_else(timer)).await;
        self.0 = js_sys::Date::now();
    }
}
