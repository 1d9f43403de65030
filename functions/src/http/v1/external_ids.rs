//! Ids of people in other systems: listed, given, taken, moved.

use http::Method;
use shared::access::Permission;
use shared::api::external_ids::{MoveExternalIds, MovesPreview};
use shared::api::measures::{AddExternalIds, ExternalId, ExternalIdResults};
use shared::api::{Done, Page};

use crate::authority::{self, EditMembers, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::external_ids::{give, moves};

const EDIT: Access = Access::Needs(Permission::EditMembers);
const ALL: &str = "/api/v1/external-ids";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, Access::Needs(Permission::ReadMembers), "Lists external ids.", list)
            .query(&["q", "member", "limit", "cursor"])
            .answers::<Page<ExternalId>>(),
        Route::api(Method::POST, ALL, EDIT, "Gives people external ids; a result for each.", add)
            .takes::<AddExternalIds>()
            .answers::<ExternalIdResults>(),
        Route::api(
            Method::POST,
            "/api/v1/external-ids/preview",
            EDIT,
            "What would become of each; nothing is given.",
            preview,
        )
        .takes::<AddExternalIds>()
        .answers::<ExternalIdResults>(),
        Route::api(
            Method::PUT,
            "/api/v1/external-ids/moves",
            EDIT,
            "Moves ids to other people, all or none; takes If-Match.",
            carry_out,
        )
        .takes::<MoveExternalIds>()
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/external-ids/moves/preview",
            EDIT,
            "What both sides have before and after; nothing is moved.",
            look,
        )
        .takes::<MoveExternalIds>()
        .answers::<MovesPreview>(),
        Route::api(
            Method::DELETE,
            "/api/v1/external-ids/{external_id}",
            EDIT,
            "Takes an external id from whoever has it.",
            remove,
        )
        .answers::<Done>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let (member, search, window) = (call.choice("member")?, call.query("q"), call.window()?);
    let page = give::list(&call.ctx, call.credential()?, member, search.as_deref(), &window).await?;
    Ok(reply::page_of(page))
}

async fn edit(call: &Call) -> Result<Proof<EditMembers>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    reply::json(&give::add(&call.ctx, &proof, &call.json()?).await?)
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    reply::json(&give::preview(&call.ctx, &proof, &call.json()?).await?)
}

async fn carry_out(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    let seen = call.seen::<String>()?;
    moves::carry_out(&call.ctx, &proof, seen.as_deref(), &call.json()?).await?;
    reply::done()
}

async fn look(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    reply::json(&moves::preview(&call.ctx, &proof, &call.json()?).await?)
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    give::remove(&call.ctx, &proof, call.id("external_id")?).await?;
    reply::done()
}
