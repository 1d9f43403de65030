//! Typing the code of an invitation instead of following its link.

use http::Method;

use super::{refusal_of, status_of};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::answers::find_by_code;
use crate::views;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(Method::GET, "/join", Access::Public, "Asks for the code in an invitation's mail.", show),
        Route::page(Method::POST, "/join", Access::Link, "Leads from a code to its invitation.", find),
    ]
}

async fn show(call: Call) -> Result<Reply, Failure> {
    Ok(reply::page(views::Join { shell: call.shell(), code: "", tries_left: None, refusals: &[] }.render()))
}

async fn find(call: Call) -> Result<Reply, Failure> {
    let code = call.form("code");
    match find_by_code::find_by_code(&call.ctx, &code, call.from()).await {
        Ok(token) => Ok(reply::redirect(&format!("/i/{token}"))),
        Err(failure) => {
            let refusals = [refusal_of(failure)?];
            let page =
                views::Join { shell: call.shell(), code: &code, tries_left: None, refusals: &refusals };
            Ok(reply::page_with(status_of(&refusals), page.render(), views::CSP))
        }
    }
}
