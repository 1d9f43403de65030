//! People.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::Page;
use shared::api::bulk::{BulkMembers, BulkResults};
use shared::api::members::{
    ChangeMember, Matching, Member, MemberCounts, MemberFilter, MemberResult, SeatsOfPeople,
};
use shared::id::MemberId;

use crate::authority::{self, DeactivateMembers, EditMembers, ReadMembers, RemoveMembers};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::members;
use crate::use_cases::members::file::Picked;

const READ: Access = Access::Needs(Permission::ReadMembers);
const EDIT: Access = Access::Needs(Permission::EditMembers);
const DEACTIVATE: Access = Access::Needs(Permission::DeactivateMembers);
const REMOVE: Access = Access::Needs(Permission::RemoveMembers);
const FILTERS: &[&str] = &["q", "status", "role", "license", "team", "company", "source", "last_sign_in"];
const FILTERS_AND_PAGE: &[&str] =
    &["q", "status", "role", "license", "team", "company", "source", "last_sign_in", "limit", "cursor"];
const FILTERS_AND_PICKS: &[&str] =
    &["q", "status", "role", "license", "team", "company", "source", "last_sign_in", "only", "except"];
const ONE: &str = "/api/v1/members/{member}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/members",
            READ,
            "Lists people; all but the removed unless a status is named.",
            list,
        )
        .query(FILTERS_AND_PAGE)
        .answers::<Page<Member>>(),
        Route::api(Method::GET, "/api/v1/members/counts", READ, "Counts people by status and role.", counts)
            .answers::<MemberCounts>(),
        Route::api(
            Method::GET,
            "/api/v1/members/count",
            READ,
            "Counts the people that a filter finds.",
            count,
        )
        .query(FILTERS)
        .answers::<Matching>(),
        Route::api(
            Method::GET,
            "/api/v1/members/seats",
            READ,
            "Tells which seats come free if those whom a filter finds are deactivated; only and except name people by id.",
            seats,
        )
        .query(FILTERS_AND_PICKS)
        .answers::<SeatsOfPeople>(),
        Route::api(
            Method::GET,
            "/api/v1/members.csv",
            Access::NeedsBoth(Permission::ReadMembers, Permission::Export),
            "The same list as a CSV file, at most 100,000 people; only and except name people by id.",
            file,
        )
        .query(FILTERS_AND_PICKS),
        Route::api(
            Method::POST,
            "/api/v1/members/bulk",
            READ,
            "Does one thing to many people, each judged by themselves; each act needs its own permission.",
            bulk,
        )
        .takes::<BulkMembers>()
        .answers::<BulkResults>(),
        Route::api(Method::GET, ONE, READ, "Shows one person.", get).answers::<Member>(),
        Route::api(Method::PATCH, ONE, EDIT, "Changes name, role or teams; takes If-Match.", change)
            .takes::<ChangeMember>()
            .answers::<Member>(),
        Route::api(Method::DELETE, ONE, REMOVE, "Removes a person; their seats are free at once.", remove)
            .answers::<MemberResult>(),
        Route::api(
            Method::POST,
            "/api/v1/members/{member}/disable",
            DEACTIVATE,
            "Deactivates: sessions end, seats are free.",
            disable,
        )
        .answers::<MemberResult>(),
        Route::api(
            Method::POST,
            "/api/v1/members/{member}/enable",
            DEACTIVATE,
            "Enables again, if the seats they had are free.",
            enable,
        )
        .answers::<MemberResult>(),
    ]
}

fn filter(call: &Call) -> Result<MemberFilter, Refusal> {
    Ok(MemberFilter {
        search: call.query("q"),
        status: call.choice("status")?,
        roles: call.choices("role")?,
        license: call.choice("license")?,
        team: call.choice("team")?,
        company: call.choice("company")?,
        sources: call.choices("source")?,
        last_sign_in: call.choice("last_sign_in")?,
    })
}

async fn count(call: Call) -> Result<Reply, Failure> {
    reply::json(&members::count::count(&call.ctx, call.credential()?, &filter(&call)?).await?)
}

fn picked(call: &Call) -> Result<Picked, Refusal> {
    Picked::these(&call.choices::<MemberId>("only")?, &call.choices::<MemberId>("except")?)
}

async fn seats(call: Call) -> Result<Reply, Failure> {
    let (filter, picked) = (filter(&call)?, picked(&call)?);
    reply::json(&members::file::seats(&call.ctx, call.credential()?, &filter, &picked).await?)
}

async fn file(call: Call) -> Result<Reply, Failure> {
    let (filter, picked) = (filter(&call)?, picked(&call)?);
    let file = members::file::file(&call.ctx, call.credential()?, &filter, &picked).await?;
    Ok(reply::file(&file.name("people"), file.text))
}

async fn bulk(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ReadMembers>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&members::bulk::bulk(&call.ctx, &proof, &call.json()?).await?)
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter = filter(&call)?;
    Ok(reply::page_of(members::list::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?))
}

async fn counts(call: Call) -> Result<Reply, Failure> {
    reply::json(&members::counts::counts(&call.ctx, call.credential()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    let (item, version) = members::get::get(&call.ctx, call.credential()?, call.id("member")?).await?;
    Ok(reply::with_version(reply::raw_json(item), Some(&version)))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    let (member, seen) = (call.id("member")?, call.seen()?);
    let (item, version) = members::change::change(&call.ctx, &proof, member, seen, &call.json()?).await?;
    Ok(reply::with_version(reply::raw_json(item), Some(&version)))
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<RemoveMembers>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&members::set_status::remove(&call.ctx, &proof, call.id("member")?).await?)
}

async fn disable(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<DeactivateMembers>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&members::set_status::disable(&call.ctx, &proof, call.id("member")?).await?)
}

async fn enable(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<DeactivateMembers>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&members::set_status::enable(&call.ctx, &proof, call.id("member")?).await?)
}
