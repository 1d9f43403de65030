//! The organization itself.

use http::Method;
use shared::access::Permission;
use shared::api::organization::{ChangeOrganization, Organization};

use crate::authority::{self, ManageOrganization};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::organization;

const PATH: &str = "/api/v1/organization";

pub(super) fn routes() -> Vec<Route> {
    let (get_summary, change_summary) = (
        "Shows the organization, and whom to ask about licenses.",
        "Changes the organization's name, or whom to ask about licenses.",
    );
    vec![
        Route::api(Method::GET, PATH, Access::SignedIn, get_summary, get).answers::<Organization>(),
        Route::api(
            Method::PATCH,
            PATH,
            Access::Needs(Permission::ManageOrganization),
            change_summary,
            change,
        )
        .takes::<ChangeOrganization>()
        .answers::<Organization>(),
    ]
}

async fn get(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(organization::get::get(&call.ctx, call.credential()?).await?))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageOrganization>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&organization::change::change(&call.ctx, &proof, call.json()?).await?)
}
