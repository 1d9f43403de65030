//! Sets a new password with a mailed code. Every session of the person ends.

use shared::email::Email;
use shared::join_code::JoinCode;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::password;
use crate::store::attempts;
use crate::store::users::{self, ResetRow};

/// What attempts are counted as.
const USAGE: &str = "reset";

/// Wrong codes for one address, and for all of one account, within a quarter of an hour: 40 bits hold against ten guesses.
const MOST_TRIES: u32 = 10;

/// Sets the password, or refuses with `code_invalid`; a code works once.
pub async fn use_reset(ctx: &Context, address: &str, code: &str, new_password: &str) -> Result<(), Failure> {
    shared::password::check(new_password)?;
    let code = JoinCode::parse(code)?;
    let email = Email::parse(address).map_err(|_| wrong())?;
    let subject = ctx.settings.key.attempts_subject(USAGE, email.as_str());
    let batch = vec![
        attempts::count(ctx, &subject),
        attempts::count_account(ctx, USAGE, &email),
        users::open_resets(ctx, &email),
    ];
    let rows = ctx.batch(batch).await?;
    if attempts::over(&rows[..2], MOST_TRIES)? {
        return Err(Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a quarter of an hour.")
            .at("code")
            .into());
    }
    let resets: Vec<ResetRow> = rows[2].all()?;
    let reset =
        resets.into_iter().find(|reset| ctx.settings.key.reset_code(reset.id) == code).ok_or_else(wrong)?;
    let hash = password::hash(new_password, ctx.bytes())?;
    let mut batch = users::use_reset(ctx, &reset, &hash).to_vec();
    batch.push(attempts::forget(&subject));
    batch.push(attempts::forget(&attempts::account(USAGE, reset.user)));
    let answers = ctx.batch(batch).await?;
    if answers[3].is_empty() {
        return Err(wrong().into());
    }
    Ok(())
}

fn wrong() -> Refusal {
    Refusal::new(Code::CodeInvalid, "This code is wrong, used up or too old. Ask for a new one.").at("code")
}
