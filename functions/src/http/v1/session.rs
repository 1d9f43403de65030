//! Signing in and out, who am I, moving to another organization.

use http::Method;
use shared::api::Done;
use shared::api::session::{Session, SignIn, SwitchOrganization};

use crate::authority::{self, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::secrets::Credential;
use crate::use_cases::sessions;

const PATH: &str = "/api/v1/session";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::POST, PATH, Access::Public, "Signs in with address and password.", sign_in)
            .takes::<SignIn>()
            .answers::<Session>(),
        Route::api(
            Method::GET,
            PATH,
            Access::SignedIn,
            "Tells who is calling, where, and what they may do.",
            describe,
        )
        .answers::<Session>(),
        Route::api(Method::DELETE, PATH, Access::Public, "Signs out.", sign_out).answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/session/switch",
            Access::SignedIn,
            "Moves to another of my organizations.",
            switch,
        )
        .takes::<SwitchOrganization>()
        .answers::<Session>(),
    ]
}

async fn sign_in(call: Call) -> Result<Reply, Failure> {
    let signed_in = sessions::sign_in::sign_in(&call.ctx, &call.json()?, call.user_agent()).await?;
    answer(&call, &signed_in).await
}

async fn describe(call: Call) -> Result<Reply, Failure> {
    reply::json(&sessions::describe::describe(&call.ctx, call.credential.as_ref()).await?)
}

async fn sign_out(call: Call) -> Result<Reply, Failure> {
    sessions::sign_out::sign_out(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::with_session(reply::done()?, &call.ctx.settings, ""))
}

async fn switch(call: Call) -> Result<Reply, Failure> {
    let credential = call.credential()?;
    let proof = authority::prove::<SignedIn>(&call.ctx, Some(credential)).await?;
    let request: SwitchOrganization = call.json()?;
    let signed_in =
        sessions::switch::switch(&call.ctx, &proof, credential, &request, call.user_agent()).await?;
    answer(&call, &signed_in).await
}

async fn answer(call: &Call, signed_in: &sessions::SignedIn) -> Result<Reply, Failure> {
    let credential = Credential::from_cookie(&signed_in.cookie);
    let session = sessions::describe::describe(&call.ctx, credential.as_ref()).await?;
    Ok(reply::with_session(reply::json(&session)?, &call.ctx.settings, &signed_in.cookie))
}
