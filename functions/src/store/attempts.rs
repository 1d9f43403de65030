//! Attempts at secrets, counted by a keyed hash of what was tried at, and by the account that it is of.

use serde::Deserialize;
use shared::email::Email;
use shared::id::UserId;

use crate::context::Context;
use crate::ports::{DbError, Rows, Statement};
use crate::store::emails::account_of;

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

/// Counts one more attempt at whichever account has an address, if one has, so that a person's several addresses are no
/// several rows of attempts. In a row with `tries`.
pub fn count_account(ctx: &Context, usage: &str, email: &Email) -> Statement {
    Statement::new(format!(
        "INSERT INTO attempts (subject, tries, since) SELECT ?1 || ' ' || u.id, 1, ?2 FROM users u WHERE u.id = {} \
         ON CONFLICT (subject) DO UPDATE SET \
         tries = iif(since <= ?3, 1, tries + 1), since = iif(since <= ?3, excluded.since, since) RETURNING tries",
        account_of("?4")
    ))
    .bind(usage)
    .bind(ctx.now)
    .bind(ctx.now.plus_seconds(-WINDOW))
    .bind(email)
}

/// What [`count_account`] counts by.
pub fn account(usage: &str, user: UserId) -> String {
    format!("{usage} {user}")
}

/// Whether one of these counts is over the most.
pub fn over(counts: &[Rows], most: u32) -> Result<bool, DbError> {
    for rows in counts {
        if rows.first::<Tries>()?.is_some_and(|tries| tries.tries > most) {
            return Ok(true);
        }
    }
    Ok(false)
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
