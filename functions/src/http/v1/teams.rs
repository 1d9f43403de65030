//! Teams.

use http::Method;
use shared::access::Permission;
use shared::api::teams::{JoinResults, JoinTeam, NameTeam, Team, TeamMember};
use shared::api::{Done, Page};

use crate::authority::{self, ManageTeams, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::teams;

const READ: Access = Access::Needs(Permission::ReadMembers);
const MANAGE: Access = Access::Needs(Permission::ManageTeams);
const ALL: &str = "/api/v1/teams";
const ONE: &str = "/api/v1/teams/{team}";
const PEOPLE: &str = "/api/v1/teams/{team}/members";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, READ, "Lists teams by name.", list)
            .query(&["q", "limit", "cursor"])
            .answers::<Page<Team>>(),
        Route::api(Method::POST, ALL, MANAGE, "Makes a team.", create).takes::<NameTeam>().answers::<Team>(),
        Route::api(Method::GET, ONE, READ, "Shows one team.", get).answers::<Team>(),
        Route::api(Method::PATCH, ONE, MANAGE, "Gives a team another name.", rename)
            .takes::<NameTeam>()
            .answers::<Team>(),
        Route::api(Method::DELETE, ONE, MANAGE, "Deletes a team; its members stay members.", delete)
            .answers::<Done>(),
        Route::api(Method::GET, PEOPLE, READ, "Lists the people of a team by name.", list_members)
            .query(&["q", "limit", "cursor"])
            .answers::<Page<TeamMember>>(),
        Route::api(
            Method::POST,
            PEOPLE,
            MANAGE,
            "Puts members into a team or makes them lead it; a result for each.",
            join,
        )
        .takes::<JoinTeam>()
        .answers::<JoinResults>(),
        Route::api(
            Method::DELETE,
            "/api/v1/teams/{team}/members/{member}",
            MANAGE,
            "Takes a member out of a team.",
            leave,
        )
        .answers::<Done>(),
    ]
}

async fn manage(call: &Call) -> Result<Proof<ManageTeams>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let search = call.query("q");
    let page = teams::list::list(&call.ctx, call.credential()?, search.as_deref(), &call.window()?).await?;
    Ok(reply::page_of(page))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&teams::create::create(&call.ctx, &proof, &call.json()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(teams::get::get(&call.ctx, call.credential()?, call.id("team")?).await?))
}

async fn rename(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    Ok(reply::raw_json(teams::rename::rename(&call.ctx, &proof, call.id("team")?, &call.json()?).await?))
}

async fn delete(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    teams::delete::delete(&call.ctx, &proof, call.id("team")?).await?;
    reply::done()
}

async fn list_members(call: Call) -> Result<Reply, Failure> {
    let (search, window, team) = (call.query("q"), call.window()?, call.id("team")?);
    let page =
        teams::list_members::list_members(&call.ctx, call.credential()?, team, search.as_deref(), &window)
            .await?;
    Ok(reply::page_of(page))
}

async fn join(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&teams::join::join(&call.ctx, &proof, call.id("team")?, &call.json()?).await?)
}

async fn leave(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    teams::leave::leave(&call.ctx, &proof, call.id("team")?, call.id("member")?).await?;
    reply::done()
}
