//! Companies, and customers who come by themselves.

use http::Method;
use shared::access::Permission;
use shared::api::companies::{ChangeCompany, Company, Contact, Contacted, CreateCompany, PlaceCustomer};
use shared::api::members::Member;
use shared::api::{Done, Page};

use crate::authority::{self, AddCustomers, ManageCompanies, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::companies;

const READ: Access = Access::Needs(Permission::ReadMembers);
const MANAGE: Access = Access::Needs(Permission::ManageCompanies);
const ALL: &str = "/api/v1/companies";
const ONE: &str = "/api/v1/companies/{company}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::POST,
            "/api/v1/contacts",
            Access::Needs(Permission::AddCustomers),
            "Tells who has an address; whoever is no member becomes a customer, without a mail.",
            contact,
        )
        .takes::<Contact>()
        .answers::<Contacted>(),
        Route::api(Method::GET, ALL, READ, "Lists companies by name.", list)
            .query(&["q", "limit", "cursor"])
            .answers::<Page<Company>>(),
        Route::api(Method::POST, ALL, MANAGE, "Makes a company.", create)
            .takes::<CreateCompany>()
            .answers::<Company>(),
        Route::api(Method::GET, ONE, READ, "Shows one company.", get).answers::<Company>(),
        Route::api(Method::PATCH, ONE, MANAGE, "Changes name and mail domains of a company.", change)
            .takes::<ChangeCompany>()
            .answers::<Company>(),
        Route::api(Method::DELETE, ONE, MANAGE, "Deletes a company; its customers stay.", delete)
            .answers::<Done>(),
        Route::api(
            Method::PUT,
            "/api/v1/members/{member}/company",
            MANAGE,
            "Puts a customer into a company, or lets their mail domain decide.",
            place,
        )
        .takes::<PlaceCustomer>()
        .answers::<Member>(),
    ]
}

async fn manage(call: &Call) -> Result<Proof<ManageCompanies>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn contact(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<AddCustomers>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&companies::contact::contact(&call.ctx, &proof, &call.json()?).await?)
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let search = call.query("q");
    let page =
        companies::read::list(&call.ctx, call.credential()?, search.as_deref(), &call.window()?).await?;
    Ok(reply::page_of(page))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    Ok(reply::raw_json(companies::manage::create(&call.ctx, &proof, &call.json()?).await?))
}

async fn get(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(companies::read::get(&call.ctx, call.credential()?, call.id("company")?).await?))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let id = call.id("company")?;
    Ok(reply::raw_json(companies::manage::change(&call.ctx, &proof, id, &call.json()?).await?))
}

async fn delete(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    companies::manage::delete(&call.ctx, &proof, call.id("company")?).await?;
    reply::done()
}

async fn place(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let id = call.id("member")?;
    Ok(reply::raw_json(companies::place::place(&call.ctx, &proof, id, &call.json()?).await?))
}
