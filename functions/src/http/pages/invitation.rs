//! The invitation's page at the edge, and the same as JSON.

use http::Method;
use shared::Refusal;
use shared::api::invitations::{Accept, Answered, Offer};
use shared::email::Email;
use shared::id::InvitationId;
use shared::invitation::InvitationStatus;

use super::status_of;
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::answers::OfferRow;
use crate::use_cases::answers::{self, accept, decline, open, request};
use crate::views;
use crate::views::invitation::State;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page(Method::GET, "/i/{token}", Access::Link, "Shows an invitation; changes nothing.", show)
            .answers::<Offer>(),
        Route::page(
            Method::POST,
            "/i/{token}/accept",
            Access::Link,
            "Accepts, once; again gives the same answer.",
            accept_it,
        )
        .takes::<Accept>()
        .answers::<Answered>(),
        Route::page(
            Method::POST,
            "/i/{token}/decline",
            Access::Link,
            "Declines; the seats are free at once.",
            decline_it,
        )
        .answers::<Answered>(),
        Route::page(
            Method::POST,
            "/i/{token}/request",
            Access::Link,
            "Asks the inviter for a new invitation, once.",
            ask_again,
        )
        .answers::<Offer>(),
    ]
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let Ok(invitation) = answers::invitation_of(&call.ctx, call.param("token")) else {
        return unknown(&call);
    };
    let row = open::open(&call.ctx, invitation, call.credential.as_ref(), call.visitor()).await?;
    if call.wants_json() {
        return reply::json(&answers::offer_of(&row));
    }
    let licenses = row.licenses();
    let state = state(&call, &row, &[]);
    Ok(reply::page(draw(&call, &row, &licenses, state)))
}

/// A link that is none of ours: a program is told, a person can type the code.
fn unknown(call: &Call) -> Result<Reply, Failure> {
    if call.wants_json() {
        return Err(Refusal::not_found().into());
    }
    let html = views::UnknownLink { shell: call.shell() }.render();
    Ok(reply::page_with(http::StatusCode::NOT_FOUND, html, views::CSP))
}

async fn accept_it(call: Call) -> Result<Reply, Failure> {
    let Ok(invitation) = answers::invitation_of(&call.ctx, call.param("token")) else {
        return unknown(&call);
    };
    let json = call.wants_json();
    let request = if json { call.json::<Accept>()? } else { form(&call) };
    let acceptor = accept::Acceptor {
        credential: call.credential.as_ref(),
        language: call.language(),
        user_agent: call.user_agent(),
    };
    let accepted = match accept::accept(&call.ctx, invitation, &acceptor, &request).await {
        Ok(accepted) => accepted,
        Err(failure) if json => return Err(failure),
        Err(failure) => return again(&call, invitation, failure.refusal()?).await,
    };
    let answer = if json {
        reply::json(&accepted.answer)?
    } else if !accepted.lost.is_empty() || accepted.more {
        let row = load(&call, invitation).await?;
        let licenses: Vec<_> = row.licenses().into_iter().chain(row.of_domain()).collect();
        reply::page(draw(&call, &row, &licenses, State::Joined { taken: &accepted.lost }))
    } else if accepted.signed_in.is_some() || call.credential.is_some() {
        reply::redirect("/")
    } else {
        reply::redirect(&format!("/i/{}", call.param("token")))
    };
    Ok(match accepted.signed_in {
        Some(signed_in) => reply::with_session(answer, &call.ctx.settings, &signed_in.cookie),
        None => answer,
    })
}

async fn decline_it(call: Call) -> Result<Reply, Failure> {
    let Ok(invitation) = answers::invitation_of(&call.ctx, call.param("token")) else {
        return unknown(&call);
    };
    let declined = decline::decline(&call.ctx, invitation).await;
    if call.wants_json() {
        return reply::json(&declined?);
    }
    match declined {
        Ok(_) => Ok(reply::redirect(&format!("/i/{}", call.param("token")))),
        Err(failure) => again(&call, invitation, failure.refusal()?).await,
    }
}

async fn ask_again(call: Call) -> Result<Reply, Failure> {
    let Ok(invitation) = answers::invitation_of(&call.ctx, call.param("token")) else {
        return unknown(&call);
    };
    let row = request::request(&call.ctx, invitation).await?;
    if call.wants_json() {
        return reply::json(&answers::offer_of(&row));
    }
    Ok(reply::redirect(&format!("/i/{}", call.param("token"))))
}

fn form(call: &Call) -> Accept {
    let field = |name| Some(call.form(name)).filter(|value| !value.is_empty());
    Accept { name: field("name"), password: field("password") }
}

async fn load(call: &Call, invitation: InvitationId) -> Result<OfferRow, Failure> {
    open::open(&call.ctx, invitation, call.credential.as_ref(), call.visitor()).await
}

/// The page as it is now, with what was wrong and the name as typed.
async fn again(call: &Call, invitation: InvitationId, refusal: Refusal) -> Result<Reply, Failure> {
    let mut row = load(call, invitation).await?;
    row.name = Some(call.form("name")).filter(|name| !name.is_empty()).unwrap_or(row.name);
    let refusals = [refusal];
    let licenses = row.licenses();
    let html = draw(call, &row, &licenses, state(call, &row, &refusals));
    Ok(reply::page_with(status_of(&refusals), html, views::CSP))
}

fn state<'a>(call: &'a Call, row: &'a OfferRow, refusals: &'a [Refusal]) -> State<'a> {
    let token = call.param("token");
    let at = row.answered_at.unwrap_or(row.expires_at);
    match row.status {
        InvitationStatus::Expired => State::Expired { token, asked_at: row.requested_at },
        InvitationStatus::Canceled => {
            State::Canceled { write_to: row.inviter_email.as_ref().map(Email::as_str) }
        }
        InvitationStatus::Accepted => State::Accepted { at },
        InvitationStatus::Declined => State::Declined { token, at, asked_at: row.requested_at },
        InvitationStatus::Pending => match &row.signed_in {
            Some(email) if *email == row.email => State::SignedIn { token, refusals },
            Some(email) => State::OtherAccount { token, signed_in_as: email.as_str() },
            None if row.known == 1 => State::SignedOut { token },
            None => State::NewPerson { token, name: &row.name, refusals },
        },
    }
}

fn draw(call: &Call, row: &OfferRow, licenses: &[String], state: State<'_>) -> String {
    let (of_domain, waiting) = (row.of_domain(), row.waiting());
    views::Invitation {
        own: (row.own == 1).then_some(&of_domain),
        waiting: &waiting,
        shell: call.shell(),
        organization: &row.organization,
        inviter: &row.inviter,
        email: row.email.as_str(),
        role: row.role,
        licenses,
        expires_at: row.expires_at,
        state,
    }
    .render()
}
