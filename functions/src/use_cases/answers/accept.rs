//! Accepts an invitation: one batch, one membership, the reserved seat becomes a held one.
//!
//! Whoever has an account accepts with one press and their session, in one round trip. A new person brings a name
//! and a password. Accepting twice gives the same answer. Killing the Worker at any point leaves all or nothing.

use shared::api::invitations::{Accept, Answered};
use shared::api::session::Language;
use shared::event::EventKind;
use shared::id::{InvitationId, UserId};
use shared::invitation::InvitationStatus;
use shared::text::Name;
use shared::{Code, Refusal, password};

use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::answers::{self, OfferRow};
use crate::store::domain_joins;
use crate::store::members;
use crate::store::sessions::end_by_hash;
use crate::store::whole_domains;
use crate::use_cases::sessions::{self, SignedIn};

/// An acceptance.
pub struct Accepted {
    /// What it came to.
    pub answer: Answered,
    /// The new person's session; absent when they had one, or when it was accepted before.
    pub signed_in: Option<SignedIn>,
    /// Names of licenses whose seat was lost to a bounced mail and is gone.
    pub lost: Vec<String>,
    /// Whether the page that follows has more to tell than that they are in: what their whole domain gave, or for what
    /// they wait.
    pub more: bool,
}

/// Who accepts.
pub struct Acceptor<'a> {
    /// Their session, if they have one.
    pub credential: Option<&'a Credential>,
    /// The language of a new account.
    pub language: Language,
    /// The browser's name of itself.
    pub user_agent: &'a str,
}

/// Accepts, or says what is missing: a password, a session, another account.
pub async fn accept(
    ctx: &Context,
    invitation: InvitationId,
    acceptor: &Acceptor<'_>,
    request: &Accept,
) -> Result<Accepted, Failure> {
    match (&request.password, acceptor.credential) {
        (None, Some(credential)) => accept_signed_in(ctx, invitation, credential, acceptor.user_agent).await,
        _ => accept_new(ctx, invitation, acceptor, request).await,
    }
}

async fn accept_signed_in(
    ctx: &Context,
    invitation: InvitationId,
    credential: &Credential,
    user_agent: &str,
) -> Result<Accepted, Failure> {
    let operation = ctx.id();
    let batch = vec![
        answers::accept_signed_in(ctx, invitation, credential, operation),
        answers::event(ctx, invitation, EventKind::InvitationAccepted, operation),
        answers::offer(ctx, invitation, Some(credential)),
    ];
    let rows = match ctx.batch(batch).await {
        Err(error) if error.is_constraint("members.user_id") => {
            return Err(in_already(ctx, invitation, credential).await?.into());
        }
        rows => rows?,
    };
    let row = super::only_offer(&rows[2])?;
    if row.status != InvitationStatus::Accepted {
        row.status.require_pending()?;
        return Err(wrong_person(&row).into());
    }
    if row.operation == operation && row.unproved == 1 {
        ctx.query(answers::prove(ctx, invitation)).await?;
    }
    let joined_now = row.operation == operation && row.organization_id != credential.organization;
    let signed_in = match row.user.filter(|_| joined_now) {
        Some(user) => Some(go_on_there(ctx, invitation, &row, user, credential, user_agent).await?),
        None => None,
    };
    Ok(accepted(&row, signed_in))
}

/// The account is in the organization by another of its addresses.
async fn in_already(
    ctx: &Context,
    invitation: InvitationId,
    credential: &Credential,
) -> Result<Refusal, Failure> {
    let row =
        ctx.query(answers::in_already(invitation, credential)).await?.first::<answers::InAlreadyRow>()?;
    let detail = row.map_or_else(
        || "You are a member already.".to_owned(),
        |row| {
            format!(
                "You are a member of {} already, as {}. You need no second invitation.",
                row.organization, row.email
            )
        },
    );
    Ok(Refusal::new(Code::AlreadyMember, detail))
}

/// Goes on in the organization just joined; the session elsewhere ends.
async fn go_on_there(
    ctx: &Context,
    invitation: InvitationId,
    row: &OfferRow,
    user: UserId,
    before: &Credential,
    user_agent: &str,
) -> Result<SignedIn, Failure> {
    let (signed_in, session) = sessions::start(ctx, user, row.organization_id, user_agent);
    let noted = members::note_sign_in(ctx, user, row.organization_id);
    let mut batch = vec![session, noted, end_by_hash(&before.hash)];
    let operation = ctx.id();
    batch.extend(whole_domains::enroll(ctx, user, row.organization_id, operation));
    batch.extend(domain_joins::wait(ctx, invitation, operation));
    ctx.batch(batch).await?;
    Ok(signed_in)
}

async fn accept_new(
    ctx: &Context,
    invitation: InvitationId,
    acceptor: &Acceptor<'_>,
    request: &Accept,
) -> Result<Accepted, Failure> {
    let row = super::only_offer(&ctx.query(answers::offer(ctx, invitation, acceptor.credential)).await?)?;
    if row.status == InvitationStatus::Accepted {
        return Ok(accepted(&row, None));
    }
    row.status.require_pending()?;
    if let (Some(credential), true) = (acceptor.credential, row.signed_in.as_ref() == Some(&row.email)) {
        return accept_signed_in(ctx, invitation, credential, acceptor.user_agent).await;
    }
    if row.known == 1 {
        return Err(wrong_person(&row).into());
    }
    let name = Name::parse(request.name.as_deref().unwrap_or(&row.name), "name")?;
    let password = request.password.as_deref().unwrap_or_default();
    password::check(password)?;
    let hash = crate::password::hash(password, ctx.bytes())?;
    let (user, operation): (UserId, _) = (ctx.id(), ctx.id());
    let (signed_in, session) = sessions::start(ctx, user, row.organization_id, acceptor.user_agent);
    let [enrolled, told] = whole_domains::enroll(ctx, user, row.organization_id, operation);
    let mut batch = vec![
        answers::insert_user(ctx, invitation, user, name.as_str(), &hash, acceptor.language.tag()),
        answers::accept_new(ctx, invitation, user, operation),
        session,
        members::note_sign_in(ctx, user, row.organization_id),
        answers::event(ctx, invitation, EventKind::InvitationAccepted, operation),
        answers::offer(ctx, invitation, None),
        enrolled,
        told,
    ];
    if row.own == 1 {
        batch.extend(domain_joins::wait(ctx, invitation, operation));
    }
    let rows = ctx.batch(batch).await?;
    let after = super::only_offer(&rows[5])?;
    if after.status == InvitationStatus::Accepted {
        let mine = after.operation == operation;
        return Ok(accepted(&after, mine.then_some(signed_in)));
    }
    after.status.require_pending()?;
    Err(wrong_person(&after).into())
}

fn accepted(row: &OfferRow, signed_in: Option<SignedIn>) -> Accepted {
    let more = row.own == 1 || !row.waiting().is_empty();
    Accepted { answer: super::answered(row), signed_in, lost: row.lost(), more }
}

/// The address has an account, and whoever accepts is not signed in with it.
fn wrong_person(row: &OfferRow) -> Refusal {
    match &row.signed_in {
        Some(other) => {
            let detail = format!(
                "This invitation is for {}, and you are signed in as {other}. Switch the account.",
                row.email
            );
            Refusal::new(Code::WrongAccount, detail)
        }
        None if row.known == 1 => {
            Refusal::new(Code::Unauthenticated, "This address has an account. Sign in with it, then accept.")
        }
        None => {
            Refusal::new(Code::PasswordTooShort, "Choose a name and a password to accept.").at("password")
        }
    }
}
