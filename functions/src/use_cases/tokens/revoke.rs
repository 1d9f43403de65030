//! Revokes an API token: it is dead on the very next request.

use serde::Deserialize;
use serde_json::json;
use shared::event::EventKind;
use shared::id::TokenId;

use crate::authority::{ManageTokens, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::tokens;

#[derive(Deserialize)]
struct Revoked {
    revoked_at: Option<String>,
    name: String,
}

/// Revokes the token; one that was revoked before stays so.
pub async fn revoke(ctx: &Context, proof: &Proof<ManageTokens>, token: TokenId) -> Result<(), Failure> {
    let actor = proof.actor();
    let found = ctx.query(tokens::item(actor.organization, token)).await?;
    let item = super::super::only_item(&found)?;
    let before: Revoked = crate::json::read(&item.0).map_err(|error| Failure::broken("api_tokens", error))?;
    if before.revoked_at.is_some() {
        return Ok(());
    }
    let event = NewEvent {
        organization: actor.organization,
        kind: EventKind::TokenRevoked,
        by: &By::from(actor),
        target: token.to_string(),
        target_name: &before.name,
        details: json!({}),
        operation: ctx.id(),
    };
    let batch = vec![tokens::revoke(ctx, actor.organization, token), events::insert(ctx, &event)];
    ctx.batch(batch).await?;
    Ok(())
}
