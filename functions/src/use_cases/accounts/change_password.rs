//! Changes my password; every other session of mine ends.

use serde::Deserialize;
use serde_json::json;
use shared::api::account::ChangePassword;
use shared::event::EventKind;
use shared::{Code, Refusal};

use crate::authority::{Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::password;
use crate::store::attempts::{self, Tries};
use crate::store::events::{self, By, NewEvent};
use crate::store::{sessions, users};

/// Wrong tries at the password of today within a quarter of an hour.
const MOST_TRIES: u32 = 10;

#[derive(Deserialize)]
struct Hash {
    password_hash: String,
}

/// Changes the password, or refuses with `wrong_credentials` at `current`.
pub async fn change_password(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    request: &ChangePassword,
) -> Result<(), Failure> {
    let actor = proof.actor();
    let person = actor.person()?;
    shared::password::check(&request.password)?;
    let subject = ctx.settings.key.attempts_subject("change-password", &person.user.to_string());
    let rows = ctx.batch(vec![attempts::count(ctx, &subject), users::password_hash(person.user)]).await?;
    if rows[0].first::<Tries>()?.is_some_and(|tries| tries.tries > MOST_TRIES) {
        return Err(
            Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a quarter of an hour.").into()
        );
    }
    let hash = rows[1].first::<Hash>()?;
    if !password::verify(&request.current, hash.as_ref().map(|row| row.password_hash.as_str()))? {
        return Err(Refusal::new(Code::WrongCredentials, "This isn’t your password of today.")
            .at("current")
            .into());
    }
    let new = password::hash(&request.password, ctx.bytes())?;
    let event = NewEvent {
        organization: actor.organization,
        kind: EventKind::PasswordChanged,
        by: &By::from(actor),
        target: person.member.to_string(),
        target_name: &person.name,
        details: json!({}),
        operation: ctx.id(),
    };
    let batch = vec![
        users::set_password(person.user, &new),
        sessions::end_others(person.user, person.session),
        attempts::forget(&subject),
        events::insert(ctx, &event),
    ];
    ctx.batch(batch).await?;
    Ok(())
}
