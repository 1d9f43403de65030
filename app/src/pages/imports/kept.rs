//! What is remembered of a plan until the tab is closed: the file's name, what its columns mean, the license. The file
//! itself a page can't keep, so that after a reload it is chosen again.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::csv::columns::{Mapping, Meaning};
use shared::csv::table::Row;

/// The name in the browser's storage.
const KEY: &str = "import-plan";

/// What is remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The file's name.
    pub file: String,
    /// The license of rows that name none; empty for none.
    pub license: String,
    first: Vec<String>,
    heads: bool,
    columns: Vec<String>,
}

impl Kept {
    /// What was remembered last.
    pub fn read() -> Option<Self> {
        let text = storage()?.get_item(KEY).ok().flatten()?;
        serde_json::from_str(&text).ok()
    }

    /// Remembers.
    pub fn write(file: &str, license: &str, rows: &[Row], mapping: &Mapping) {
        let kept = Self {
            file: file.to_owned(),
            license: license.to_owned(),
            first: first(rows),
            heads: mapping.heads,
            columns: mapping.columns.iter().map(|meaning| meaning.as_str().to_owned()).collect(),
        };
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
            // A browser that keeps nothing proposes the columns anew.
            let _ = storage.set_item(KEY, &text);
        }
    }

    /// Forgets.
    pub fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    /// What the columns of these rows mean, if it is the file that was remembered.
    pub fn mapping(&self, rows: &[Row]) -> Option<Mapping> {
        let meaning = |word: &String| Meaning::ALL.iter().copied().find(|it| it.as_str() == word);
        let columns: Option<Vec<_>> = self.columns.iter().map(meaning).collect();
        (self.first == first(rows)).then_some(Mapping { heads: self.heads, columns: columns? })
    }
}

fn first(rows: &[Row]) -> Vec<String> {
    rows.first().map(|row| row.cells.clone()).unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
