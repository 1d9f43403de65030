//! Who is on a license.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::assignments::{Assign, Assignment};
use shared::api::bulk_seats::{BulkSeatResults, BulkSeats, MatchingSeats, SeatFilter};
use shared::api::invitations::RowResults;
use shared::api::{Done, Page};

use crate::authority::{self, ManageAssignments};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::assignments;

const MANAGE: Access = Access::Needs(Permission::ManageAssignments);
const ALL: &str = "/api/v1/licenses/{license}/assignments";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            ALL,
            Access::Needs(Permission::ReadLicenses),
            "Lists the people of a license by name.",
            list,
        )
        .query(&["q", "status", "limit", "cursor"])
        .answers::<Page<Assignment>>(),
        Route::api(
            Method::POST,
            ALL,
            MANAGE,
            "Puts people on a license: members at once, strangers by invitation.",
            assign,
        )
        .takes::<Assign>()
        .answers::<RowResults>(),
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/assignments/count",
            Access::Needs(Permission::ReadLicenses),
            "Counts the people of a license that a filter finds, and their seats.",
            count,
        )
        .query(&["q", "status"])
        .answers::<MatchingSeats>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/assignments/bulk",
            MANAGE,
            "Takes many people off, moves their seats to another license, or undoes such an act.",
            bulk,
        )
        .takes::<BulkSeats>()
        .answers::<BulkSeatResults>(),
        Route::api(
            Method::DELETE,
            "/api/v1/licenses/{license}/assignments/{assignment}",
            MANAGE,
            "Takes somebody off a license; the seat is free at once.",
            remove,
        )
        .answers::<Done>(),
    ]
}

fn filter(call: &Call) -> Result<SeatFilter, Refusal> {
    Ok(SeatFilter { search: call.query("q"), status: call.choice("status")? })
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let (license, filter, window) = (call.id("license")?, filter(&call)?, call.window()?);
    let page = assignments::list::list(&call.ctx, call.credential()?, license, &filter, &window).await?;
    Ok(reply::page_of(page))
}

async fn count(call: Call) -> Result<Reply, Failure> {
    let (license, filter) = (call.id("license")?, filter(&call)?);
    reply::json(&assignments::bulk::count(&call.ctx, call.credential()?, license, &filter).await?)
}

async fn bulk(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&assignments::bulk::bulk(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}

async fn assign(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&assignments::assign::assign(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    assignments::remove::remove(&call.ctx, &proof, call.id("license")?, call.id("assignment")?).await?;
    reply::done()
}
