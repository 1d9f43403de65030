//! Organizations beside the first one. Moving between them is `session`'s.

use http::Method;
use shared::access::Permission;
use shared::api::Named;
use shared::api::session::CreateOrganization;
use shared::id::OrganizationId;

use crate::authority::{self, ManageOrganization};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::organizations;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ManageOrganization);
    let summary = "Makes another organization, with the caller as its owner; for owners of the first one.";
    vec![
        Route::api(Method::POST, "/api/v1/organizations", access, summary, create)
            .takes::<CreateOrganization>()
            .answers::<Named<OrganizationId>>(),
    ]
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageOrganization>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&organizations::create::create(&call.ctx, &proof, &call.json()?).await?)
}
