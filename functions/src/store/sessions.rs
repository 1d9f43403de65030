//! Sessions: signed-in browsers. Recognizing a caller is `authority`'s.

use shared::id::{OrganizationId, SessionId, UserId};

use crate::context::Context;
use crate::paging::Window;
use crate::ports::Statement;
use crate::store::page::Listing;

/// Days that a session lasts.
const DAYS: i64 = 30;

/// A session to make.
pub struct NewSession<'a> {
    /// Its id.
    pub id: SessionId,
    /// The hash of its secret.
    pub hash: &'a str,
    /// Whose.
    pub user: UserId,
    /// Where it acts.
    pub organization: OrganizationId,
    /// The browser's name of itself.
    pub user_agent: &'a str,
}

/// Starts a session, if the user is active there. In the organization `NIL` it lets in nowhere.
pub fn insert(ctx: &Context, session: &NewSession<'_>) -> Statement {
    let user_agent: String = session.user_agent.chars().take(200).collect();
    Statement::new(
        "INSERT INTO sessions (id, token_hash, user_id, organization_id, user_agent, created_at, expires_at) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?4 = ?8 OR EXISTS \
         (SELECT 1 FROM members WHERE user_id = ?3 AND organization_id = ?4 AND status = 'active')",
    )
    .bind(session.id)
    .bind(session.hash)
    .bind(session.user)
    .bind(session.organization)
    .bind(user_agent)
    .bind(ctx.now)
    .bind(ctx.now.plus_days(DAYS))
    .bind(OrganizationId::NIL)
}

/// Ends the session with this secret.
pub fn end_by_hash(hash: &str) -> Statement {
    Statement::new("DELETE FROM sessions WHERE token_hash = ?1").bind(hash)
}

/// Ends one session of a user.
pub fn end(user: UserId, session: SessionId) -> Statement {
    Statement::new("DELETE FROM sessions WHERE user_id = ?1 AND id = ?2 RETURNING id")
        .bind(user)
        .bind(session)
}

/// Ends every other session of a user.
pub fn end_others(user: UserId, but: SessionId) -> Statement {
    Statement::new("DELETE FROM sessions WHERE user_id = ?1 AND id <> ?2").bind(user).bind(but)
}

/// Ends every session of a user.
pub fn end_all(user: UserId) -> Statement {
    Statement::new("DELETE FROM sessions WHERE user_id = ?1").bind(user)
}

/// Forgets sessions that ended by themselves.
pub fn sweep(ctx: &Context) -> Statement {
    Statement::new("DELETE FROM sessions WHERE expires_at <= ?1").bind(ctx.now)
}

/// The sessions of a user that is signed in by `current`, the newest first.
pub fn list(ctx: &Context, hash: &str, window: &Window) -> Statement {
    Listing {
        item: "json_object('id', s.id, 'created_at', s.created_at, 'expires_at', s.expires_at, 'user_agent', s.user_agent, \
            'current', json(iif(s.token_hash = ?1, 'true', 'false')))",
        key: "json_array(s.id)",
        from: "FROM sessions s WHERE s.user_id = (SELECT user_id FROM sessions WHERE token_hash = ?1) AND s.expires_at > ?2 \
            AND (?3 IS NULL OR s.id < ?3)",
        order: "s.id DESC",
    }
    .statement(window)
    .bind(hash)
    .bind(ctx.now)
    .bind(window.after(0))
}

/// The organizations in which a user is active: rows of id and name.
pub fn organizations(user_of_session: &str) -> Statement {
    Statement::new(
        "SELECT o.id, o.name FROM members m JOIN organizations o ON o.id = m.organization_id \
         WHERE m.status = 'active' AND m.user_id = (SELECT user_id FROM sessions WHERE token_hash = ?1) ORDER BY o.name, o.id",
    )
    .bind(user_of_session)
}
