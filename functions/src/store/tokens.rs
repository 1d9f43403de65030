//! API tokens. Recognizing one is `authority`'s.

use shared::access::Permission;
use shared::id::{MemberId, OrganizationId, TokenId};
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::Statement;
use crate::store::page::Listing;

/// A token as the API shows it (`shared::api::tokens::Token`).
const ITEM: &str = "json_object('id', t.id, 'name', t.name, 'scopes', json(t.scopes), 'created_by', t.created_by_name, \
    'created_at', t.created_at, 'expires_at', t.expires_at, 'revoked_at', t.revoked_at)";

/// A token to make.
pub struct NewToken<'a> {
    /// Its id.
    pub id: TokenId,
    /// Where.
    pub organization: OrganizationId,
    /// The hash of its secret.
    pub hash: &'a str,
    /// What it is for.
    pub name: &'a Name,
    /// What it may do.
    pub scopes: &'a [Permission],
    /// Who makes it.
    pub by: MemberId,
    /// Their name.
    pub by_name: &'a str,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Makes a token of somebody who is still a member.
pub fn insert(ctx: &Context, token: &NewToken<'_>) -> Statement {
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    Statement::new(
        "INSERT INTO api_tokens (id, organization_id, token_hash, name, scopes, created_by, created_by_name, created_at, expires_at) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE EXISTS (SELECT 1 FROM members WHERE organization_id = ?2 AND id = ?6 AND status = 'active')",
    )
    .bind(token.id)
    .bind(token.organization)
    .bind(token.hash)
    .bind(token.name.as_str())
    .bind(serde_json::json!(scopes).to_string())
    .bind(token.by)
    .bind(token.by_name)
    .bind(ctx.now)
    .bind(token.expires_at)
}

/// The condition that the token of an event (`?8`) was made.
pub const MADE: &str = "EXISTS (SELECT 1 FROM api_tokens WHERE id = ?8)";

/// One token as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, token: TokenId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM api_tokens t WHERE t.organization_id = ?1 AND t.id = ?2"
    ))
    .bind(organization)
    .bind(token)
}

/// Revokes a token, once; answers with its name if there was one to revoke.
pub fn revoke(ctx: &Context, organization: OrganizationId, token: TokenId) -> Statement {
    Statement::new(
        "UPDATE api_tokens SET revoked_at = ?3 WHERE organization_id = ?1 AND id = ?2 AND revoked_at IS NULL RETURNING name",
    )
    .bind(organization)
    .bind(token)
    .bind(ctx.now)
}

/// A page of tokens, the newest first.
pub fn list(organization: OrganizationId, window: &Window) -> Statement {
    Listing {
        item: ITEM,
        key: "json_array(t.id)",
        from: "FROM api_tokens t WHERE t.organization_id = ?1 AND (?2 IS NULL OR t.id < ?2)",
        order: "t.id DESC",
    }
    .statement(window)
    .bind(organization)
    .bind(window.after(0))
}
