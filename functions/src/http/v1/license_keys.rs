//! License keys and license links of a license.

use http::Method;
use shared::access::Permission;
use shared::api::Page;
use shared::api::license_keys::LicenseKey;
use shared::license_key::{KeyForm, KeyLimits};

use crate::authority::{self, ManageAssignments};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::license_keys::list;
use crate::use_cases::license_keys::manage::{self, Act, Place};

const MANAGE: Access = Access::Needs(Permission::ManageAssignments);

/// The paths of one form: all, one, rotate, revoke.
type Paths = [&'static str; 4];

const KEYS: Paths = [
    "/api/v1/licenses/{license}/keys",
    "/api/v1/licenses/{license}/keys/{key}",
    "/api/v1/licenses/{license}/keys/{key}/rotate",
    "/api/v1/licenses/{license}/keys/{key}/revoke",
];

const LINKS: Paths = [
    "/api/v1/licenses/{license}/links",
    "/api/v1/licenses/{license}/links/{key}",
    "/api/v1/licenses/{license}/links/{key}/rotate",
    "/api/v1/licenses/{license}/links/{key}/revoke",
];

pub(super) fn routes() -> Vec<Route> {
    [KEYS, LINKS].into_iter().flat_map(of_form).collect()
}

fn of_form([all, one, rotate_path, revoke_path]: Paths) -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            all,
            MANAGE,
            "Lists a license's keys, or its links, the newest first; not recommended.",
            list_all,
        )
        .query(&["limit", "cursor"])
        .answers::<Page<LicenseKey>>(),
        Route::api(
            Method::POST,
            all,
            MANAGE,
            "Makes a key, or a link: whoever has it gets in, so it is not recommended.",
            create,
        )
        .takes::<KeyLimits>()
        .answers::<LicenseKey>(),
        Route::api(Method::PATCH, one, MANAGE, "Puts these limits in place of those it had.", limit)
            .takes::<KeyLimits>()
            .answers::<LicenseKey>(),
        Route::api(
            Method::POST,
            rotate_path,
            MANAGE,
            "Gives it another secret; the old one is dead at once.",
            rotate,
        )
        .answers::<LicenseKey>(),
        Route::api(Method::POST, revoke_path, MANAGE, "Ends it at once; whoever came in stays.", revoke)
            .answers::<LicenseKey>(),
    ]
}

fn place(call: &Call) -> Result<Place, Failure> {
    let links = call.request.uri().path().split('/').nth(5) == Some("links");
    let form = if links { KeyForm::Link } else { KeyForm::Key };
    Ok(Place { license: call.id("license")?, form })
}

async fn list_all(call: Call) -> Result<Reply, Failure> {
    let place = place(&call)?;
    reply::json(&list::list(&call.ctx, call.credential()?, place.license, place.form, &call.window()?).await?)
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&manage::create(&call.ctx, &proof, place(&call)?, call.json()?).await?)
}

async fn limit(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    let act = Act::Limit(call.json()?);
    reply::json(&manage::change(&call.ctx, &proof, place(&call)?, call.id("key")?, act).await?)
}

async fn rotate(call: Call) -> Result<Reply, Failure> {
    act(call, Act::Rotate).await
}

async fn revoke(call: Call) -> Result<Reply, Failure> {
    act(call, Act::Revoke).await
}

async fn act(call: Call, act: Act) -> Result<Reply, Failure> {
    let proof = authority::prove::<ManageAssignments>(&call.ctx, call.credential.as_ref()).await?;
    reply::json(&manage::change(&call.ctx, &proof, place(&call)?, call.id("key")?, act).await?)
}
