//! Somebody got in touch for the first time, as a program tells: they are a customer from then on. No mail, no seat.

use serde_json::json;
use shared::api::companies::{Contact, Contacted, MOST_CONTACTS};
use shared::domain::Domain;
use shared::event::EventKind;
use shared::id::{MemberId, OrganizationId};
use shared::{Code, Refusal};

use crate::authority::{AddCustomers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::attempts::{self, Tries};
use crate::store::companies::{self, KnownRow};
use crate::store::events::{self, By, NewEvent};

/// Tells who has the address, and makes a customer of whoever is no member. The same call again changes nothing.
pub async fn contact(
    ctx: &Context,
    proof: &Proof<AddCustomers>,
    request: &Contact,
) -> Result<Contacted, Failure> {
    let organization = proof.organization();
    let known = companies::known(organization, &request.email);
    let before = ctx.query(known.clone()).await?.first::<KnownRow>()?;
    let before = match before {
        Some(row) if row.gone == 0 => return Ok(row.contacted(None)),
        before => before.map(|row| (row.email.clone(), row.contacted(None).member)),
    };
    brake(ctx, organization).await?;
    let (by, operation) = (By::from(proof.actor()), ctx.id());
    let (listed, member): (_, MemberId) = before.unwrap_or_else(|| (request.email.clone(), ctx.id()));
    let company = Domain::parse(listed.domain()).is_ok().then(|| ctx.id());
    let ids = (ctx.id(), member, company);
    let mut batch = companies::contact(ctx, organization, ids, request, &listed, &by.name, operation);
    let event = NewEvent {
        organization,
        kind: EventKind::CustomerCame,
        by: &by,
        target: member.to_string(),
        target_name: request.name.as_ref().map_or(request.email.as_str(), |name| name.as_str()),
        details: json!({}),
        operation,
    };
    batch.push(events::insert_if(ctx, &event, companies::CAME));
    let at = batch.len();
    batch.push(known);
    let rows = ctx.batch(batch).await?;
    match rows[at].first::<KnownRow>()?.filter(|row| row.gone == 0) {
        Some(row) => Ok(row.contacted(Some(operation))),
        None => Err(not_proved().into()),
    }
}

/// Whoever has the password of the address's account may be somebody else than who reads its mail.
fn not_proved() -> Refusal {
    let detail = "This address has an account that its mailbox never confirmed. Invite the person instead: their answer confirms it.";
    Refusal::new(Code::AccountNotProved, detail).at("email")
}

/// Refuses more newcomers than a quarter of an hour takes.
async fn brake(ctx: &Context, organization: OrganizationId) -> Result<(), Failure> {
    let subject = ctx.settings.key.attempts_subject("contact", &organization.to_string());
    let tries = ctx.query(attempts::count(ctx, &subject)).await?.first::<Tries>()?;
    if tries.is_some_and(|tries| tries.tries > MOST_CONTACTS) {
        let detail =
            "More than 1,000 new customers within a quarter of an hour. Wait, or import them as a file.";
        return Err(Refusal::new(Code::TooManyAttempts, detail).into());
    }
    Ok(())
}
