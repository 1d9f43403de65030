//! Keyset pages in SQL: one query gives a page's rows as finished JSON and the place where the next page begins.
//!
//! SQLite builds the JSON, so that a hundred rows cross into the Worker as one text. The shape is held by tests that
//! read it back as the wire type.

use crate::paging::Window;
use crate::ports::Statement;

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
        let limit = window.limit();
        Statement::new(format!(
            "SELECT '[' || coalesce(group_concat(item, ',') FILTER (WHERE n <= {limit}), '') || ']' AS items, \
             max(key) FILTER (WHERE n = {limit}) AS key, count(*) > {limit} AS more \
             FROM (SELECT row_number() OVER () AS n, item, key FROM \
             (SELECT {item} AS item, {key} AS key {from} ORDER BY {order} LIMIT {}))",
            limit + 1
        ))
    }
}
