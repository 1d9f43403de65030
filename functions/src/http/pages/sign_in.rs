//! Signing in and out by page.

use http::Method;
use shared::Refusal;
use shared::api::session::SignIn;

use super::status_of;
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{sessions, setup};
use crate::views;
use crate::views::sign_in::Notice;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(Method::GET, "/sign-in", Access::Public, "The sign-in page.", show)
            .query(&["next", "notice"]),
        Route::page(Method::POST, "/sign-in", Access::Public, "Signs in from the page.", sign_in),
        Route::page(Method::POST, "/sign-out", Access::Public, "Signs out and goes on to sign in.", sign_out)
            .query(&["next"]),
    ]
}

async fn show(call: Call) -> Result<Reply, Failure> {
    if !setup::is_done(&call.ctx).await? {
        return Ok(reply::redirect("/setup"));
    }
    let next = call.query("next").unwrap_or_default();
    let notice = match call.query("notice").as_deref() {
        Some("password-changed") => Some(Notice::PasswordChanged),
        Some("signed-out") => Some(Notice::SignedOut),
        Some("session-ended") => Some(Notice::SessionEnded),
        _ if next.starts_with("/i/") => Some(Notice::ForInvitation),
        _ => None,
    };
    Ok(draw(&call, "", &next, notice, &[]))
}

async fn sign_in(call: Call) -> Result<Reply, Failure> {
    let (email, next) = (call.form("email"), call.form("next"));
    let request = SignIn { email: email.clone(), password: call.form("password") };
    match sessions::sign_in::sign_in(&call.ctx, &request, call.user_agent()).await {
        Ok(signed_in) => {
            let reply = reply::redirect(reply::local_path(&next));
            Ok(reply::with_session(reply, &call.ctx.settings, &signed_in.cookie))
        }
        Err(failure) => Ok(draw(&call, &email, &next, None, &[failure.refusal()?])),
    }
}

async fn sign_out(call: Call) -> Result<Reply, Failure> {
    sessions::sign_out::sign_out(&call.ctx, call.credential.as_ref()).await?;
    let next = call.query("next").unwrap_or_default();
    let to = match reply::local_path(&next) {
        "/" => "/sign-in?notice=signed-out".to_owned(),
        next => next.to_owned(),
    };
    Ok(reply::with_session(reply::redirect(&to), &call.ctx.settings, ""))
}

fn draw(call: &Call, email: &str, next: &str, notice: Option<Notice>, refusals: &[Refusal]) -> Reply {
    let next = Some(reply::local_path(next)).filter(|next| *next != "/");
    let page = views::SignIn { shell: call.shell(), email, next, notice, refusals };
    reply::page_with(status_of(refusals), page.render(), views::CSP)
}
