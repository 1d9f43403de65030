//! Attempts at secrets, counted by a keyed hash of what was tried at.

use serde::Deserialize;

use crate::context::Context;
use crate::ports::Statement;

/// Seconds after which the count starts anew.
const WINDOW: i64 = 900;

/// Counts one more attempt and answers with the count, in a row with `tries`.
pub fn count(ctx: &Context, subject: &str) -> Statement {
    Statement::new(
        "INSERT INTO attempts (subject, tries, since) VALUES (?1, 1, ?2) ON CONFLICT (subject) DO UPDATE SET \
         tries = iif(since <= ?3, 1, tries + 1), since = iif(since <= ?3, excluded.since, since) RETURNING tries",
    )
    .bind(subject)
    .bind(ctx.now)
    .bind(ctx.now.plus_seconds(-WINDOW))
}

/// A row of [`count`].
#[derive(Debug, Deserialize)]
pub struct Tries {
    /// Attempts in the running window.
    pub tries: u32,
}

/// Takes back one attempt, which was no guess.
pub fn take_back(subject: &str) -> Statement {
    Statement::new("UPDATE attempts SET tries = tries - 1 WHERE subject = ?1 AND tries > 0").bind(subject)
}

/// Forgets the count after a success.
pub fn forget(subject: &str) -> Statement {
    Statement::new("DELETE FROM attempts WHERE subject = ?1").bind(subject)
}

/// Forgets counts whose window is over.
pub fn sweep(ctx: &Context) -> Statement {
    Statement::new("DELETE FROM attempts WHERE since <= ?1").bind(ctx.now.plus_seconds(-WINDOW))
}
