//! What is held on a person, to save: one's own, and that of others for whoever may change people. And its erasure.

use http::Method;
use shared::access::Permission;
use shared::api::members::{EraseMember, Member, PersonExport};

use crate::authority::{self, EditMembers, RemoveMembers, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::members::{erase, export};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/members/{member}/export",
            Access::NeedsBoth(Permission::EditMembers, Permission::Export),
            "What is held on one person, as a file to save: as much of it as the caller may see elsewhere.",
            of_member,
        )
        .answers::<PersonExport>(),
        Route::api(
            Method::GET,
            "/api/v1/account/export",
            Access::SignedIn,
            "All that this organization holds on me, as a file to save.",
            mine,
        )
        .answers::<PersonExport>(),
        Route::api(
            Method::POST,
            "/api/v1/members/{member}/erase",
            Access::NeedsBoth(Permission::RemoveMembers, Permission::EditMembers),
            "Erases for good what is held on a person who was removed; the record keeps a pseudonym.",
            erased,
        )
        .takes::<EraseMember>()
        .answers::<Member>(),
    ]
}

async fn of_member(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    let held = export::of_member(&call.ctx, &proof, call.id("member")?).await?;
    Ok(reply::saved_as(reply::json(&held)?, "person.json"))
}

async fn mine(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let held = export::own(&call.ctx, &proof).await?;
    Ok(reply::saved_as(reply::json(&held)?, "my-data.json"))
}

async fn erased(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<RemoveMembers>(&call.ctx, call.credential.as_ref()).await?;
    let (member, proof) = (call.id("member")?, proof.with::<EditMembers>()?);
    Ok(reply::raw_json(erase::erase(&call.ctx, &proof, member, &call.json()?).await?))
}
