//! Two records of one person that become one.

use http::Method;
use shared::access::Permission;
use shared::api::members::Member;
use shared::api::merge::{MergeMembers, MergePreview};

use crate::authority::{self, RemoveMembers};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::members::merge;

const BOTH: Access = Access::NeedsBoth(Permission::EditMembers, Permission::RemoveMembers);
const PATH: &str = "/api/v1/members/{member}/merge";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            PATH,
            BOTH,
            "What would become of two records of one person: of this one, which stays, and of the one named by with.",
            preview,
        )
        .query(&["with"])
        .answers::<MergePreview>(),
        Route::api(
            Method::POST,
            PATH,
            BOTH,
            "Merges another record of the same person into this one; needs the preview's version as If-Match.",
            carry_out,
        )
        .takes::<MergeMembers>()
        .answers::<Member>(),
    ]
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let (stays, ends) = (call.id("member")?, call.choice("with")?);
    let preview = merge::preview(&call.ctx, call.credential()?, stays, ends).await?;
    let reply = reply::json(&preview)?;
    Ok(reply::with_version(reply, Some(&preview.version)))
}

async fn carry_out(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<RemoveMembers>(&call.ctx, call.credential.as_ref()).await?;
    let (stays, seen) = (call.id("member")?, call.seen::<String>()?);
    let MergeMembers { with } = call.json()?;
    let (item, version) = merge::carry_out(&call.ctx, &proof, seen.as_deref(), stays, with).await?;
    Ok(reply::with_version(reply::raw_json(item), Some(&version)))
}
