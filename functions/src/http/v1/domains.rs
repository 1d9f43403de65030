//! Mail domains and domain admins.

use http::Method;
use shared::access::Permission;
use shared::api::domains::{AddDomain, AddDomainAdmin, Domain, VerifyDomain};
use shared::api::{Done, Page};

use crate::authority::{self, ManageDomains, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::domains;

const MANAGE: Access = Access::Needs(Permission::ManageDomains);
const ALL: &str = "/api/v1/domains";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, MANAGE, "Lists mail domains by name.", list).answers::<Page<Domain>>(),
        Route::api(Method::POST, ALL, MANAGE, "Names a domain as the organization's own.", add)
            .takes::<AddDomain>()
            .answers::<Domain>(),
        Route::api(
            Method::DELETE,
            "/api/v1/domains/{domain}",
            MANAGE,
            "Gives a domain up; people who are in stay in.",
            remove,
        )
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/domains/{domain}/verify",
            MANAGE,
            "Looks for the TXT record that proves the domain.",
            verify,
        )
        .takes::<VerifyDomain>()
        .answers::<Domain>(),
        Route::api(
            Method::POST,
            "/api/v1/domains/{domain}/admins",
            MANAGE,
            "Gives a member authority over the domain.",
            add_admin,
        )
        .takes::<AddDomainAdmin>()
        .answers::<Domain>(),
        Route::api(
            Method::DELETE,
            "/api/v1/domains/{domain}/admins/{member}",
            MANAGE,
            "Takes a member's authority over the domain.",
            remove_admin,
        )
        .answers::<Domain>(),
    ]
}

async fn prove(call: &Call) -> Result<Proof<ManageDomains>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    reply::json(&domains::list::list(&call.ctx, call.credential()?).await?)
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&domains::add::add(&call.ctx, &proof, &call.json()?).await?)
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    domains::remove::remove(&call.ctx, &proof, call.id("domain")?).await?;
    reply::done()
}

async fn verify(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&domains::verify::verify(&call.ctx, &proof, call.id("domain")?, &call.json()?).await?)
}

async fn add_admin(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&domains::admins::add(&call.ctx, &proof, call.id("domain")?, &call.json()?).await?)
}

async fn remove_admin(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let (domain, member) = (call.id("domain")?, call.id("member")?);
    reply::json(&domains::admins::remove(&call.ctx, &proof, domain, member).await?)
}
