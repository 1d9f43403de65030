//! Somebody with an address in a whole domain joins by themselves (B3): they type it, and a mail brings the link by which
//! they prove it. Nothing is kept for them before; accepting makes them a member, and seats them by the gate or puts them
//! in the queue.
//!
//! The answer is the same whether the address, or its domain, is known or not.

use serde::Deserialize;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::InvitationId;
use shared::joining;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::store::attempts::{self, Tries};
use crate::store::domain_joins::{self, Ask, HostRow};
use crate::store::outbox;
use crate::use_cases::mails;

/// Days in which the address is to be proved.
const DAYS: i64 = 2;
/// Asked from one place within a quarter of an hour: a few classes behind one address, and no flood.
const MOST_ASKED: u32 = 100;
/// Mails to one address within a quarter of an hour.
const MOST_MAILS: u32 = 3;

#[derive(Deserialize)]
struct Open {
    open: u8,
}

/// Whether any organization here lets people join by their domain.
pub async fn is_offered(ctx: &Context) -> Result<bool, Failure> {
    let row = ctx.query(domain_joins::any()).await?.first::<Open>()?;
    Ok(row.is_some_and(|row| row.open == 1))
}

/// Sends the link to the address, if it is in a whole domain and nobody's who is in.
pub async fn ask(ctx: &Context, email: &str, language: Language, from: &str) -> Result<(), Failure> {
    let email = Email::parse(email)?;
    let key = &ctx.settings.key;
    let place = key.attempts_subject("join-by-domain", from);
    let address = key.attempts_subject("join-by-domain-to", email.as_str());
    if !ctx.brake.allows(&address).await {
        return Err(too_many().into());
    }
    let batch =
        vec![attempts::count(ctx, &place), attempts::count(ctx, &address), domain_joins::find(ctx, &email)];
    let rows = ctx.batch(batch).await?;
    for (tries, most) in rows.iter().zip([MOST_ASKED, MOST_MAILS]) {
        if tries.first::<Tries>()?.is_some_and(|tries| tries.tries > most) {
            return Err(too_many().into());
        }
    }
    let Some(host) = rows[2].first::<HostRow>()? else { return Ok(()) };
    if !joining::is_sent(host.standing()) {
        return Ok(());
    }
    let id: InvitationId = ctx.id();
    let ask = Ask {
        id,
        host: &host,
        member: host.member.unwrap_or_else(|| ctx.id()),
        email: &email,
        code_hash: &key.join_code_hash(key.join_code(id)),
        language: language.tag(),
        expires_at: ctx.now.plus_days(DAYS),
        operation: ctx.id(),
    };
    let mut batch = domain_joins::ask(ctx, &ask).to_vec();
    batch.push(outbox::of_now(ctx));
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[5])
}

fn too_many() -> Refusal {
    Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a quarter of an hour, then try again.")
        .at("email")
}
