//! What people tell about themselves, and their photos.

use http::Method;
use http::header::IF_NONE_MATCH;
use shared::access::Permission;
use shared::api::profile::{ChangeProfile, Profile, PutPhoto};
use shared::id::{MemberId, OrganizationId};

use crate::authority::{self, EditMembers, ReadMembers, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::profiles::{photo, tell};

const READ: Access = Access::Needs(Permission::ReadMembers);
const EDIT: Access = Access::Needs(Permission::EditMembers);
const MINE: &str = "/api/v1/me/profile";
const MY_PHOTO: &str = "/api/v1/me/photo";
const OF_MEMBER: &str = "/api/v1/members/{member}/profile";
const VERSION: &[&str] = &["v"];
const PHOTO: &str = "/api/v1/members/{member}/photo";

pub(super) fn routes() -> Vec<Route> {
    let mine = Access::SignedIn;
    vec![
        Route::api(Method::GET, MINE, mine, "Shows my profile.", own).answers::<Profile>(),
        Route::api(Method::PATCH, MINE, mine, "Changes my profile; what is absent stays.", change)
            .takes::<ChangeProfile>()
            .answers::<Profile>(),
        Route::api(Method::GET, MY_PHOTO, mine, "My photo as a file, with its version.", own_photo)
            .query(VERSION),
        Route::api(Method::PUT, MY_PHOTO, mine, "Puts my photo in place of the one that is there.", put_own)
            .takes::<PutPhoto>()
            .answers::<Profile>(),
        Route::api(Method::DELETE, MY_PHOTO, mine, "Takes my photo away.", remove_own).answers::<Profile>(),
        Route::api(Method::GET, OF_MEMBER, READ, "Shows what a person tells about themselves.", of_member)
            .answers::<Profile>(),
        Route::api(Method::GET, PHOTO, READ, "A person's photo as a file, with its version.", photo_of)
            .query(VERSION),
        Route::api(Method::PUT, PHOTO, EDIT, "Puts a person's photo in place of the one that is there.", put)
            .takes::<PutPhoto>()
            .answers::<Profile>(),
        Route::api(Method::DELETE, PHOTO, EDIT, "Takes a person's photo away.", remove).answers::<Profile>(),
    ]
}

async fn own(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let member = proof.actor().person()?.member;
    Ok(reply::raw_json(tell::get(&call.ctx, proof.organization(), member).await?))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(tell::change(&call.ctx, &proof, call.json()?).await?))
}

async fn of_member(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ReadMembers>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(tell::get(&call.ctx, proof.organization(), call.id("member")?).await?))
}

async fn put_own(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let member = proof.actor().person()?.member;
    Ok(reply::raw_json(photo::put(&call.ctx, proof.actor(), member, &call.json()?).await?))
}

async fn remove_own(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let member = proof.actor().person()?.member;
    Ok(reply::raw_json(photo::remove(&call.ctx, proof.actor(), member).await?))
}

async fn put(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(photo::put(&call.ctx, proof.actor(), call.id("member")?, &call.json()?).await?))
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(photo::remove(&call.ctx, proof.actor(), call.id("member")?).await?))
}

async fn own_photo(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    shown(&call, proof.organization(), proof.actor().person()?.member).await
}

async fn photo_of(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ReadMembers>(&call.ctx, call.credential.as_ref()).await?;
    shown(&call, proof.organization(), call.id("member")?).await
}

async fn shown(call: &Call, organization: OrganizationId, member: MemberId) -> Result<Reply, Failure> {
    let photo = photo::get(&call.ctx, organization, member).await?;
    let etag = format!("\"{}\"", photo.version);
    let named = call.query("v").is_some_and(|version| version == photo.version);
    let kept = call.header(IF_NONE_MATCH).is_some_and(|kept| kept.trim_start_matches("W/") == etag);
    Ok(reply::photo(photo.kind, &etag, named, (!kept).then_some(photo.bytes)))
}
