//! Users: credentials, profile, and the codes for a new password.

use serde::Deserialize;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::{OrganizationId, ResetId, UserId};
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::emails::account_of;

/// Makes the user who sets the instance up: whose it is, theirs the address is.
pub fn insert(
    ctx: &Context,
    id: UserId,
    email: &Email,
    name: &Name,
    password_hash: &str,
    language: Language,
) -> Statement {
    Statement::new("INSERT INTO users (id, email, name, password_hash, language, created_at, proved_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)")
        .bind(id)
        .bind(email)
        .bind(name.as_str())
        .bind(password_hash)
        .bind(language.tag())
        .bind(ctx.now)
}

/// That an invitation to the user `u` is open, by whichever of their addresses.
fn invited(now: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM invitations i WHERE i.email IN (SELECT u.email UNION ALL SELECT z.email FROM user_emails z \
         WHERE z.user_id = u.id AND z.verified_at IS NOT NULL) AND i.status = 'pending' AND i.expires_at > {now})"
    )
}

/// A user, the organization in which they were active last, and whether they are invited somewhere.
pub fn find_by_email(ctx: &Context, email: &Email) -> Statement {
    Statement::new(format!(
        "SELECT u.id, u.password_hash, (SELECT m.organization_id FROM members m WHERE m.user_id = u.id AND m.status = 'active' \
         ORDER BY m.last_sign_in_at DESC LIMIT 1) AS organization, \
         {} AS invited FROM users u WHERE u.id = {}",
        invited("?2"),
        account_of("?1")
    ))
    .bind(email)
    .bind(ctx.now)
}

/// A row of [`find_by_email`].
#[derive(Debug, Deserialize)]
pub struct UserRow {
    /// The user.
    pub id: UserId,
    /// The hash of their password.
    pub password_hash: String,
    /// Where they are active; none when every membership ended.
    pub organization: Option<OrganizationId>,
    /// 1 if an invitation waits for them.
    pub invited: u8,
}

/// The hash of a user's password, in a row with `password_hash`.
pub fn password_hash(user: UserId) -> Statement {
    Statement::new("SELECT password_hash FROM users WHERE id = ?1").bind(user)
}

/// Sets a new password hash.
pub fn set_password(user: UserId, password_hash: &str) -> Statement {
    Statement::new("UPDATE users SET password_hash = ?2 WHERE id = ?1").bind(user).bind(password_hash)
}

/// Changes name and language; what is absent stays. The name of each membership follows.
pub fn change(user: UserId, name: Option<&Name>, language: Option<Language>) -> [Statement; 2] {
    let name = name.map(Name::as_str);
    [
        Statement::new(
            "UPDATE users SET name = coalesce(?2, name), language = coalesce(?3, language) WHERE id = ?1",
        )
        .bind(user)
        .bind(name)
        .bind(language.map(Language::tag)),
        Statement::new("UPDATE members SET name = ?2 WHERE user_id = ?1 AND ?2 IS NOT NULL")
            .bind(user)
            .bind(name),
    ]
}

/// Makes a code for a new password, if the address has an account that is active or invited somewhere.
pub fn insert_reset(ctx: &Context, id: ResetId, email: &Email, expires_at: Timestamp) -> Statement {
    Statement::new(format!(
        "INSERT INTO password_resets (id, user_id, created_at, expires_at) SELECT ?1, u.id, ?3, ?4 FROM users u \
         WHERE u.id = {} AND (EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id AND m.status = 'active') \
         OR {})",
        account_of("?2"),
        invited("?3")
    ))
    .bind(id)
    .bind(email)
    .bind(ctx.now)
    .bind(expires_at)
}

/// The unused codes of an address that are still good, the newest first.
pub fn open_resets(ctx: &Context, email: &Email) -> Statement {
    Statement::new(format!(
        "SELECT r.id, r.user_id AS user FROM password_resets r \
         WHERE r.user_id = {} AND r.used_at IS NULL AND r.expires_at > ?2 ORDER BY r.created_at DESC LIMIT 3",
        account_of("?1")
    ))
    .bind(email)
    .bind(ctx.now)
}

/// A row of [`open_resets`].
#[derive(Debug, Deserialize)]
pub struct ResetRow {
    /// The code's id.
    pub id: ResetId,
    /// Whose.
    pub user: UserId,
}

/// Uses up a code: sets the password once and ends every session of the user. The code was in their mailbox.
pub fn use_reset(ctx: &Context, reset: &ResetRow, password_hash: &str) -> [Statement; 4] {
    [
        Statement::new(
            "UPDATE users SET password_hash = ?2, proved_at = ?4 WHERE id = ?1 AND EXISTS \
             (SELECT 1 FROM password_resets WHERE id = ?3 AND used_at IS NULL AND expires_at > ?4)",
        )
        .bind(reset.user)
        .bind(password_hash)
        .bind(reset.id)
        .bind(ctx.now),
        Statement::new("DELETE FROM sessions WHERE user_id = ?1").bind(reset.user),
        Statement::new("UPDATE password_resets SET used_at = ?2 WHERE user_id = ?1 AND used_at IS NULL")
            .bind(reset.user)
            .bind(ctx.now),
        Statement::new("SELECT used_at FROM password_resets WHERE id = ?1 AND used_at = ?2")
            .bind(reset.id)
            .bind(ctx.now),
    ]
}

/// What the mail with the code needs, in one row.
pub fn reset_mail(reset: &str) -> Statement {
    Statement::new(
        "SELECT u.email, u.name, u.language, r.expires_at FROM password_resets r JOIN users u ON u.id = r.user_id WHERE r.id = ?1",
    )
    .bind(reset)
}

/// A row of [`reset_mail`].
#[derive(Debug, Deserialize)]
pub struct ResetMailRow {
    /// To whom.
    pub email: Email,
    /// Their name.
    pub name: String,
    /// Their language.
    pub language: Language,
    /// Until when the code is good.
    pub expires_at: Timestamp,
}
