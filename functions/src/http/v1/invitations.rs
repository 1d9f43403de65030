//! Invitations, for admins.

use http::Method;
use shared::access::Permission;
use shared::api::Page;
use shared::api::invitations::{
    ChangeInvitation, Invitation, InvitationCounts, InvitationLink, InvitationWithTrail, Invite, Resend,
    RowResults,
};

use crate::authority::{self, ManageInvitations, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::invitations;
use shared::api::invitations::InvitationFilter;

const READ: Access = Access::Needs(Permission::ReadInvitations);
const MANAGE: Access = Access::Needs(Permission::ManageInvitations);
const ALL: &str = "/api/v1/invitations";
const ONE: &str = "/api/v1/invitations/{invitation}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, READ, "Lists invitations, the newest first.", list)
            .query(&["q", "status", "delivery", "attention", "limit", "cursor"])
            .answers::<Page<Invitation>>(),
        Route::api(Method::POST, ALL, MANAGE, "Invites people, row by row.", invite)
            .takes::<Invite>()
            .answers::<RowResults>(),
        Route::api(
            Method::POST,
            "/api/v1/invitations/preview",
            MANAGE,
            "Says what would become of each row; sends nothing.",
            preview,
        )
        .takes::<Invite>()
        .answers::<RowResults>(),
        Route::api(Method::GET, "/api/v1/invitations/counts", READ, "Counts invitations by status.", counts)
            .answers::<InvitationCounts>(),
        Route::api(Method::GET, ONE, READ, "Shows one invitation with its delivery trail.", get)
            .answers::<InvitationWithTrail>(),
        Route::api(Method::PATCH, ONE, MANAGE, "Changes role or name of an open invitation.", change)
            .takes::<ChangeInvitation>()
            .answers::<Invitation>(),
        Route::api(
            Method::POST,
            "/api/v1/invitations/{invitation}/resend",
            MANAGE,
            "Mails it again and prolongs it; the link stays.",
            resend,
        )
        .takes::<Resend>()
        .answers::<Invitation>(),
        Route::api(
            Method::POST,
            "/api/v1/invitations/{invitation}/cancel",
            MANAGE,
            "Takes it back; its seats are free at once.",
            cancel,
        )
        .answers::<Invitation>(),
        Route::api(
            Method::GET,
            "/api/v1/invitations/{invitation}/link",
            MANAGE,
            "Shows the secret link of an open invitation, to whoever could give its role.",
            link,
        )
        .answers::<InvitationLink>(),
    ]
}

async fn prove(call: &Call) -> Result<Proof<ManageInvitations>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter = InvitationFilter {
        search: call.query("q"),
        status: call.choice("status")?,
        delivery: call.choice("delivery")?,
        attention: call.choice("attention")?,
    };
    Ok(reply::page_of(
        invitations::list::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?,
    ))
}

async fn invite(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&invitations::invite::invite(&call.ctx, &proof, &call.json()?).await?)
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&invitations::preview::preview(&call.ctx, &proof, &call.json()?).await?)
}

async fn counts(call: Call) -> Result<Reply, Failure> {
    reply::json(&invitations::counts::counts(&call.ctx, call.credential()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    reply::json(&invitations::get::get(&call.ctx, call.credential()?, call.id("invitation")?).await?)
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(
        invitations::change::change(&call.ctx, &proof, call.id("invitation")?, &call.json()?).await?,
    ))
}

async fn resend(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(
        invitations::resend::resend(&call.ctx, &proof, call.id("invitation")?, &call.json()?).await?,
    ))
}

async fn cancel(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(invitations::cancel::cancel(&call.ctx, &proof, call.id("invitation")?).await?))
}

async fn link(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&invitations::link::link(&call.ctx, &proof, call.id("invitation")?).await?)
}
