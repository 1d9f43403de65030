//! The rows that a plan refuses, as a file to correct: what imports read, and the reason. Nothing of it leaves the browser.

use js_sys::Array;
use leptos::prelude::*;
use shared::csv::write;
use shared::import::licenses_cell;
use wasm_bindgen::{JsCast, JsValue};

use super::draft::Judged;
use super::row::reason;
use crate::i18n::text::imports as t;

/// Hands the refused rows to the browser.
pub fn download(judged: &Judged) {
    hand_over("refused.csv", &file(judged));
}

/// Hands a file to the browser.
pub fn hand_over(name: &str, text: &str) {
    let blob = web_sys::Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(text)));
    let Some(url) = blob.ok().and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob).ok()) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}

fn file(judged: &Judged) -> String {
    // The mark tells spreadsheets that it is UTF-8.
    let heads = ["email", "name", "role", "licenses", "teams", "row", t::reason()];
    let mut file = format!("\u{feff}{}", write::line(&heads));
    for (row, verdict) in judged.rows.iter().zip(&judged.verdicts) {
        let Err(refusal) = verdict else { continue };
        let (number, reason) =
            (row.row.to_string(), reason(refusal.code, &refusal.detail, &row.licenses, &row.teams));
        let licenses = licenses_cell(&row.licenses, &judged.license);
        let cells = [&row.email, &row.name, &row.role, licenses, &row.teams, &number, &reason];
        file.push_str(&write::line(&cells));
    }
    file
}
