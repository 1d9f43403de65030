//! Makes an API token; its secret is in this answer and nowhere else.

use serde_json::json;
use shared::access::Permissions;
use shared::api::tokens::{CreateToken, CreatedToken, Token};
use shared::event::EventKind;
use shared::id::TokenId;
use shared::{Code, Refusal};

use crate::authority::{ManageTokens, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets;
use crate::store::events::{self, By, NewEvent};
use crate::store::tokens::{self, NewToken};

/// Days that a token works unless its maker says otherwise.
const DEFAULT_DAYS: u16 = 90;

/// Makes a token, or refuses scopes that its maker does not hold.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageTokens>,
    request: &CreateToken,
) -> Result<CreatedToken, Failure> {
    let actor = proof.actor();
    let days = request.expires_in_days.unwrap_or(DEFAULT_DAYS);
    if !(1..=365).contains(&days) {
        return Err(Refusal::new(Code::InvalidExpiry, "A token works for 1 to 365 days.")
            .at("expires_in_days")
            .into());
    }
    if request.scopes.is_empty() {
        return Err(Refusal::new(Code::InvalidBody, "Choose at least one scope.").at("scopes").into());
    }
    if !actor.permissions.covers(Permissions::of(&request.scopes)) {
        return Err(Refusal::new(Code::RoleNotGrantable, "A token can’t do more than you may.")
            .at("scopes")
            .into());
    }
    let id: TokenId = ctx.id();
    let issued = secrets::issue_token(actor.organization, ctx.bytes());
    let expires_at = ctx.now.plus_days(i64::from(days));
    let (organization, name) = (actor.organization, &request.name);
    let scopes: Vec<_> = Permissions::of(&request.scopes).iter().collect();
    let token = NewToken {
        id,
        organization,
        hash: &issued.hash,
        name,
        scopes: &scopes,
        by: actor.member(),
        by_name: actor.name(),
        expires_at,
    };
    let event = NewEvent {
        organization,
        kind: EventKind::TokenCreated,
        by: &By::from(actor),
        target: id.to_string(),
        target_name: name.as_str(),
        details: json!({ "scopes": scopes }),
        operation: ctx.id(),
    };
    let batch = vec![
        tokens::insert(ctx, &token),
        events::insert_if(ctx, &event, tokens::MADE),
        tokens::item(organization, id),
    ];
    if ctx.batch(batch).await?[2].is_empty() {
        return Err(Refusal::new(Code::Unauthenticated, "You are no member here any more.").into());
    }
    let (name, created_by) = (name.to_string(), actor.name().to_owned());
    let token = Token { id, name, scopes, created_by, created_at: ctx.now, expires_at, revoked_at: None };
    Ok(CreatedToken { token, secret: issued.text })
}
