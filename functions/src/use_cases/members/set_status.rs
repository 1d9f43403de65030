//! Disables, enables or removes a member. Their seats follow by the gate, their sessions end by the same write.

use serde::Deserialize;
use serde_json::json;
use shared::api::Named;
use shared::api::members::MemberResult;
use shared::event::EventKind;
use shared::id::{LicenseId, MemberId};
use shared::license::Door;
use shared::member::{self, MemberVerb};
use shared::{Code, Refusal, access, seat};

use crate::authority::{Actor, DeactivateMembers, Proof, RemoveMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitations;
use crate::store::members::{self, MemberRow, StatusChange};
use crate::store::outbox;
use crate::use_cases::mails;
use crate::use_cases::organization::contact;

#[derive(Deserialize)]
struct FullLicense {
    name: String,
    seats: u32,
}

/// Deactivates a member.
pub async fn disable(
    ctx: &Context,
    proof: &Proof<DeactivateMembers>,
    id: MemberId,
) -> Result<MemberResult, Failure> {
    set_status(ctx, proof.actor(), id, MemberVerb::Disable).await
}

/// Enables a member again.
pub async fn enable(
    ctx: &Context,
    proof: &Proof<DeactivateMembers>,
    id: MemberId,
) -> Result<MemberResult, Failure> {
    match set_status(ctx, proof.actor(), id, MemberVerb::Enable).await {
        Err(failure) => Err(contact::with_failure(ctx, proof.organization(), failure).await),
        done => done,
    }
}

/// Removes a member.
pub async fn remove(
    ctx: &Context,
    proof: &Proof<RemoveMembers>,
    id: MemberId,
) -> Result<MemberResult, Failure> {
    set_status(ctx, proof.actor(), id, MemberVerb::Remove).await
}

/// Carries out the verb. Enabling is refused with `seat_limit_reached` while a license of theirs is full.
async fn set_status(
    ctx: &Context,
    actor: &Actor,
    id: MemberId,
    verb: MemberVerb,
) -> Result<MemberResult, Failure> {
    let organization = actor.organization;
    let mut facts = invitations::expire(ctx, Some(organization), ctx.id()).to_vec();
    facts.extend([members::find(organization, id), members::full_license_of_suspended(ctx, id)]);
    let facts = ctx.batch(facts).await?;
    let before = facts[2].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    let to = member::after(before.status, verb)?;
    access::may_grant(actor.permissions, before.rights.effective())?;
    if let (MemberVerb::Enable, Some(full)) = (verb, facts[3].first::<FullLicense>()?) {
        return Err(no_seat(&full).into());
    }
    let by = By::from(actor);
    let operation = ctx.id();
    let (from, seen) = (before.status, before.operation_id);
    let change = StatusChange { organization, member: id, from, to, seen, by: &by.name, operation };
    let event = NewEvent {
        organization,
        kind: event_of(verb),
        by: &by,
        target: id.to_string(),
        target_name: before.label(),
        details: json!({ "door": (verb == MemberVerb::Enable).then(|| Door::Enable.as_str()) }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM members WHERE id = ?8 AND operation_id = ?11)";
    let batch = vec![
        members::move_to(ctx, &change),
        events::insert_if(ctx, &event, changed),
        members::licenses_touched(id, operation),
        members::find(organization, id),
        members::full_license_of_suspended(ctx, id),
        outbox::of_now(ctx),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| {
        if error.is_constraint("last_owner") { member::last_owner().into() } else { Failure::from(error) }
    })?;
    mails::carry(ctx, &rows[5])?;
    let now = rows[3].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    if now.status != to {
        if let (MemberVerb::Enable, Some(full)) = (verb, rows[4].first::<FullLicense>()?) {
            return Err(no_seat(&full).into());
        }
        let detail = "Somebody else changed this person at the same time. Look again and decide anew.";
        return Err(Refusal::new(Code::NotInThisState, detail).into());
    }
    Ok(MemberResult { id, status: to, licenses: rows[2].all::<Named<LicenseId>>()? })
}

fn event_of(verb: MemberVerb) -> EventKind {
    match verb {
        MemberVerb::Disable => EventKind::MemberDisabled,
        MemberVerb::Enable => EventKind::MemberEnabled,
        MemberVerb::Remove => EventKind::MemberRemoved,
    }
}

fn no_seat(full: &FullLicense) -> Refusal {
    let FullLicense { name, seats } = full;
    let mut refusal = seat::full(*seats);
    refusal.detail = format!("{name}: {}", refusal.detail);
    refusal
}
