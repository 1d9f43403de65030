//! Meeting providers: their set-up, the accounts that people have there, and which licenses use them.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::providers::{
    AccountResults, AddAccounts, ChangeProvider, ExternalAccount, LicenseProviders, ProviderSetup,
    UseProviders,
};
use shared::api::{Done, Page};
use shared::provider::ProviderId;

use crate::authority::{self, ManageConnections, ManageLicenses};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{external_accounts, providers};

const READ: Access = Access::Needs(Permission::ReadLicenses);
const MANAGE: Access = Access::Needs(Permission::ManageConnections);
const OF_LICENSE: &str = "/api/v1/licenses/{license}/providers";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, "/api/v1/providers", READ, "Lists the meeting providers with their set-up.", list)
            .answers::<Page<ProviderSetup>>(),
        Route::api(
            Method::PATCH,
            "/api/v1/providers/{provider}",
            MANAGE,
            "Changes the set-up of a provider: app, website address, connecting by address, steps ticked by hand.",
            change,
        )
        .takes::<ChangeProvider>()
        .answers::<ProviderSetup>(),
        Route::api(
            Method::GET,
            OF_LICENSE,
            READ,
            "Shows which providers a license uses, and how its people stand there.",
            of_license,
        )
        .answers::<LicenseProviders>(),
        Route::api(
            Method::PUT,
            OF_LICENSE,
            Access::Needs(Permission::ManageLicenses),
            "Makes a license use these providers and no others.",
            set_of_license,
        )
        .takes::<UseProviders>()
        .answers::<LicenseProviders>(),
        Route::api(
            Method::GET,
            "/api/v1/external-accounts",
            READ,
            "Lists the accounts that people have at a provider; `free=true` those that nobody is connected to.",
            accounts,
        )
        .query(&["provider", "q", "free", "limit", "cursor"])
        .answers::<Page<ExternalAccount>>(),
        Route::api(
            Method::POST,
            "/api/v1/external-accounts",
            MANAGE,
            "Makes accounts known: 1 to 500 rows, each judged by itself.",
            add,
        )
        .takes::<AddAccounts>()
        .answers::<AccountResults>(),
        Route::api(
            Method::DELETE,
            "/api/v1/external-accounts/{account}",
            MANAGE,
            "Takes an account off the list, if nobody is connected to it.",
            remove,
        )
        .answers::<Done>(),
    ]
}

/// The provider in the path; what is none leads nowhere.
pub(super) fn provider(call: &Call) -> Result<ProviderId, Refusal> {
    ProviderId::find(call.param("provider")).ok_or_else(Refusal::not_found)
}

async fn list(call: Call) -> Result<Reply, Failure> {
    reply::json(&providers::list::list(&call.ctx, call.credential()?).await?)
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&providers::change::change(&call.ctx, &proof, provider(&call)?, &call.json()?).await?)
}

async fn of_license(call: Call) -> Result<Reply, Failure> {
    reply::json(&providers::of_license::get(&call.ctx, call.credential()?, call.id("license")?).await?)
}

async fn set_of_license(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&providers::of_license::set(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}

async fn accounts(call: Call) -> Result<Reply, Failure> {
    let (provider, search) = (call.choice("provider")?, call.query("q"));
    let free = call.query("free").is_some_and(|free| free == "true");
    let (credential, window) = (call.credential()?, call.window()?);
    let page =
        external_accounts::list::list(&call.ctx, credential, provider, search.as_deref(), free, &window)
            .await?;
    Ok(reply::page_of(page))
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&external_accounts::add::add(&call.ctx, &proof, &call.json()?).await?)
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageConnections>(&call.ctx, call.credential.as_ref()).await?;
    external_accounts::remove::remove(&call.ctx, &proof, call.id("account")?).await?;
    reply::done()
}
