//! Connections: the board, connecting one or many, what a program reports, and my own.

use http::Method;
use shared::access::Permission;
use shared::api::connections::{
    BoardCounts, BoardFilter, BoardRow, ChangeMine, Connect, ConnectMine, Connection, MatchAccounts,
    MatchResults, MyConnections, ReportBroken,
};
use shared::api::{Done, Page};

use super::providers::provider;
use crate::authority::{self, ManageConnections, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::connections::{board, connect, matching, mine, states};

const READ: Access = Access::Needs(Permission::ReadLicenses);
const MANAGE: Access = Access::Needs(Permission::ManageConnections);
const MINE: &str = "/api/v1/account/connections";
const MY_PROVIDER: &str = "/api/v1/account/connections/{provider}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/connections",
            READ,
            "Lists who stands where with each provider.",
            list,
        )
        .query(&["q", "state", "provider", "license", "member", "limit", "cursor"])
        .answers::<Page<BoardRow>>(),
        Route::api(Method::GET, "/api/v1/connections/counts", READ, "Counts who stands where.", counts)
            .answers::<BoardCounts>(),
        Route::api(Method::POST, "/api/v1/connections", MANAGE, "Connects a member to an account.", make)
            .takes::<Connect>()
            .answers::<Connection>(),
        Route::api(
            Method::POST,
            "/api/v1/connections/match/preview",
            MANAGE,
            "Says who would be connected by their address.",
            preview,
        )
        .takes::<MatchAccounts>()
        .answers::<MatchResults>(),
        Route::api(
            Method::POST,
            "/api/v1/connections/match",
            MANAGE,
            "Connects everybody with a seat whose address is that of a free account.",
            apply,
        )
        .takes::<MatchAccounts>()
        .answers::<MatchResults>(),
        Route::api(
            Method::POST,
            "/api/v1/connections/{connection}/disconnect",
            MANAGE,
            "Ends a connection; the seat stays, the account is free.",
            disconnect,
        )
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/connections/{connection}/reconnect",
            MANAGE,
            "Marks a broken connection as working again.",
            reconnect,
        )
        .answers::<Connection>(),
        Route::api(
            Method::POST,
            "/api/v1/connections/{connection}/broken",
            MANAGE,
            "Reports that a connection does not work, and why; the seat stays.",
            report,
        )
        .takes::<ReportBroken>()
        .answers::<Connection>(),
        Route::api(Method::GET, MINE, Access::SignedIn, "Lists my own connections.", get_mine)
            .answers::<MyConnections>(),
        Route::api(
            Method::PATCH,
            MINE,
            Access::SignedIn,
            "Changes whether I am connected by my address.",
            change_mine,
        )
        .takes::<ChangeMine>()
        .answers::<MyConnections>(),
        Route::api(Method::PUT, MY_PROVIDER, Access::SignedIn, "Connects my own account.", connect_mine)
            .takes::<ConnectMine>()
            .answers::<MyConnections>(),
        Route::api(
            Method::DELETE,
            MY_PROVIDER,
            Access::SignedIn,
            "Disconnects my own account.",
            disconnect_mine,
        )
        .answers::<MyConnections>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter = BoardFilter {
        search: call.query("q"),
        state: call.choice("state")?,
        provider: call.choice("provider")?,
        license: call.choice("license")?,
        member: call.choice("member")?,
    };
    reply::json(&board::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?)
}

async fn counts(call: Call) -> Result<Reply, Failure> {
    reply::json(&board::counts(&call.ctx, call.credential()?).await?)
}

async fn make(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(connect::connect(&call.ctx, &proof, &call.json()?).await?))
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    let MatchAccounts { provider } = call.json()?;
    reply::json(&matching::preview(&call.ctx, &proof, provider).await?)
}

async fn apply(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    let MatchAccounts { provider } = call.json()?;
    reply::json(&matching::apply(&call.ctx, &proof, provider).await?)
}

async fn disconnect(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    states::disconnect(&call.ctx, &proof, call.id("connection")?).await?;
    reply::done()
}

async fn reconnect(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(states::reconnect(&call.ctx, &proof, call.id("connection")?).await?))
}

async fn report(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    let ReportBroken { reason } = call.json()?;
    Ok(reply::raw_json(states::report(&call.ctx, &proof, call.id("connection")?, &reason).await?))
}

async fn get_mine(call: Call) -> Result<Reply, Failure> {
    reply::json(&mine::get(&call.ctx, call.credential()?).await?)
}

async fn change_mine(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let ChangeMine { auto_connect } = call.json()?;
    reply::json(&mine::change(&call.ctx, &proof, auto_connect).await?)
}

async fn connect_mine(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let ConnectMine { account } = call.json()?;
    reply::json(&mine::connect(&call.ctx, &proof, provider(&call)?, &account).await?)
}

async fn disconnect_mine(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&mine::disconnect(&call.ctx, &proof, provider(&call)?).await?)
}
