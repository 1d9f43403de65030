//! Keyset pages: which part of a list is asked for, and a page that the database built as finished JSON.
//!
//! How a page is selected is `store::page`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;
use shared::api::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::{Code, Refusal};

use crate::failure::Failure;
use crate::ports::{Param, Rows};

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// How many rows.
    limit: u16,
    /// The sort key of the row before the first.
    after: Option<Vec<String>>,
}

impl Window {
    /// Reads `limit` and `cursor` as the caller sent them.
    pub fn parse(limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Refusal> {
        let refuse = |field, detail| Refusal::new(Code::InvalidParameter, detail).at(field);
        let limit = match limit {
            None => DEFAULT_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                .ok_or_else(|| refuse("limit", "A page has 1 to 200 rows."))?,
        };
        let after = cursor
            .map(|cursor| {
                decode(cursor).ok_or_else(|| refuse("cursor", "Take the cursor from the page before."))
            })
            .transpose()?;
        Ok(Self { limit, after })
    }

    /// How many rows.
    pub const fn limit(&self) -> u16 {
        self.limit
    }

    /// The value of the sort key's column number `index` in the row before the first.
    pub fn after(&self, index: usize) -> Param {
        self.after
            .as_ref()
            .and_then(|after| after.get(index))
            .map_or(Param::Null, |text| Param::Text(text.clone()))
    }
}

fn decode(cursor: &str) -> Option<Vec<String>> {
    serde_json::from_slice(&BASE64.decode(cursor).ok()?).ok()
}

/// A page as JSON text.
#[derive(Debug, Deserialize)]
pub struct RawPage {
    items: String,
    key: Option<String>,
    more: u8,
}

impl RawPage {
    /// Reads the answer to a [`Listing`].
    pub fn read(rows: &Rows) -> Result<Self, Failure> {
        rows.first::<Self>()?.ok_or_else(|| Failure::broken("page", "without a row"))
    }

    /// The same without a field of its rows.
    pub fn without(self, field: &str) -> Result<Self, Failure> {
        let mut items: Vec<serde_json::Map<String, serde_json::Value>> =
            crate::json::read(&self.items).map_err(|error| Failure::broken("page", error))?;
        for item in &mut items {
            item.remove(field);
        }
        Ok(Self { items: serde_json::json!(items).to_string(), ..self })
    }

    /// The page as the body of an answer.
    pub fn into_json(self) -> String {
        match self.key.filter(|_| self.more == 1) {
            Some(key) => format!("{{\"items\":{},\"next_cursor\":\"{}\"}}", self.items, BASE64.encode(key)),
            None => format!("{{\"items\":{}}}", self.items),
        }
    }
}

/// The cursor that continues after a row with this sort key.
pub fn cursor(key: &[&str]) -> String {
    BASE64.encode(serde_json::json!(key).to_string())
}
