//! Erases for good what is held on a person who was removed.

use serde_json::json;
use shared::api::members::EraseMember;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::{Code, Refusal, access, erasure};

use crate::authority::{EditMembers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::attempts::{self, Tries};
use crate::store::erasures;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};
use crate::use_cases::{RawJson, only_item};

/// The most erasures within a quarter of an hour: each reads the whole log, and all else waits meanwhile.
const MOST: u32 = 30;

/// Erases a member by their address, and answers with what is left of them. Who was erased before stays as they are.
pub async fn erase(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    member: MemberId,
    request: &EraseMember,
) -> Result<RawJson, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let subject = ctx.settings.key.attempts_subject("erasure", &actor.id());
    let facts = vec![
        members::find(organization, member),
        members::item(ctx, organization, member),
        erasures::merged(organization, member),
        erasures::find(organization, member),
        attempts::count(ctx, &subject),
    ];
    let rows = ctx.batch(facts).await?;
    let before = rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    access::may_grant(actor.permissions, before.rights.effective())?;
    if !rows[3].is_empty() {
        return only_item(&rows[1]);
    }
    erasure::check(before.status, &before.email, &request.email)?;
    if rows[4].first::<Tries>()?.is_some_and(|tries| tries.tries > MOST) {
        let detail = format!("More than {MOST} erasures within a quarter of an hour. Wait, then go on.");
        return Err(Refusal::new(Code::TooManyAttempts, detail).into());
    }
    // The record itself last: until then a name that it shares with one merged into it counts as another's.
    let merged: Vec<MemberRow> = rows[2].all()?;
    for row in &merged {
        access::may_grant(actor.permissions, row.rights.effective())?;
    }
    let seen: Vec<_> = merged.iter().chain([&before]).collect();
    let (by, operation) = (By::from(actor), ctx.id());
    let mut batch = vec![erasures::insert(ctx, organization, &seen, &by.id, operation)];
    for row in &seen {
        let event = NewEvent {
            organization,
            kind: EventKind::MemberErased,
            by: &by,
            target: row.id.to_string(),
            target_name: &erasure::pseudonym(row.id),
            details: json!({}),
            operation,
        };
        batch.push(events::insert_if(ctx, &event, erasures::DONE));
    }
    let answer = batch.len();
    batch.push(erasures::find(organization, member));
    batch.push(members::item(ctx, organization, member));
    let rows = ctx.batch(batch).await?;
    if rows[answer].is_empty() {
        let detail = "Somebody else changed this person at the same time. Look again and decide anew.";
        return Err(Refusal::new(Code::NotInThisState, detail).into());
    }
    only_item(&rows[answer + 1])
}
