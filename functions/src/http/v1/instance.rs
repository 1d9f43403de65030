//! The instance itself: is it well, do its counters agree. Not here: the description of the API, which is a file.

use http::Method;
use serde_json::json;
use shared::access::Permission;
use shared::api::licenses::DoctorReport;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{health, licenses};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, "/healthz", Access::Public, "Answers when the database does.", health),
        Route::api(
            Method::GET,
            "/api/v1/doctor",
            Access::Needs(Permission::ManageLicenses),
            "Compares each license's counters with its ledger and its assignments.",
            doctor,
        )
        .answers::<DoctorReport>(),
    ]
}

async fn health(call: Call) -> Result<Reply, Failure> {
    health::check(&call.ctx).await?;
    reply::json(&json!({ "status": "ok" }))
}

async fn doctor(call: Call) -> Result<Reply, Failure> {
    reply::json(&licenses::doctor::doctor(&call.ctx, call.credential()?).await?)
}
