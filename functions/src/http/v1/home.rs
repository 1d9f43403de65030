//! The first page after sign-in.

use http::Method;
use shared::access::Permission;
use shared::api::home::Home;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::home;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ReadMembers);
    vec![
        Route::api(Method::GET, "/api/v1/home", access, "Counters, seats by need and the last events.", get)
            .answers::<Home>(),
    ]
}

async fn get(call: Call) -> Result<Reply, Failure> {
    reply::json(&home::home(&call.ctx, call.credential()?).await?)
}
