//! The JSON that travels: one struct for each request and answer, used by the Worker and the console alike.
//!
//! Requests refuse unknown fields; answers may get more of them, so readers take what they know (native tests refuse
//! them there too, to hold that what SQLite builds is what the type says). Lists come in keyset pages. Times are RFC 3339 in UTC, names snake case.

use serde::{Deserialize, Serialize};

pub mod account;
pub mod appointments;
pub mod assignments;
pub mod bulk;
pub mod bulk_seats;
pub mod check;
pub mod companies;
pub mod connections;
pub mod custom_fields;
pub mod domains;
pub mod emails;
pub mod events;
pub mod external_ids;
pub mod home;
pub mod imports;
pub mod insights;
pub mod invitations;
pub mod ledger;
pub mod license_keys;
pub mod licenses;
pub mod me;
pub mod measures;
pub mod members;
pub mod merge;
pub mod methods;
pub mod notices;
pub mod organization;
pub mod packages;
pub mod profile;
pub mod providers;
pub mod queue;
pub mod roles;
pub mod services;
pub mod session;
pub mod staff_seats;
pub mod teams;
pub mod tokens;

/// Rows of a page unless the caller says otherwise.
pub const DEFAULT_LIMIT: u16 = 50;

/// The most rows of a page.
pub const MAX_LIMIT: u16 = 200;

/// The largest body, in bytes.
pub const MAX_BODY: usize = 1_048_576;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Pass it as `cursor` for the rows that follow; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A change that only needs to say that it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {
    /// Always true: a refusal is a problem document.
    pub done: bool,
}

/// A person or thing by id and name, where another resource mentions it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named<I> {
    /// Its id.
    pub id: I,
    /// Its name.
    pub name: String,
}
