//! What is held on a person, to save: one's own, and that of others for whoever may change people.

use http::Method;
use shared::access::Permission;
use shared::api::members::PersonExport;

use crate::authority::{self, EditMembers, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::members::export;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/members/{member}/export",
            Access::NeedsBoth(Permission::EditMembers, Permission::Export),
            "What is held on one person, as a file to save: as much of it as the caller may see elsewhere.",
            of_member,
        )
        .answers::<PersonExport>(),
        Route::api(
            Method::GET,
            "/api/v1/account/export",
            Access::SignedIn,
            "All that this organization holds on me, as a file to save.",
            mine,
        )
        .answers::<PersonExport>(),
    ]
}

async fn of_member(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    let held = export::of_member(&call.ctx, &proof, call.id("member")?).await?;
    Ok(reply::saved_as(reply::json(&held)?, "person.json"))
}

async fn mine(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let held = export::own(&call.ctx, &proof).await?;
    Ok(reply::saved_as(reply::json(&held)?, "my-data.json"))
}
