//! Keyset pages: one query gives a page's rows as finished JSON and the place where the next page begins.
//!
//! SQLite builds the JSON, so that a hundred rows cross into the Worker as one text. The shape is held by tests that
//! read it back as the wire type.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;
use shared::api::{DEFAULT_LIMIT, MAX_LIMIT};
use shared::{Code, Refusal};

use crate::failure::Failure;
use crate::ports::{Param, Rows, Statement};

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

/// What a list selects: every part is fixed text of ours, values are bound.
pub struct Listing<'a> {
    /// A `json_object(...)` for one row.
    pub item: &'a str,
    /// A `json_array(...)` of the sort key, all texts.
    pub key: &'a str,
    /// `FROM ... WHERE ...`, with the condition that it lies after the cursor.
    pub from: &'a str,
    /// The sort order.
    pub order: &'a str,
}

impl Listing<'_> {
    /// The statement of a page; `bind` its values in the order that `from` numbers them.
    pub fn statement(&self, window: &Window) -> Statement {
        let Self { item, key, from, order } = self;
        let limit = window.limit;
        Statement::new(format!(
            "SELECT json_group_array(json(item)) FILTER (WHERE n <= {limit}) AS items, \
             max(key) FILTER (WHERE n = {limit}) AS key, count(*) > {limit} AS more \
             FROM (SELECT row_number() OVER () AS n, item, key FROM \
             (SELECT {item} AS item, {key} AS key {from} ORDER BY {order} LIMIT {}))",
            limit + 1
        ))
    }
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
        rows.first::<Self>()?.ok_or_else(|| Failure::Broken("a page without a row".to_owned()))
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
