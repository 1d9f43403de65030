//! The set-up page.

use http::{Method, StatusCode};
use shared::api::session::SetUp;
use shared::email::Email;
use shared::text::Name;
use shared::{Code, Refusal};

use super::status_of;
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::setup;
use crate::views;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(Method::GET, "/setup", Access::Public, "The set-up page.", show),
        Route::page(Method::POST, "/setup", Access::Public, "Sets the instance up from the page.", create),
        Route::page(
            Method::POST,
            "/setup/demo",
            Access::Public,
            "Fills the instance with demo data from the page.",
            demo,
        ),
    ]
}

async fn show(call: Call) -> Result<Reply, Failure> {
    if setup::is_done(&call.ctx).await? {
        return Ok(reply::page(views::SetUpDone { shell: call.shell() }.render()));
    }
    Ok(draw(&call, &[]))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let request = match read(&call) {
        Ok(request) => request,
        Err(refusals) => return Ok(draw(&call, &refusals)),
    };
    match setup::create::create(&call.ctx, request, call.language(), call.user_agent()).await {
        Ok(signed_in) => Ok(reply::with_session(reply::redirect("/"), &call.ctx.settings, &signed_in.cookie)),
        Err(failure) => again(&call, failure),
    }
}

async fn demo(call: Call) -> Result<Reply, Failure> {
    match setup::demo::demo(&call.ctx, Some(&call.form("token"))).await {
        Ok(ready) => {
            let page = views::DemoReady {
                shell: call.shell(),
                email: ready.email.as_str(),
                password: &ready.password,
            };
            Ok(reply::page(page.render()))
        }
        Err(failure) => again(&call, failure),
    }
}

fn again(call: &Call, failure: Failure) -> Result<Reply, Failure> {
    let refusal = failure.refusal()?;
    if refusal.code == Code::AlreadySetUp {
        let html = views::SetUpDone { shell: call.shell() }.render();
        return Ok(reply::page_with(StatusCode::CONFLICT, html, views::CSP));
    }
    Ok(draw(call, &[refusal]))
}

/// Reads the form; every wrong field is told at once.
fn read(call: &Call) -> Result<SetUp, Vec<Refusal>> {
    let organization = Name::parse(&call.form("organization"), "organization");
    let name = Name::parse(&call.form("name"), "name");
    let email = Email::parse(&call.form("email"));
    let password = call.form("password");
    let good = shared::password::check(&password);
    match (organization, name, email, good) {
        (Ok(organization), Ok(name), Ok(email), Ok(())) => {
            let token = Some(call.form("token")).filter(|token| !token.is_empty());
            Ok(SetUp { organization, name, email, password, token })
        }
        (organization, name, email, good) => {
            Err([organization.err(), name.err(), email.err(), good.err()].into_iter().flatten().collect())
        }
    }
}

fn draw(call: &Call, refusals: &[Refusal]) -> Reply {
    let token = call.form("token");
    let page = views::SetUp {
        shell: call.shell(),
        token: call.ctx.settings.setup_token.is_some().then_some(token.as_str()),
        organization: &call.form("organization"),
        name: &call.form("name"),
        email: &call.form("email"),
        refusals,
    };
    reply::page_with(status_of(refusals), page.render(), views::CSP)
}
