//! Long work in slices, so that the page never stands still.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds of work between two pauses.
const SLICE: f64 = 20.0;

/// Keeps time.
pub struct Slices(f64);

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
        let pause = Promise::new(&mut |resolve, _| {
            let _ = window().set_timeout_with_callback(&resolve);
        });
        let _ = JsFuture::from(pause).await;
        self.0 = js_sys::Date::now();
        true
    }
}
