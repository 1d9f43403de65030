//! My own licenses and the seats that I am offered; any signed-in member.

use http::Method;
use shared::api::Page;
use shared::api::license_keys::{JoinedLicense, UseKey};
use shared::api::me::MyLicense;
use shared::license::AssignmentStatus;
use shared::{Code, Refusal};

use crate::authority::{self, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::license_keys::Shown;
use crate::use_cases::license_keys::redeem::{self, Found};
use crate::use_cases::own_licenses;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            "/api/v1/me/licenses",
            Access::SignedIn,
            "Lists my places on licenses, the newest first.",
            licenses,
        )
        .query(&["status", "limit", "cursor"])
        .answers::<Page<MyLicense>>(),
        Route::api(
            Method::GET,
            "/api/v1/me/license-invites",
            Access::SignedIn,
            "Lists the licenses on which a seat is kept for me until I join or decline.",
            invites,
        )
        .query(&["limit", "cursor"])
        .answers::<Page<MyLicense>>(),
        Route::api(
            Method::POST,
            "/api/v1/me/license-invites/{assignment}/accept",
            Access::SignedIn,
            "Joins a license that I am offered; the seat kept for me is mine.",
            accept,
        )
        .answers::<MyLicense>(),
        Route::api(
            Method::POST,
            "/api/v1/me/license-invites/{assignment}/decline",
            Access::SignedIn,
            "Declines a license that I am offered; the seat is free at once.",
            decline,
        )
        .answers::<MyLicense>(),
        Route::api(
            Method::POST,
            "/api/v1/me/keys",
            Access::SignedIn,
            "Types a license key: I am on the license at once.",
            use_key,
        )
        .takes::<UseKey>()
        .answers::<JoinedLicense>(),
    ]
}

async fn licenses(call: Call) -> Result<Reply, Failure> {
    let (credential, status) = (call.credential()?, call.choice("status")?);
    Ok(reply::page_of(own_licenses::list::list(&call.ctx, credential, status, &call.window()?).await?))
}

async fn invites(call: Call) -> Result<Reply, Failure> {
    let (credential, status) = (call.credential()?, Some(AssignmentStatus::Invited));
    Ok(reply::page_of(own_licenses::list::list(&call.ctx, credential, status, &call.window()?).await?))
}

async fn accept(call: Call) -> Result<Reply, Failure> {
    answer(call, AssignmentStatus::Accepted).await
}

async fn decline(call: Call) -> Result<Reply, Failure> {
    answer(call, AssignmentStatus::Rejected).await
}

async fn answer(call: Call, to: AssignmentStatus) -> Result<Reply, Failure> {
    let credential = call.credential()?;
    reply::json(&own_licenses::answer::answer(&call.ctx, credential, call.id("assignment")?, to).await?)
}

async fn use_key(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<SignedIn>(&call.ctx, call.credential.as_ref()).await?;
    let person = proof.actor().person()?;
    let shown = Shown::typed(&call.ctx, &call.json::<UseKey>()?.key).map_err(|refusal| refusal.at("key"))?;
    let credential = call.credential.as_ref();
    let found = redeem::find(&call.ctx, &shown, credential, &person.user.to_string()).await?;
    let key = match found {
        Found::Key(key) => key,
        Found::Nothing { left } => {
            let wrong = redeem::unknown();
            let detail = format!("{} Tries left: {left}.", wrong.detail);
            return Err(Refusal { detail, ..wrong }.at("key").into());
        }
    };
    match redeem::redeem(&call.ctx, &shown, &key, credential).await {
        Ok(Some(joined)) => reply::json(&joined),
        Ok(None) => {
            let detail = "This key is for another organization. Type it at /join with your address there.";
            Err(Refusal::new(Code::KeyNotForYou, detail).at("key").into())
        }
        Err(failure) => Err(redeem::ask(failure.refusal()?, &key).at("key").into()),
    }
}
