//! Finds the invitation of a typed code. Attempts are counted by who tries, since the code itself is the secret.

use serde::Deserialize;
use shared::id::InvitationId;
use shared::join_code::JoinCode;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::store::answers;
use crate::store::attempts::{self, Tries};

/// Wrong tries from one place within a quarter of an hour: with 40 bits a code, guessing one takes ages.
const MOST_TRIES: u32 = 20;

#[derive(Deserialize)]
struct Found {
    id: InvitationId,
}

/// The secret part of the invitation's link, or `code_invalid`.
pub async fn find_by_code(ctx: &Context, typed: &str, from: &str) -> Result<String, Failure> {
    let code = JoinCode::parse(typed)?;
    let key = &ctx.settings.key;
    let subject = key.attempts_subject("join", from);
    if !ctx.brake.allows(&subject).await {
        return Err(too_many().into());
    }
    let rows =
        ctx.batch(vec![attempts::count(ctx, &subject), answers::by_code(&key.join_code_hash(code))]).await?;
    if rows[0].first::<Tries>()?.is_some_and(|tries| tries.tries > MOST_TRIES) {
        return Err(too_many().into());
    }
    let wrong = || {
        Refusal::new(
            Code::CodeInvalid,
            "No invitation has this code. Look at the mail again, or ask whoever invited you.",
        )
        .at("code")
    };
    let found = rows[1].first::<Found>()?.ok_or_else(wrong)?;
    // A class behind one address types many good codes; only guesses count.
    ctx.query(attempts::take_back(&subject)).await?;
    Ok(key.link(found.id))
}

fn too_many() -> Refusal {
    Refusal::new(
        Code::TooManyAttempts,
        "Too many attempts. Wait a quarter of an hour, or use the link in the mail.",
    )
    .at("code")
}
