//! API tokens.

use http::Method;
use shared::access::Permission;
use shared::api::tokens::{CreateToken, CreatedToken, Token};
use shared::api::{Done, Page};

use crate::authority::{self, ManageTokens};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::tokens;

const MANAGE: Access = Access::Needs(Permission::ManageTokens);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, "/api/v1/tokens", MANAGE, "Lists API tokens, the newest first.", list)
            .query(&["limit", "cursor"])
            .answers::<Page<Token>>(),
        Route::api(
            Method::POST,
            "/api/v1/tokens",
            MANAGE,
            "Makes an API token; its secret is in this answer only.",
            create,
        )
        .takes::<CreateToken>()
        .answers::<CreatedToken>(),
        Route::api(Method::DELETE, "/api/v1/tokens/{token}", MANAGE, "Revokes an API token.", revoke)
            .answers::<Done>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    Ok(reply::page_of(tokens::list::list(&call.ctx, call.credential()?, &call.window()?).await?))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageTokens>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&tokens::create::create(&call.ctx, &proof, &call.json()?).await?)
}

async fn revoke(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageTokens>(&call.ctx, call.credential.as_ref()).await?;
    tokens::revoke::revoke(&call.ctx, &proof, call.id("token")?).await?;
    reply::done()
}
