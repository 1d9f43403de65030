//! Typing the code of an invitation instead of following its link, a license key, or an address in a whole domain.

use http::Method;
use shared::Refusal;
use shared::join_code::JoinCode;
use shared::license_key::KeyText;

use super::{license_entry, status_of};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::answers::find_by_code;
use crate::use_cases::join_by_domain;
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
    let by_domain = join_by_domain::is_offered(&call.ctx).await?;
    Ok(reply::page(views::Join { by_domain, ..empty(&call) }.render()))
}

fn empty(call: &Call) -> views::Join<'static> {
    let shell = call.shell();
    views::Join {
        shell,
        code: "",
        tries_left: None,
        by_domain: false,
        email: "",
        mailed: false,
        refusals: &[],
    }
}

/// The press with an address: the same answer whoever it belongs to.
async fn ask(call: &Call) -> Result<Reply, Failure> {
    let email = call.form("email");
    let asked = join_by_domain::ask(&call.ctx, &email, call.language(), call.from()).await;
    let refusals: Vec<_> = match asked {
        Ok(()) => Vec::new(),
        Err(failure) => vec![failure.refusal()?],
    };
    let mailed = refusals.is_empty();
    let page = views::Join { by_domain: true, email: &email, mailed, refusals: &refusals, ..empty(call) };
    if mailed {
        Ok(reply::page(page.render()))
    } else {
        Ok(reply::page_with(status_of(&refusals), page.render(), views::CSP))
    }
}

async fn find(call: Call) -> Result<Reply, Failure> {
    if call.has_field("email") && !call.has_field("code") {
        return ask(&call).await;
    }
    let code = call.form("code");
    if KeyText::letters_in(&code) > JoinCode::LENGTH {
        return use_key(&call, &code).await;
    }
    match find_by_code::find_by_code(&call.ctx, &code, call.from()).await {
        Ok(token) => Ok(reply::redirect(&format!("/i/{token}"))),
        Err(failure) => again(&call, &code, None, failure.refusal()?).await,
    }
}

/// More letters than a code has are a license key.
async fn use_key(call: &Call, code: &str) -> Result<Reply, Failure> {
    let shown = match Shown::typed(&call.ctx, code) {
        Ok(shown) => shown,
        Err(refusal) => return again(call, code, None, refusal).await,
    };
    match redeem::find(&call.ctx, &shown, call.credential.as_ref(), call.from()).await {
        Ok(Found::Key(key)) => license_entry::enter(call, &shown, &key, "/join", code).await,
        Ok(Found::Nothing { left }) => again(call, code, Some(left), redeem::unknown()).await,
        Err(failure) => again(call, code, None, failure.refusal()?).await,
    }
}

async fn again(call: &Call, code: &str, tries_left: Option<u32>, refusal: Refusal) -> Result<Reply, Failure> {
    let (refusals, by_domain) = ([refusal], join_by_domain::is_offered(&call.ctx).await?);
    let page = views::Join { code, tries_left, by_domain, refusals: &refusals, ..empty(call) };
    Ok(reply::page_with(status_of(&refusals), page.render(), views::CSP))
}
