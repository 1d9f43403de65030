//! Mails a code for a new password. The answer is the same whether the address has an account or not.

use shared::email::Email;
use shared::id::ResetId;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::attempts;
use crate::store::outbox::{self, MailKind};
use crate::store::users;

/// What attempts are counted as.
const USAGE: &str = "reset-request";

/// Codes that one address, or all of one account, can ask for within a quarter of an hour.
const MOST_CODES: u32 = 5;

/// Seconds for which a code is good.
const GOOD_FOR: i64 = 1800;

/// Asks for a code. What is no address, or asks too often, gets the same silence.
pub async fn request_reset(ctx: &Context, address: &str) -> Result<(), Failure> {
    let Ok(email) = Email::parse(address) else { return Ok(()) };
    let subject = ctx.settings.key.attempts_subject(USAGE, email.as_str());
    if !ctx.brake.allows(&subject).await {
        return Ok(());
    }
    let counts = vec![attempts::count(ctx, &subject), attempts::count_account(ctx, USAGE, &email)];
    if attempts::over(&ctx.batch(counts).await?, MOST_CODES)? {
        return Ok(());
    }
    let (reset, mail): (ResetId, _) = (ctx.id(), ctx.id());
    let text = reset.to_string();
    let made = "EXISTS (SELECT 1 FROM password_resets WHERE id = ?5)";
    let batch = vec![
        users::insert_reset(ctx, reset, &email, ctx.now.plus_seconds(GOOD_FOR)),
        outbox::insert_if(ctx, mail, None, MailKind::PasswordReset, &text, made),
    ];
    ctx.batch(batch).await?;
    ctx.jobs.deliver(vec![mail]);
    Ok(())
}
