//! Signs in with address and password. The answer and its time are the same for known and unknown addresses.

use shared::api::session::SignIn;
use shared::email::Email;
use shared::id::OrganizationId;
use shared::{Code, Refusal};

use super::SignedIn;
use crate::context::Context;
use crate::failure::Failure;
use crate::password;
use crate::store::{attempts, members, users, whole_domains};

/// What attempts are counted as.
const USAGE: &str = "sign-in";

/// Wrong passwords for one address, and for all of one account, within a quarter of an hour.
const MOST_TRIES: u32 = 10;

/// Signs in, or refuses with `wrong_credentials` or `too_many_attempts`.
pub async fn sign_in(ctx: &Context, request: &SignIn, user_agent: &str) -> Result<SignedIn, Failure> {
    let subject = ctx.settings.key.attempts_subject(USAGE, &request.email.trim().to_lowercase());
    if !ctx.brake.allows(&subject).await {
        return Err(too_many().into());
    }
    // What is no address has no account; it is looked up all the same, so that the time does not tell.
    let email = Email::parse(&request.email).or_else(|_| Email::parse("nobody@nowhere.invalid"))?;
    let counted = vec![
        attempts::count(ctx, &subject),
        attempts::count_account(ctx, USAGE, &email),
        users::find_by_email(ctx, &email),
    ];
    let rows = ctx.batch(counted).await?;
    let [counts @ .., user] = rows.as_slice() else {
        return Err(Failure::broken("sign-in", "rows missing"));
    };
    if attempts::over(counts, MOST_TRIES)? {
        return Err(too_many().into());
    }
    let user = user.first::<users::UserRow>()?;
    let matches = password::verify(&request.password, user.as_ref().map(|user| user.password_hash.as_str()))?;
    let (true, Some(user)) = (matches, user) else { return Err(wrong().into()) };
    // Who is a member nowhere, but invited, gets a session nowhere: enough to accept with.
    let nowhere = (user.invited == 1).then_some(OrganizationId::NIL);
    let organization = user.organization.or(nowhere).ok_or_else(wrong)?;
    let (signed_in, session) = super::start(ctx, user.id, organization, user_agent);
    let mut batch =
        vec![session, members::note_sign_in(ctx, user.id, organization), attempts::forget(&subject)];
    batch.push(attempts::forget(&attempts::account(USAGE, user.id)));
    batch.extend(whole_domains::enroll(ctx, user.id, organization, ctx.id()));
    ctx.batch(batch).await?;
    Ok(signed_in)
}

fn wrong() -> Refusal {
    Refusal::new(Code::WrongCredentials, "Address and password don’t match, or the account is not active.")
        .at("password")
}

fn too_many() -> Refusal {
    Refusal::new(
        Code::TooManyAttempts,
        "Too many attempts. Wait a quarter of an hour, or set a new password.",
    )
}
