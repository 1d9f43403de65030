//! May this person use this now? For programs at the edge.

use http::Method;
use shared::access::Permission;
use shared::api::check::{Check, Checked};

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::check;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::Check);
    vec![
        Route::api(
            Method::POST,
            "/api/v1/check",
            access,
            "Says whether a person may use a product now, and why.",
            post,
        )
        .takes::<Check>()
        .answers::<Checked>(),
    ]
}

async fn post(call: Call) -> Result<Reply, Failure> {
    reply::json(&check::check(&call.ctx, call.credential()?, call.json()).await?)
}
