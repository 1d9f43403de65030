//! Measures, insights, My team, My performance, coaching plans.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::Done;
use shared::api::insights::{CoachingPlan, Insights, MyTeam, Performance, WriteCoachingPlan};
use shared::api::measures::{MeasureResults, SendMeasures as Figures};
use shared::measure;

use crate::authority::{self, Proof, ReadOwnInsights, ReadTeamInsights, SendMeasures};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::insights::{coaching, measures, overview, people};

const OWN: Access = Access::Needs(Permission::ReadOwnInsights);
const TEAM: Access = Access::Needs(Permission::ReadTeamInsights);
const ALL: Access = Access::Needs(Permission::ReadInsights);
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
