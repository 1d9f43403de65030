//! Services, and who is linked to them.

use http::Method;
use shared::access::Permission;
use shared::api::services::{ChangeService, CreateService, Service, ServiceFilter, ServiceMember};
use shared::api::{Done, Page};

use crate::authority::{self, ManageServices, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::services;

const READ: Access = Access::Needs(Permission::ReadMembers);
const MANAGE: Access = Access::Needs(Permission::ManageServices);
const ALL: &str = "/api/v1/services";
const ONE: &str = "/api/v1/services/{service}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, READ, "Lists services by name.", list)
            .query(&["q", "team", "member", "limit", "cursor"])
            .answers::<Page<Service>>(),
        Route::api(Method::POST, ALL, MANAGE, "Makes a service.", create)
            .takes::<CreateService>()
            .answers::<Service>(),
        Route::api(Method::GET, ONE, READ, "Shows one service.", get).answers::<Service>(),
        Route::api(Method::PATCH, ONE, MANAGE, "Changes a service and the teams that offer it.", change)
            .takes::<ChangeService>()
            .answers::<Service>(),
        Route::api(Method::DELETE, ONE, MANAGE, "Deletes a service; its appointments stay.", delete)
            .answers::<Done>(),
        Route::api(
            Method::GET,
            "/api/v1/services/{service}/members",
            READ,
            "Lists the people linked to a service by name.",
            members,
        )
        .query(&["q", "limit", "cursor"])
        .answers::<Page<ServiceMember>>(),
    ]
}

async fn manage(call: &Call) -> Result<Proof<ManageServices>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter =
        ServiceFilter { search: call.query("q"), team: call.choice("team")?, member: call.choice("member")? };
    let page = services::read::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?;
    Ok(reply::page_of(page))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    Ok(reply::raw_json(services::create::create(&call.ctx, &proof, &call.json()?).await?))
}

async fn get(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(services::read::get(&call.ctx, call.credential()?, call.id("service")?).await?))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let id = call.id("service")?;
    Ok(reply::raw_json(services::change::change(&call.ctx, &proof, id, &call.json()?).await?))
}

async fn delete(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    services::delete::delete(&call.ctx, &proof, call.id("service")?).await?;
    reply::done()
}

async fn members(call: Call) -> Result<Reply, Failure> {
    let (search, window, id) = (call.query("q"), call.window()?, call.id("service")?);
    let page = services::read::members(&call.ctx, call.credential()?, id, search.as_deref(), &window).await?;
    Ok(reply::page_of(page))
}
