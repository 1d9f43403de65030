//! My own licenses and the seats that I am offered; any signed-in member.

use http::Method;
use shared::api::Page;
use shared::api::me::MyLicense;
use shared::license::AssignmentStatus;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::own_licenses;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/me/licenses",
            Access::SignedIn,
            "Lists my places on licenses, the newest first.",
            licenses,
        )
        .query(&["status", "limit", "cursor"])
        .answers::<Page<MyLicense>>(),
        Route::api(
            Method::GET,
            "/api/v1/me/license-invites",
            Access::SignedIn,
            "Lists the licenses on which a seat is kept for me until I join or decline.",
            invites,
        )
        .query(&["limit", "cursor"])
        .answers::<Page<MyLicense>>(),
        Route::api(
            Method::POST,
            "/api/v1/me/license-invites/{assignment}/accept",
            Access::SignedIn,
            "Joins a license that I am offered; the seat kept for me is mine.",
            accept,
        )
        .answers::<MyLicense>(),
        Route::api(
            Method::POST,
            "/api/v1/me/license-invites/{assignment}/decline",
            Access::SignedIn,
            "Declines a license that I am offered; the seat is free at once.",
            decline,
        )
        .answers::<MyLicense>(),
    ]
}

async fn licenses(call: Call) -> Result<Reply, Failure> {
    let (credential, status) = (call.credential()?, call.choice("status")?);
    Ok(reply::page_of(own_licenses::list::list(&call.ctx, credential, status, &call.window()?).await?))
}

async fn invites(call: Call) -> Result<Reply, Failure> {
    let (credential, status) = (call.credential()?, Some(AssignmentStatus::Invited));
    Ok(reply::page_of(own_licenses::list::list(&call.ctx, credential, status, &call.window()?).await?))
}

async fn accept(call: Call) -> Result<Reply, Failure> {
    answer(call, AssignmentStatus::Accepted).await
}

async fn decline(call: Call) -> Result<Reply, Failure> {
    answer(call, AssignmentStatus::Rejected).await
}

async fn answer(call: Call, to: AssignmentStatus) -> Result<Reply, Failure> {
    let credential = call.credential()?;
    reply::json(&own_licenses::answer::answer(&call.ctx, credential, call.id("assignment")?, to).await?)
}
