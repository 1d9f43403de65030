//! Erases for good what is held on a person who was removed.

use serde_json::json;
use shared::api::members::EraseMember;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::{Code, Refusal, access, erasure};

use crate::authority::{EditMembers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::erasures;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};
use crate::use_cases::{RawJson, only_item};

/// Erases a member by their address, and answers with what is left of them. Who was erased before stays as they are.
pub async fn erase(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    member: MemberId,
    request: &EraseMember,
) -> Result<RawJson, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let facts = vec![
        members::find(organization, member),
        members::item(ctx, organization, member),
        erasures::merged(organization, member),
    ];
    let rows = ctx.batch(facts).await?;
    let before = rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    access::may_grant(actor.permissions, before.rights.effective())?;
    if erasure::is_erased(&before.email) {
        return only_item(&rows[1]);
    }
    erasure::check(before.status, &before.email, &request.email)?;
    // The record itself last: until then a name that it shares with one merged into it counts as another's.
    let merged: Vec<MemberRow> = rows[2].all()?;
    for row in &merged {
        access::may_grant(actor.permissions, row.rights.effective())?;
    }
    let records: Vec<_> = merged.iter().map(|row| row.id).chain([member]).collect();
    let (by, operation) = (By::from(actor), ctx.id());
    let event = NewEvent {
        organization,
        kind: EventKind::MemberErased,
        by: &by,
        target: member.to_string(),
        target_name: &erasure::pseudonym(member),
        details: json!({}),
        operation,
    };
    let batch = vec![
        erasures::insert(ctx, organization, &records, &by.id, operation),
        events::insert_if(ctx, &event, erasures::DONE),
        members::find(organization, member),
        members::item(ctx, organization, member),
    ];
    let rows = ctx.batch(batch).await?;
    let after = rows[2].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    if !erasure::is_erased(&after.email) {
        let detail = "Somebody else changed this person at the same time. Look again and decide anew.";
        return Err(Refusal::new(Code::NotInThisState, detail).into());
    }
    only_item(&rows[3])
}
