//! Measures, external ids, insights, My team, My performance, coaching plans.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::insights::{CoachingPlan, Insights, MyTeam, Performance, WriteCoachingPlan};
use shared::api::measures::{
    AddExternalIds, ExternalId, ExternalIdResults, MeasureResults, SendMeasures as Figures,
};
use shared::api::{Done, Page};
use shared::measure;

use crate::authority::{self, EditMembers, Proof, ReadOwnInsights, ReadTeamInsights, SendMeasures};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::insights::{coaching, external_ids, measures, overview, people};

const OWN: Access = Access::Needs(Permission::ReadOwnInsights);
const TEAM: Access = Access::Needs(Permission::ReadTeamInsights);
const ALL: Access = Access::Needs(Permission::ReadInsights);
const EDIT: Access = Access::Needs(Permission::EditMembers);
const IDS: &str = "/api/v1/external-ids";
const PLANS: &str = "/api/v1/me/coaching-plans";
const PLAN: &str = "/api/v1/me/coaching-plans/{plan}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::POST,
            "/api/v1/measures",
            Access::Needs(Permission::SendMeasures),
            "Takes figures by external id; the same key again corrects. A result for each.",
            send,
        )
        .takes::<Figures>()
        .answers::<MeasureResults>(),
        Route::api(Method::GET, IDS, Access::Needs(Permission::ReadMembers), "Lists external ids.", list_ids)
            .query(&["q", "member", "limit", "cursor"])
            .answers::<Page<ExternalId>>(),
        Route::api(Method::POST, IDS, EDIT, "Gives people external ids; a result for each.", add_ids)
            .takes::<AddExternalIds>()
            .answers::<ExternalIdResults>(),
        Route::api(
            Method::DELETE,
            "/api/v1/external-ids/{external_id}",
            EDIT,
            "Takes an external id from whoever has it.",
            remove_id,
        )
        .answers::<Done>(),
        Route::api(Method::GET, "/api/v1/insights", ALL, "Adoption and what was measured.", insights)
            .query(&["days"])
            .answers::<Insights>(),
        Route::api(
            Method::GET,
            "/api/v1/insights/export",
            Access::NeedsBoth(Permission::ReadInsights, Permission::Export),
            "One chart of the insights as CSV.",
            export,
        )
        .query(&["chart", "days"]),
        Route::api(Method::GET, "/api/v1/my-team", TEAM, "The people of the teams that one leads.", my_team)
            .query(&["days"])
            .answers::<MyTeam>(),
        Route::api(
            Method::GET,
            "/api/v1/my-team/{member}",
            TEAM,
            "What somebody of a team that one leads did, and their coaching plans.",
            mate,
        )
        .query(&["days"])
        .answers::<Performance>(),
        Route::api(Method::GET, "/api/v1/me/performance", OWN, "What one did oneself.", own)
            .query(&["days"])
            .answers::<Performance>(),
        Route::api(Method::POST, PLANS, OWN, "Makes a coaching plan for oneself.", create_plan)
            .takes::<WriteCoachingPlan>()
            .answers::<CoachingPlan>(),
        Route::api(Method::PUT, PLAN, OWN, "Writes a coaching plan of one’s own anew.", change_plan)
            .takes::<WriteCoachingPlan>()
            .answers::<CoachingPlan>(),
        Route::api(Method::DELETE, PLAN, OWN, "Deletes a coaching plan of one’s own.", delete_plan)
            .answers::<Done>(),
    ]
}

fn days(call: &Call) -> Result<u16, Refusal> {
    measure::days(call.query("days").as_deref())
}

async fn send(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SendMeasures>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&measures::send(&call.ctx, &proof, &call.json()?).await?)
}

async fn list_ids(call: Call) -> Result<Reply, Failure> {
    let (member, search, window) = (call.choice("member")?, call.query("q"), call.window()?);
    let page = external_ids::list(&call.ctx, call.credential()?, member, search.as_deref(), &window).await?;
    Ok(reply::page_of(page))
}

async fn edit(call: &Call) -> Result<Proof<EditMembers>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn add_ids(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    reply::json(&external_ids::add(&call.ctx, &proof, &call.json()?).await?)
}

async fn remove_id(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    external_ids::remove(&call.ctx, &proof, call.id("external_id")?).await?;
    reply::done()
}

async fn insights(call: Call) -> Result<Reply, Failure> {
    reply::json(&overview::overview(&call.ctx, call.credential()?, days(&call)?).await?)
}

async fn export(call: Call) -> Result<Reply, Failure> {
    let chart = call.choice("chart")?.unwrap_or(overview::Chart::Seats);
    let csv = overview::export(&call.ctx, call.credential()?, chart, days(&call)?).await?;
    Ok(reply::file("insights.csv", csv))
}

async fn leader(call: &Call) -> Result<Proof<ReadTeamInsights>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn my_team(call: Call) -> Result<Reply, Failure> {
    let proof = leader(&call).await?;
    reply::json(&people::my_team(&call.ctx, &proof, days(&call)?).await?)
}

async fn mate(call: Call) -> Result<Reply, Failure> {
    let proof = leader(&call).await?;
    reply::json(&people::of_mate(&call.ctx, &proof, call.id("member")?, days(&call)?).await?)
}

async fn myself(call: &Call) -> Result<Proof<ReadOwnInsights>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn own(call: Call) -> Result<Reply, Failure> {
    let proof = myself(&call).await?;
    reply::json(&people::own(&call.ctx, &proof, days(&call)?).await?)
}

async fn create_plan(call: Call) -> Result<Reply, Failure> {
    let proof = myself(&call).await?;
    reply::json(&coaching::create(&call.ctx, &proof, &call.json()?).await?)
}

async fn change_plan(call: Call) -> Result<Reply, Failure> {
    let proof = myself(&call).await?;
    reply::json(&coaching::change(&call.ctx, &proof, call.id("plan")?, &call.json()?).await?)
}

async fn delete_plan(call: Call) -> Result<Reply, Failure> {
    let proof = myself(&call).await?;
    coaching::delete(&call.ctx, &proof, call.id("plan")?).await?;
    reply::done()
}
