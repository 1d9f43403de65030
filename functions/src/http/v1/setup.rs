//! The first run.

use http::Method;
use shared::api::session::{DemoReady, Session, SetUp, SetUpDemo};

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::secrets::Credential;
use crate::use_cases::{sessions, setup};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::POST,
            "/api/v1/setup",
            Access::Public,
            "Makes the first organization and its owner, who is signed in.",
            create,
        )
        .takes::<SetUp>()
        .answers::<Session>(),
        Route::api(
            Method::POST,
            "/api/v1/setup/demo",
            Access::Public,
            "Fills a fresh instance with the demo organization.",
            demo,
        )
        .takes::<SetUpDemo>()
        .answers::<DemoReady>(),
    ]
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let signed_in =
        setup::create::create(&call.ctx, call.json::<SetUp>()?, call.language(), call.user_agent()).await?;
    let credential = Credential::from_cookie(&signed_in.cookie);
    let session = sessions::describe::describe(&call.ctx, credential.as_ref()).await?;
    Ok(reply::with_session(reply::json(&session)?, &call.ctx.settings, &signed_in.cookie))
}

async fn demo(call: Call) -> Result<Reply, Failure> {
    let request: SetUpDemo = call.json()?;
    reply::json(&setup::demo::demo(&call.ctx, request.token.as_deref()).await?)
}
