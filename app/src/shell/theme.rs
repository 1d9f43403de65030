//! Light or dark: the system decides until somebody chooses. The choice is a cookie that the Worker writes into the
//! page, so that a cold load does not flash.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// A year, in seconds.
const YEAR: u32 = 31_536_000;

/// The chosen theme: `light`, `dark`, or empty for the system's.
pub fn chosen() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-theme")).unwrap_or_default()
}

/// Chooses a theme; empty for the system's.
pub fn choose(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = if theme.is_empty() {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", theme)
        };
    }
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let age = if theme.is_empty() { 0 } else { YEAR };
        let _ = document.set_cookie(&format!("theme={theme}; path=/; max-age={age}; samesite=lax"));
    }
}
