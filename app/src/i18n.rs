//! The language of the console: which one it is, and how a text of the catalog becomes words.
//!
//! The texts stand in `i18n/{en,de}/*.json`; `build.rs` makes a function of each, here under [`text`]. Each language is a
//! part of the wasm of its own, so that nobody waits for words that they don't read. The language is fixed while the page
//! lives: who changes it in their account gets the page anew.
#![expect(clippy::unnecessary_wraps, reason = "what fails is loading, which the macro adds")]

use core::cell::Cell;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use shared::api::session::Language;

use crate::format;

/// One function for each text of the catalog.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// All texts of one language.
type Catalog = &'static [&'static str];

#[wasm_split(english, wasm_split_path = ::leptos::wasm_split, fallible)]
fn english() -> Result<Catalog, SplitLoaderError> {
    Ok(&text::EN)
}

#[wasm_split(german, wasm_split_path = ::leptos::wasm_split, fallible)]
fn german() -> Result<Catalog, SplitLoaderError> {
    Ok(&text::DE)
}

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::En) };
    static CATALOG: Cell<Catalog> = const { Cell::new(&[]) };
}

/// What the browser speaks, until the account says otherwise.
pub fn preferred() -> Language {
    let tag = window().navigator().language().unwrap_or_default();
    if tag.starts_with(Language::De.tag()) { Language::De } else { Language::En }
}

/// Fetches the texts of a language; those that are here are here at once.
async fn catalog(language: Language) -> Result<Catalog, SplitLoaderError> {
    match language {
        Language::En => english().await,
        Language::De => german().await,
    }
}

/// Begins to fetch the texts of a language that will probably be spoken.
pub fn load_ahead(language: Language) {
    leptos::task::spawn_local(async move {
        let _ = catalog(language).await;
    });
}

/// Speaks this language from now on; fails where its texts don't load.
pub async fn speak(language: Language) -> Result<(), SplitLoaderError> {
    CATALOG.set(catalog(language).await?);
    LANGUAGE.set(language);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
    }
    Ok(())
}

/// The language that is spoken.
pub fn language() -> Language {
    LANGUAGE.get()
}

/// The text as it stands in the catalog.
pub fn get(index: usize) -> &'static str {
    CATALOG.get().get(index).copied().unwrap_or_default()
}

/// A text with its places filled.
pub fn fill(index: usize, values: &[&str]) -> String {
    filled(get(index), "", values)
}

/// A text that counts; English and German have one rule.
pub fn plural(index: usize, count: u64, values: &[&str]) -> String {
    filled(get(index + usize::from(count != 1)), &format::number(count), values)
}

/// A text with views in its places.
pub fn rich(index: usize, values: Vec<AnyView>) -> AnyView {
    woven(get(index), values)
}

/// Plain words where a view is due.
pub fn plain(words: &str) -> AnyView {
    words.to_owned().into_any()
}

/// Where a value goes.
fn place(piece: &str) -> (Option<usize>, &str) {
    let (mark, rest) = piece.split_at(piece.len().min(1));
    (mark.parse().ok(), rest)
}

fn filled(template: &str, count: &str, values: &[&str]) -> String {
    let mut pieces = template.split('\u{1}');
    let mut words = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (at, rest) = place(piece);
        words.push_str(at.map_or(count, |at| values.get(at).copied().unwrap_or_default()));
        words.push_str(rest);
    }
    words
}

fn woven(template: &str, values: Vec<AnyView>) -> AnyView {
    let mut values: Vec<_> = values.into_iter().map(Some).collect();
    let mut pieces = template.split('\u{1}');
    let mut views = vec![plain(pieces.next().unwrap_or_default())];
    for piece in pieces {
        let (at, rest) = place(piece);
        let value = at.and_then(|at| values.get_mut(at).and_then(Option::take));
        views.push(value.unwrap_or_else(|| ().into_any()));
        views.push(plain(rest));
    }
    views.into_any()
}
