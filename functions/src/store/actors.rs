//! Who a credential belongs to: a member by their session, a program by its token. What they may do is `authority`'s.

use shared::id::{MemberId, OrganizationId, TokenId};

use crate::context::Context;
use crate::ports::Statement;
use crate::secrets::{Credential, CredentialKind};
use crate::store::roles::{OF_MEMBERS, RIGHTS};

/// The actor of a credential, in one row; none when it is unknown, old, revoked, or its member is not active.
pub fn identify(ctx: &Context, credential: &Credential) -> Statement {
    let sql = match credential.kind {
        CredentialKind::Session => {
            format!(
                "SELECT s.id AS credential, u.id AS user, u.name, u.email, u.language, m.id AS member, {RIGHTS}, \
             o.name AS organization, NULL AS scopes \
             FROM sessions s JOIN users u ON u.id = s.user_id \
             JOIN members m ON m.user_id = s.user_id AND m.organization_id = s.organization_id AND m.status = 'active' \
             JOIN organizations o ON o.id = s.organization_id {OF_MEMBERS} \
             WHERE s.token_hash = ?1 AND s.organization_id = ?2 AND s.expires_at > ?3"
            )
        }
        CredentialKind::Token => {
            format!(
                "SELECT t.id AS credential, NULL AS user, t.name, NULL AS email, NULL AS language, m.id AS member, {RIGHTS}, \
             o.name AS organization, t.scopes \
             FROM api_tokens t JOIN members m ON m.id = t.created_by AND m.status = 'active' \
             JOIN organizations o ON o.id = t.organization_id {OF_MEMBERS} \
             WHERE t.token_hash = ?1 AND t.organization_id = ?2 AND t.expires_at > ?3 AND t.revoked_at IS NULL"
            )
        }
    };
    Statement::new(sql).bind(&credential.hash).bind(credential.organization).bind(ctx.now)
}

/// The same of somebody whose act goes on after their request: a member, or a token with the member who made it.
pub fn identify_again(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    token: Option<TokenId>,
) -> Statement {
    let sql = match token {
        None => {
            format!(
                "SELECT m.id AS credential, u.id AS user, u.name, u.email, u.language, m.id AS member, {RIGHTS}, \
             o.name AS organization, NULL AS scopes \
             FROM members m JOIN users u ON u.id = m.user_id JOIN organizations o ON o.id = m.organization_id {OF_MEMBERS} \
             WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status = 'active'"
            )
        }
        Some(_) => {
            format!(
                "SELECT t.id AS credential, NULL AS user, t.name, NULL AS email, NULL AS language, m.id AS member, {RIGHTS}, \
             o.name AS organization, t.scopes \
             FROM api_tokens t JOIN members m ON m.id = t.created_by AND m.status = 'active' \
             JOIN organizations o ON o.id = t.organization_id {OF_MEMBERS} \
             WHERE t.organization_id = ?1 AND m.id = ?2 AND t.id = ?3 AND t.expires_at > ?4 AND t.revoked_at IS NULL"
            )
        }
    };
    let statement = Statement::new(sql).bind(organization).bind(member);
    if token.is_none() { statement } else { statement.bind(token).bind(ctx.now) }
}
