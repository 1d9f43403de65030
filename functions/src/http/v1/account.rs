//! My account.

use http::Method;
use shared::api::account::{ChangeAccount, ChangePassword, SessionEntry};
use shared::api::session::SignedInUser;
use shared::api::{Done, Page};

use crate::authority::{self, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::accounts;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::PATCH,
            "/api/v1/account",
            Access::SignedIn,
            "Changes my name or language.",
            change,
        )
        .takes::<ChangeAccount>()
        .answers::<SignedInUser>(),
        Route::api(
            Method::POST,
            "/api/v1/account/password",
            Access::SignedIn,
            "Changes my password and ends my other sessions.",
            password,
        )
        .takes::<ChangePassword>()
        .answers::<Done>(),
        Route::api(
            Method::GET,
            "/api/v1/account/sessions",
            Access::SignedIn,
            "Lists the browsers in which I am signed in.",
            list,
        )
        .query(&["limit", "cursor"])
        .answers::<Page<SessionEntry>>(),
        Route::api(
            Method::DELETE,
            "/api/v1/account/sessions/{session}",
            Access::SignedIn,
            "Ends one of my sessions.",
            end,
        )
        .answers::<Done>(),
    ]
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&accounts::change::change(&call.ctx, &proof, call.json()?).await?)
}

async fn password(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    accounts::change_password::change_password(&call.ctx, &proof, &call.json()?).await?;
    reply::done()
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let credential = call.credential()?;
    Ok(reply::page_of(accounts::list_sessions::list_sessions(&call.ctx, credential, &call.window()?).await?))
}

async fn end(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    accounts::end_session::end_session(&call.ctx, &proof, call.id("session")?).await?;
    reply::done()
}
