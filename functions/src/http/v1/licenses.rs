//! Licenses.

use http::Method;
use shared::access::Permission;
use shared::api::Page;
use shared::api::licenses::{ChangeLicense, CreateLicense, License, Renew, RenewalEffect, Renewed};
use shared::api::methods::{EnrollmentMethod, Simulate, Simulated, WholeDomains};

use crate::authority::{self, ManageAssignments, ManageLicenses};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{invitations, licenses};

const READ: Access = Access::Needs(Permission::ReadLicenses);
const MANAGE: Access = Access::Needs(Permission::ManageLicenses);
const DOMAINS: &str = "/api/v1/licenses/{license}/domains";
const ONE: &str = "/api/v1/licenses/{license}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/licenses",
            READ,
            "Lists licenses by name, or with order=package by what they license.",
            list,
        )
        .query(&["q", "state", "package", "order", "limit", "cursor"])
        .answers::<Page<License>>(),
        Route::api(Method::POST, "/api/v1/licenses", MANAGE, "Creates a license.", create)
            .takes::<CreateLicense>()
            .answers::<License>(),
        Route::api(Method::GET, ONE, READ, "Shows one license with its seats.", get).answers::<License>(),
        Route::api(
            Method::PATCH,
            ONE,
            MANAGE,
            "Changes name, seats, overage or term; seats never go under what is taken.",
            change,
        )
        .takes::<ChangeLicense>()
        .answers::<License>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/renew",
            MANAGE,
            "Renews a license; people whose seats its end suspended get them back while seats are left.",
            renew,
        )
        .takes::<Renew>()
        .answers::<Renewed>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/renew/preview",
            MANAGE,
            "Tells what a renewal would do, and to how many people; writes nothing.",
            preview_renewal,
        )
        .takes::<Renew>()
        .answers::<RenewalEffect>(),
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/methods",
            READ,
            "Lists the ways of bringing people onto it, and why its type does not offer some.",
            methods,
        )
        .answers::<Page<EnrollmentMethod>>(),
        Route::api(Method::GET, DOMAINS, READ, "Tells the whole domains of a license.", whole_domains)
            .answers::<WholeDomains>(),
        Route::api(
            Method::PUT,
            DOMAINS,
            MANAGE,
            "Sets the proved domains whose people take seats of a district license by themselves.",
            set_whole_domains,
        )
        .takes::<WholeDomains>()
        .answers::<WholeDomains>(),
        Route::api(
            Method::POST,
            "/api/v1/licenses/{license}/simulate",
            Access::Needs(Permission::ManageAssignments),
            "Says what would happen if an address came by a method; changes nothing.",
            simulate,
        )
        .takes::<Simulate>()
        .answers::<Simulated>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let search = call.query("q");
    let wanted = licenses::list::Wanted {
        search: search.as_deref(),
        state: call.choice("state")?,
        package: call.choice("package")?,
        order: call.choice("order")?.unwrap_or_default(),
    };
    reply::json(&licenses::list::list(&call.ctx, call.credential()?, &wanted, &call.window()?).await?)
}

async fn whole_domains(call: Call) -> Result<Reply, Failure> {
    reply::json(&licenses::whole_domains::get(&call.ctx, call.credential()?, call.id("license")?).await?)
}

async fn set_whole_domains(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    let license = call.id("license")?;
    reply::json(&licenses::whole_domains::set(&call.ctx, &proof, license, &call.json()?).await?)
}

async fn methods(call: Call) -> Result<Reply, Failure> {
    reply::json(&licenses::methods::methods(&call.ctx, call.credential()?, call.id("license")?).await?)
}

async fn simulate(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    let license = call.id("license")?;
    reply::json(&invitations::simulate::simulate(&call.ctx, &proof, license, &call.json()?).await?)
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&licenses::create::create(&call.ctx, &proof, call.json()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    reply::json(&licenses::get::get(&call.ctx, call.credential()?, call.id("license")?).await?)
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&licenses::change::change(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}

async fn renew(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&licenses::renew::renew(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}

async fn preview_renewal(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&licenses::renew::preview(&call.ctx, &proof, call.id("license")?, &call.json()?).await?)
}
