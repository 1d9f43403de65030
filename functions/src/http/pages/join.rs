//! Typing the code of an invitation instead of following its link, or a license key.

use http::Method;
use shared::Refusal;
use shared::join_code::JoinCode;
use shared::license_key::KeyText;

use super::{license_entry, refusal_of, status_of};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::answers::find_by_code;
use crate::use_cases::license_keys::Shown;
use crate::use_cases::license_keys::redeem::{self, Found};
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
    if KeyText::letters_in(&code) > JoinCode::LENGTH {
        return use_key(&call, &code).await;
    }
    match find_by_code::find_by_code(&call.ctx, &code, call.from()).await {
        Ok(token) => Ok(reply::redirect(&format!("/i/{token}"))),
        Err(failure) => Ok(again(&call, &code, None, refusal_of(failure)?)),
    }
}

/// More letters than a code has are a license key.
async fn use_key(call: &Call, code: &str) -> Result<Reply, Failure> {
    let shown = match Shown::typed(&call.ctx, code) {
        Ok(shown) => shown,
        Err(refusal) => return Ok(again(call, code, None, refusal)),
    };
    match redeem::find(&call.ctx, &shown, call.credential.as_ref(), call.from()).await {
        Ok(Found::Key(key)) => license_entry::enter(call, &shown, &key, "/join", code).await,
        Ok(Found::Nothing { left }) => Ok(again(call, code, Some(left), redeem::unknown())),
        Err(failure) => Ok(again(call, code, None, refusal_of(failure)?)),
    }
}

fn again(call: &Call, code: &str, tries_left: Option<u32>, refusal: Refusal) -> Reply {
    let refusals = [refusal];
    let page = views::Join { shell: call.shell(), code, tries_left, refusals: &refusals };
    reply::page_with(status_of(&refusals), page.render(), views::CSP)
}
