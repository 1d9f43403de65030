//! The queue of a full license.

use http::Method;
use shared::access::Permission;
use shared::api::queue::{MoveInQueue, QueueEntry};
use shared::api::{Done, Page};
use shared::queue::QueueState;

use crate::authority::{self, ManageAssignments};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::queue;

const MANAGE: Access = Access::Needs(Permission::ManageAssignments);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/queue",
            Access::Needs(Permission::ReadLicenses),
            "Lists who waits for a seat, in order; with a state, whose wait ended, the latest first.",
            list,
        )
        .query(&["state", "q", "limit", "cursor"])
        .answers::<Page<QueueEntry>>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/queue/{entry}/move",
            MANAGE,
            "Moves somebody to the front, or one place up or down.",
            shift,
        )
        .takes::<MoveInQueue>()
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/queue/{entry}/leave",
            MANAGE,
            "Takes somebody out of the queue.",
            leave,
        )
        .answers::<Done>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let (search, state) = (call.query("q"), call.choice("state")?.unwrap_or(QueueState::Waiting));
    let license = call.id("license")?;
    let page =
        queue::list::list(&call.ctx, call.credential()?, license, state, search.as_deref(), &call.window()?)
            .await?;
    Ok(reply::page_of(page))
}

async fn shift(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    let MoveInQueue { to } = call.json()?;
    queue::shift::shift(&call.ctx, &proof, call.id("license")?, call.id("entry")?, to).await?;
    reply::done()
}

async fn leave(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    queue::leave::leave(&call.ctx, &proof, call.id("license")?, call.id("entry")?).await?;
    reply::done()
}
