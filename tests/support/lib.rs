//! Support for the native suites: an instance in memory, with real SQL and migrations on SQLite and fixed time and
//! randomness, and actors who make the *who* of each request explicit.
//!
//! Not here: any test, and nothing that stands in for a rule. What only the platform can show is in `tests/worker`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    clippy::format_collect,
    missing_docs,
    reason = "a test's support fails by panicking, and is read with the tests"
)]

mod actor;
mod instance;
mod sqlite;
mod zone;

pub use actor::{Actor, Answer};
pub use instance::{Instance, PASSWORD, START};
pub use sqlite::migrations;
