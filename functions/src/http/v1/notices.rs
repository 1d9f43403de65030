//! Notices about licenses.

use http::Method;
use shared::access::Permission;
use shared::api::notices::{ChangeNotices, Notices};

use crate::authority::{self, Proof, ReadLicenses};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::notices;

const READ: Access = Access::Needs(Permission::ReadLicenses);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/notices",
            READ,
            "Shows which notices are due, and who wants them.",
            get,
        )
        .answers::<Notices>(),
        Route::api(
            Method::PATCH,
            "/api/v1/notices",
            READ,
            "Turns notices on or off, for oneself or for the organization.",
            change,
        )
        .takes::<ChangeNotices>()
        .answers::<Notices>(),
    ]
}

async fn prove(call: &Call) -> Result<Proof<ReadLicenses>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn get(call: Call) -> Result<Reply, Failure> {
    reply::json(&notices::get::get(&call.ctx, &prove(&call).await?).await?)
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&notices::change::change(&call.ctx, &proof, &call.json()?).await?)
}
