//! A new password for those who forgot theirs: ask for a code, type it.

use http::Method;
use shared::Refusal;

use super::status_of;
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::accounts;
use crate::views;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(Method::GET, "/reset", Access::Public, "Asks for the address to send a code to.", show),
        Route::page(
            Method::POST,
            "/reset",
            Access::Public,
            "Mails a code; the answer is the same for unknown addresses.",
            ask,
        ),
        Route::page(
            Method::POST,
            "/reset/code",
            Access::Link,
            "Sets a new password with a mailed code.",
            set,
        ),
    ]
}

async fn show(call: Call) -> Result<Reply, Failure> {
    Ok(reply::page(views::AskForCode { shell: call.shell(), email: "", refusals: &[] }.render()))
}

async fn ask(call: Call) -> Result<Reply, Failure> {
    let email = call.form("email");
    if let Err(refusal) = shared::email::Email::parse(&email) {
        let refusals = [refusal];
        let page = views::AskForCode { shell: call.shell(), email: &email, refusals: &refusals };
        return Ok(reply::page_with(status_of(&refusals), page.render(), views::CSP));
    }
    accounts::request_reset::request_reset(&call.ctx, &email).await?;
    Ok(draw_code(&call, &email, &[]))
}

async fn set(call: Call) -> Result<Reply, Failure> {
    let email = call.form("email");
    match accounts::use_reset::use_reset(&call.ctx, &email, &call.form("code"), &call.form("password")).await
    {
        Ok(()) => Ok(reply::redirect("/sign-in?notice=password-changed")),
        Err(failure) => Ok(draw_code(&call, &email, &[failure.refusal()?])),
    }
}

fn draw_code(call: &Call, email: &str, refusals: &[Refusal]) -> Reply {
    let page = views::TypeCode { shell: call.shell(), email, code: &call.form("code"), refusals };
    reply::page_with(status_of(refusals), page.render(), views::CSP)
}
