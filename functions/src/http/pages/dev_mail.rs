//! The development mailbox: every mail that would have been sent. Not there where mails really leave.

use http::{Method, StatusCode};
use shared::Refusal;
use shared::time::Timestamp;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::mails::dev_mailbox;
use crate::use_cases::mails::dev_mailbox::DevMail;
use crate::views::{self, dev_mail};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(
            Method::GET,
            "/dev/mail",
            Access::Public,
            "Development only: the mails, newest first.",
            inbox,
        )
        .query(&["to"]),
        Route::api(
            Method::GET,
            "/dev/mail.json",
            Access::Public,
            "Development only: the mails as JSON.",
            json,
        )
        .query(&["to"]),
        Route::page(Method::GET, "/dev/mail/{mail}", Access::Public, "Development only: one mail.", one),
        Route::page(
            Method::GET,
            "/dev/mail/{mail}/html",
            Access::Public,
            "Development only: a mail's HTML part.",
            html,
        ),
    ]
}

/// There is no such place where mails really leave.
fn only_in_development(call: &Call) -> Result<(), Refusal> {
    if call.ctx.settings.dev_mailbox { Ok(()) } else { Err(Refusal::not_found()) }
}

async fn mails(call: &Call) -> Result<Vec<DevMail>, Failure> {
    only_in_development(call)?;
    dev_mailbox::mails(&call.ctx, call.query("to").as_deref()).await
}

async fn find(call: &Call) -> Result<DevMail, Failure> {
    only_in_development(call)?;
    dev_mailbox::find(&call.ctx, call.param("mail")).await
}

fn entry<'a>(call: &'a Call, mail: &'a DevMail) -> dev_mail::Mail<'a> {
    let sent_at = mail.sent_at.unwrap_or(Timestamp::from_millis(0));
    let from = &call.ctx.settings.mail_from;
    dev_mail::Mail { id: &mail.id, from, to: &mail.to, subject: &mail.subject, text: &mail.text, sent_at }
}

async fn inbox(call: Call) -> Result<Reply, Failure> {
    let (mails, to) = (mails(&call).await?, call.query("to"));
    let mails: Vec<_> = mails.iter().map(|mail| entry(&call, mail)).collect();
    let html = views::Inbox { shell: call.shell(), to: to.as_deref(), mails: &mails }.render();
    Ok(reply::page_with(StatusCode::OK, html, dev_mail::CSP))
}

async fn json(call: Call) -> Result<Reply, Failure> {
    reply::json(&mails(&call).await?)
}

async fn one(call: Call) -> Result<Reply, Failure> {
    let mail = find(&call).await?;
    let html = views::OpenMail { shell: call.shell(), mail: entry(&call, &mail) }.render();
    Ok(reply::page_with(StatusCode::OK, html, dev_mail::CSP))
}

async fn html(call: Call) -> Result<Reply, Failure> {
    let mail = find(&call).await?;
    Ok(reply::page_with(StatusCode::OK, dev_mail::framed(&mail.html), dev_mail::MAIL_CSP))
}
