//! My addresses: a further one is mine once its mailed code is typed; another becomes the primary one once the code that
//! went to the primary one of today is typed too (decision 18).
//!
//! Codes are typed by whoever is signed in, so that no link changes anything and whatever opens mails changes nothing.

use serde_json::json;
use shared::api::emails::{AddEmail, MailedCode};
use shared::event::EventKind;
use shared::id::{AddressChangeId, UserEmailId};
use shared::join_code::JoinCode;
use shared::{Code, Refusal};

use crate::authority::{Person, Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{DbError, Statement};
use crate::secrets::Credential;
use crate::store::attempts::{self, Tries};
use crate::store::emails::{self, CHANGED, ChangeRow, EmailRow, PROVED, Told};
use crate::store::outbox::{self, MailKind};
use crate::store::{sessions, whole_domains};
use crate::use_cases::{RawJson, only_item};

/// Wrong codes within a quarter of an hour: 40 bits hold against ten guesses.
const MOST_TRIES: u32 = 10;

/// Mails with codes within a quarter of an hour.
const MOST_MAILS: u32 = 5;

/// Seconds for which the code of a new address is good.
const GOOD_FOR: i64 = 1800;

/// Days for which a change is open, so that an admin can be asked where the old mailbox is lost.
const OPEN_FOR: i64 = 3;

/// My addresses.
pub async fn list(ctx: &Context, proof: &Proof<SignedIn>) -> Result<RawJson, Failure> {
    only_item(&ctx.query(emails::mine(ctx, proof.actor().person()?.user)).await?)
}

/// Names an address as mine and mails a code there; the answer is the same whoever else has it.
pub async fn add(ctx: &Context, proof: &Proof<SignedIn>, request: &AddEmail) -> Result<RawJson, Failure> {
    let person = proof.actor().person()?;
    if request.email == person.email {
        let refusal = Refusal::new(Code::AddressIsYours, "This is your primary address already.");
        return Err(refusal.at("email").into());
    }
    brake(ctx, person, "address-mail", MOST_MAILS).await?;
    let id: UserEmailId = ctx.id();
    let batch = vec![
        emails::add(ctx, id, person.user, &request.email, ctx.now.plus_seconds(GOOD_FOR)),
        emails::mail_code(ctx, ctx.id(), person.user, &request.email),
        outbox::of_now(ctx),
        emails::mine(ctx, person.user),
    ];
    let rows = ctx.batch(batch).await.map_err(refusal_of)?;
    crate::use_cases::mails::carry(ctx, &rows[2])?;
    only_item(&rows[3])
}

/// Takes an address as mine, because its code was typed.
pub async fn verify(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    id: UserEmailId,
    request: &MailedCode,
) -> Result<RawJson, Failure> {
    let person = proof.actor().person()?;
    let code = JoinCode::parse(&request.code)?;
    brake(ctx, person, "address-code", MOST_TRIES).await?;
    let row = ctx.query(emails::find(person.user, id)).await?.first::<EmailRow>()?;
    let row = row.ok_or_else(Refusal::not_found)?;
    if row.verified_at.is_some() {
        return list(ctx, proof).await;
    }
    if ctx.settings.key.address_code(id) != code || ctx.now >= row.expires_at {
        return Err(wrong().into());
    }
    let told = Told {
        user: person.user,
        kind: EventKind::AddressAdded,
        by: None,
        details: json!({ "email": row.email }),
        about: id.to_string(),
        operation: ctx.id(),
    };
    let batch = vec![
        emails::verify(ctx, person.user, id),
        emails::tell(ctx, &told, PROVED),
        attempts::forget(&subject(ctx, person, "address-code")),
        emails::mine(ctx, person.user),
    ];
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[3])
}

/// Takes one of my further addresses out.
pub async fn remove(ctx: &Context, proof: &Proof<SignedIn>, id: UserEmailId) -> Result<RawJson, Failure> {
    let person = proof.actor().person()?;
    let row = ctx.query(emails::find(person.user, id)).await?.first::<EmailRow>()?;
    let row = row.ok_or_else(Refusal::not_found)?;
    let told = Told {
        user: person.user,
        kind: EventKind::AddressRemoved,
        by: None,
        details: json!({ "email": row.email }),
        about: id.to_string(),
        operation: ctx.id(),
    };
    let mut batch = vec![emails::tell(ctx, &told, PROVED)];
    batch.extend(emails::remove(person.user, id));
    batch.push(emails::mine(ctx, person.user));
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[3])
}

/// Begins to make a proved address the primary one: a code goes to the primary one of today.
pub async fn begin(ctx: &Context, proof: &Proof<SignedIn>, id: UserEmailId) -> Result<RawJson, Failure> {
    let person = proof.actor().person()?;
    brake(ctx, person, "address-mail", MOST_MAILS).await?;
    let row = ctx.query(emails::find(person.user, id)).await?.first::<EmailRow>()?;
    let row = row.ok_or_else(Refusal::not_found)?;
    if row.verified_at.is_none() {
        let detail = "Type the code that was mailed to this address first.";
        return Err(Refusal::new(Code::NotInThisState, detail).into());
    }
    let change: AddressChangeId = ctx.id();
    let text = change.to_string();
    let batch = vec![
        emails::begin(ctx, change, person.user, id, ctx.now.plus_days(OPEN_FOR)),
        outbox::insert_if(ctx, ctx.id(), None, MailKind::AddressChange, &text, emails::BEGUN),
        outbox::of_now(ctx),
        emails::mine(ctx, person.user),
    ];
    let rows = ctx.batch(batch).await?;
    crate::use_cases::mails::carry(ctx, &rows[2])?;
    only_item(&rows[3])
}

/// Gives the change up; where there is none, nothing is left to do.
pub async fn cancel(ctx: &Context, proof: &Proof<SignedIn>) -> Result<RawJson, Failure> {
    let user = proof.actor().person()?.user;
    only_item(&ctx.batch(vec![emails::cancel(user), emails::mine(ctx, user)]).await?[1])
}

/// Makes the address the primary one, because the code that went to the one of today was typed. Every other session ends.
pub async fn confirm(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    credential: &Credential,
    request: &MailedCode,
) -> Result<RawJson, Failure> {
    let person = proof.actor().person()?;
    let code = JoinCode::parse(&request.code)?;
    brake(ctx, person, "address-change", MOST_TRIES).await?;
    let change = ctx.query(emails::change(ctx, person.user)).await?.first::<ChangeRow>()?;
    let change = change.ok_or_else(none_open)?;
    if ctx.settings.key.change_code(change.id) != code {
        return Err(wrong().into());
    }
    let operation = ctx.id();
    let mut batch = carry_out(ctx, &change, None, &person.name, operation);
    batch.extend(whole_domains::enroll(ctx, person.user, credential.organization, operation));
    batch.extend([
        sessions::end_others(person.user, person.session),
        attempts::forget(&subject(ctx, person, "address-change")),
        emails::mine(ctx, person.user),
    ]);
    let rows = ctx.batch(batch).await.map_err(refusal_of)?;
    rows.last().map_or_else(|| Err(Failure::broken("emails", "no answer")), only_item)
}

/// The statements that carry a change out and tell it.
pub(in crate::use_cases) fn carry_out(
    ctx: &Context,
    change: &ChangeRow,
    by: Option<&crate::store::events::By>,
    name: &str,
    operation: shared::id::OperationId,
) -> Vec<Statement> {
    let told = Told {
        user: change.user,
        kind: EventKind::AddressChanged,
        by,
        details: json!({ "from": change.old, "to": change.new }),
        about: change.id.to_string(),
        operation,
    };
    // Only its owner types the code that went to the old address; an admin stands in for it.
    let mut batch = emails::carry_out(ctx, change, (name, by.is_none()), operation).to_vec();
    batch.extend([emails::tell(ctx, &told, CHANGED), emails::cancel(change.user)]);
    batch
}

/// Counts a try, and refuses what is too many.
async fn brake(ctx: &Context, person: &Person, usage: &str, most: u32) -> Result<(), Failure> {
    let tries = ctx.query(attempts::count(ctx, &subject(ctx, person, usage))).await?.first::<Tries>()?;
    if tries.is_some_and(|tries| tries.tries > most) {
        let detail = "Too many attempts. Wait a quarter of an hour.";
        return Err(Refusal::new(Code::TooManyAttempts, detail).into());
    }
    Ok(())
}

fn subject(ctx: &Context, person: &Person, usage: &str) -> String {
    ctx.settings.key.attempts_subject(usage, &person.user.to_string())
}

fn wrong() -> Refusal {
    Refusal::new(Code::CodeInvalid, "This code is wrong or too old. Ask for a new one.").at("code")
}

/// No change waits for a code: it ran out, was given up, or is done.
pub(in crate::use_cases) fn none_open() -> Refusal {
    let detail = "No change of the address waits to be confirmed: it ran out, was given up, or is done.";
    Refusal::new(Code::NotInThisState, detail)
}

/// What the schema says no to.
pub(in crate::use_cases) fn refusal_of(error: DbError) -> Failure {
    let taken = ["address_taken", "user_emails.email", "users.email", "members.email"];
    if taken.iter().any(|name| error.is_constraint(name)) {
        let detail = "Somebody else has this address here already. If both are you, ask an admin to remove the other record, \
             then type the code again.";
        return Refusal::new(Code::AddressTaken, detail).at("email").into();
    }
    if error.is_constraint("address_listed") {
        let detail = "An organization lists you under this address. Make it your primary address and then another one: lists \
             follow, and you can take it out.";
        return Refusal::new(Code::AddressListed, detail).into();
    }
    if error.is_constraint("too_many_addresses") {
        let detail = "An account has at most ten further addresses. Take one out first.";
        return Refusal::new(Code::TooManyAddresses, detail).at("email").into();
    }
    error.into()
}
