//! License links at the edge, and license keys typed at `/join`: the same page, and links as JSON too.

use http::Method;
use shared::api::Named;
use shared::api::license_keys::{JoinedLicense, LinkOffer, UseLink, UsedLink};
use shared::email::Email;
use shared::{Code, Refusal};

use super::status_of;
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::license_keys::redeem::Found;
use crate::use_cases::license_keys::{KeyRow, Shown, confirm, redeem};
use crate::views;
use crate::views::license_entry::State;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(
            Method::GET,
            "/l/{token}",
            Access::Link,
            "Shows what a license link gives; changes nothing.",
            show,
        )
        .answers::<LinkOffer>(),
        Route::page(
            Method::POST,
            "/l/{token}",
            Access::Link,
            "Joins the license of a link, or mails an invitation to the address that is to be confirmed.",
            follow,
        )
        .takes::<UseLink>()
        .answers::<UsedLink>(),
    ]
}

async fn key_of_link(call: &Call) -> Result<(Shown, KeyRow), Failure> {
    let shown = Shown::followed(&call.ctx, call.param("token"));
    match redeem::find(&call.ctx, &shown, call.credential.as_ref(), call.from()).await? {
        Found::Key(key) => Ok((shown, *key)),
        Found::Nothing { .. } => Err(Refusal::not_found().into()),
    }
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let (_, key) = key_of_link(&call).await?;
    if call.wants_json() {
        return reply::json(&LinkOffer {
            license: Named { id: key.license, name: key.license_name.clone() },
            organization: Named { id: key.organization_id, name: key.organization.clone() },
            by: key.by_name.clone(),
            joined: redeem::joined(&key).is_some(),
        });
    }
    let action = format!("/l/{}", call.param("token"));
    if redeem::joined(&key).is_some() {
        return Ok(reply::page(draw(&call, &key, &action, "", State::Joined)));
    }
    Ok(offer(&call, &key, &action, ""))
}

async fn follow(call: Call) -> Result<Reply, Failure> {
    let (shown, key) = key_of_link(&call).await?;
    if !call.wants_json() {
        let action = format!("/l/{}", call.param("token"));
        return enter(&call, &shown, &key, &action, "").await;
    }
    let told = |failure: Failure| {
        failure.refusal().map_or_else(|broken| broken, |refusal| redeem::ask(refusal, &key).into())
    };
    let request: UseLink = call.json()?;
    let joined: Option<JoinedLicense> =
        redeem::redeem(&call.ctx, &shown, &key, call.credential.as_ref()).await.map_err(told)?;
    if joined.is_some() {
        return reply::json(&UsedLink { joined, mailed: false });
    }
    let missing =
        || Refusal::new(Code::Unauthenticated, "Sign in, or send the address to confirm.").at("email");
    let email = request.email.as_deref().ok_or_else(missing)?;
    confirm::confirm(&call.ctx, &shown, &key, &request.name, email, call.from()).await.map_err(told)?;
    reply::json(&UsedLink { joined: None, mailed: true })
}

/// What the key gives, before any press.
fn offer(call: &Call, key: &KeyRow, action: &str, code: &str) -> Reply {
    let signed_in = key.signed_in.as_ref();
    if let Err(why) = key.facts().judge(key.known_by.as_ref(), call.ctx.now) {
        return reply::page(draw(call, key, action, code, State::Closed { why: &why }));
    }
    let email = signed_in.map(Email::as_str).unwrap_or_default();
    let state = match key.member {
        Some(_) => State::SignedIn { email, refusals: &[] },
        None => State::SignedOut { name: key.user_name.as_deref().unwrap_or_default(), email, refusals: &[] },
    };
    reply::page(draw(call, key, action, code, state))
}

/// The press: in at once, or a mail to the address, or what is missing.
pub(super) async fn enter(
    call: &Call,
    shown: &Shown,
    key: &KeyRow,
    action: &str,
    code: &str,
) -> Result<Reply, Failure> {
    match redeem::redeem(&call.ctx, shown, key, call.credential.as_ref()).await {
        Ok(Some(_)) => return Ok(reply::page(draw(call, key, action, code, State::Joined))),
        Ok(None) => {}
        Err(failure) => return Ok(closed(call, key, action, code, &failure.refusal()?)),
    }
    let (name, email) = (call.form("name"), call.form("email"));
    if email.is_empty() && !call.has_field("email") {
        return Ok(offer(call, key, action, code));
    }
    match confirm::confirm(&call.ctx, shown, key, &name, &email, call.from()).await {
        Ok(()) => Ok(reply::page(draw(call, key, action, code, State::Mailed { email: &email }))),
        Err(failure) => {
            let refusal = failure.refusal()?;
            if !matches!(refusal.field.as_deref(), Some("email" | "name")) {
                return Ok(closed(call, key, action, code, &refusal));
            }
            let refusals = [refusal];
            let state = State::SignedOut { name: &name, email: &email, refusals: &refusals };
            let html = draw(call, key, action, code, state);
            Ok(reply::page_with(status_of(&refusals), html, views::CSP))
        }
    }
}

fn closed(call: &Call, key: &KeyRow, action: &str, code: &str, why: &Refusal) -> Reply {
    let html = draw(call, key, action, code, State::Closed { why });
    reply::page_with(status_of(core::slice::from_ref(why)), html, views::CSP)
}

fn draw(call: &Call, key: &KeyRow, action: &str, code: &str, state: State<'_>) -> String {
    views::LicenseEntry {
        shell: call.shell(),
        organization: &key.organization,
        license: &key.license_name,
        by: &key.by_name,
        by_email: key.by_email.as_ref().map(Email::as_str),
        action,
        code,
        state,
    }
    .render()
}
