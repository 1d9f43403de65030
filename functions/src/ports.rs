//! The few things that the Worker needs from outside: a database, randomness, a queue, answers kept near, the domain
//! name system, attempts' first brake.
//!
//! `edge` implements them over the platform, `tests/support` over SQLite with fixed values. Time is no port: each
//! request carries the time at which it began. Futures are not `Send`: a Worker has one thread.

use core::fmt;

use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::access::Role;
use shared::api::check::Checked;
use shared::email::Email;
use shared::id::{Id, ImportId, Kind, OutboxId};
use shared::time::Timestamp;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// SQL's NULL.
    Null,
    /// Text.
    Text(String),
    /// A whole number within JavaScript's 53 bits.
    Integer(i64),
}

/// One statement of a batch: its text and the values of `?1`, `?2`, ...
#[derive(Clone, Debug)]
pub struct Statement {
    /// The text.
    pub sql: String,
    /// The values.
    pub params: Vec<Param>,
}

impl Statement {
    /// A statement without values yet.
    pub fn new(sql: impl AsRef<str>) -> Self {
        Self { sql: steady(sql.as_ref()), params: Vec::new() }
    }

    /// Binds the next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Param>) -> Self {
        self.params.push(value.into());
        self
    }

    /// Binds the time for each `:now` of the text, after all other values. Written out, it would make a new text each time,
    /// which the database would have to read and plan anew.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.sql = self.sql.replace(":now", &format!("?{}", self.params.len() + 1));
        self.bind(now)
    }
}

/// The text with a plan that stays when values change. SQLite plans a statement anew for each value that an equality outside
/// the chosen index compares to, since few rows have 20 and many have 1 (`whereLoopOutputAdjust`); that took up to a quarter
/// of a request. An operator without effect hides the value from it.
fn steady(sql: &str) -> String {
    let mut steady = String::with_capacity(sql.len() + 128);
    let mut rest = sql;
    while let Some(at) = rest.find('?') {
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let (head, tail) = rest.split_at(at + 1 + digits);
        steady.push_str(head);
        if head[..at].ends_with("= ") || head[..at].ends_with(" IS ") {
            steady.push_str(" COLLATE BINARY");
        }
        rest = tail;
    }
    steady.push_str(rest);
    steady
}

/// The rows that one statement answered with, as a JSON array of objects.
#[derive(Clone, Debug)]
pub struct Rows(String);

impl Rows {
    /// Takes the JSON text.
    pub const fn new(json: String) -> Self {
        Self(json)
    }

    /// All rows.
    pub fn all<T: DeserializeOwned>(&self) -> Result<Vec<T>, DbError> {
        crate::json::read(&self.0).map_err(unexpected)
    }

    /// The first row.
    pub fn first<T: DeserializeOwned>(&self) -> Result<Option<T>, DbError> {
        crate::json::read_first(&self.0).map_err(unexpected)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.trim() == "[]"
    }
}

#[cold]
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn unexpected(error: crate::json::Error) -> DbError {
    DbError::Other(format!("row not as expected: {error}"))
}

/// Why the database did not do it. Nothing of the batch happened then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbError {
    /// A constraint or a trigger said no; the text names it.
    Constraint(String),
    /// Anything else.
    Other(String),
}

impl DbError {
    /// Whether it was this constraint or trigger.
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint(text) if text.contains(name))
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constraint(text) | Self::Other(text) => f.write_str(text),
        }
    }
}

/// The database: whole batches, each of them a transaction.
pub trait Db {
    /// Runs the statements in order, all or none; answers with the rows of each.
    fn batch(&self, statements: Vec<Statement>) -> LocalBoxFuture<'_, Result<Vec<Rows>, DbError>>;
}

/// Randomness for ids and secrets.
pub trait Random {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The queues that carry mails out and imports in.
pub trait Jobs {
    /// Asks for these mails to leave soon. Fire and forget: what is lost here, the outbox sweep finds.
    fn deliver(&self, mails: Vec<OutboxId>);

    /// Asks for an import to go on soon. What is lost here, the sweep finds.
    fn import(&self, import: ImportId);

    /// Runs a write that nobody waits for, after the answer has left.
    fn later(&self, statements: Vec<Statement>);
}

/// An answer that may be given again for a short time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The answer.
    pub checked: Checked,
    /// When it was true.
    pub taken_at: Timestamp,
}

/// Answers kept near those who ask. May forget at any time, and may be late; whoever reads looks at the time.
pub trait Snapshots {
    /// The answer kept under a key.
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Option<Snapshot>>;

    /// Keeps an answer; nobody waits for it.
    fn put(&self, key: String, snapshot: Snapshot);
}

/// Asks the domain name system.
pub trait Resolver {
    /// Carries a DNS message there and its answer back, or says why not.
    fn ask(&self, question: Vec<u8>) -> LocalBoxFuture<'_, Result<Vec<u8>, String>>;
}

/// The first brake before attempts are counted in the database.
pub trait Brake {
    /// Whether this key may go on.
    fn allows<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, bool>;
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Param {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<Timestamp> for Param {
    fn from(at: Timestamp) -> Self {
        Self::Text(at.to_string())
    }
}

impl<K: Kind> From<Id<K>> for Param {
    fn from(id: Id<K>) -> Self {
        Self::Text(id.to_string())
    }
}

impl From<Role> for Param {
    fn from(role: Role) -> Self {
        Self::Text(role.to_string())
    }
}

impl From<&Email> for Param {
    fn from(email: &Email) -> Self {
        Self::Text(email.as_str().to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Param {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
