//! Changes a member's name or role; it counts from their next request on.

use serde_json::json;
use shared::Refusal;
use shared::access;
use shared::api::members::ChangeMember;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::member::{self, MemberStatus};

use crate::authority::{ManageMembers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberChange, MemberRow};
use crate::use_cases::{RawJson, only_item};

/// Changes what is given. Refuses roles beyond the actor's own, and the demotion of the last active owner.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageMembers>,
    id: MemberId,
    request: &ChangeMember,
) -> Result<RawJson, Failure> {
    let actor = proof.actor();
    let organization = actor.organization;
    let row = ctx.query(members::find(organization, id)).await?.first::<MemberRow>()?;
    let before = row.filter(|row| row.status != MemberStatus::Removed).ok_or_else(Refusal::not_found)?;
    if let Some(role) = request.role.filter(|role| *role != before.role) {
        access::may_grant(actor.permissions, role)?;
        // Whoever holds more than the actor is not the actor's to change.
        access::may_grant(actor.permissions, before.role)?;
    }
    let by = By::from(actor);
    let operation = ctx.id();
    let target_name = request.name.as_ref().map_or_else(|| before.label().to_owned(), ToString::to_string);
    let event = NewEvent {
        organization,
        kind: EventKind::MemberChanged,
        by: &by,
        target: id.to_string(),
        target_name: &target_name,
        details: json!({
            "role": request.role.filter(|role| *role != before.role).map(|role| json!({ "from": before.role, "to": role })),
            "name": request.name.as_ref().filter(|name| name.as_str() != before.name).map(|name| json!({ "from": before.name, "to": name })),
        }),
        operation,
    };
    let change = MemberChange {
        organization,
        member: id,
        name: request.name.as_ref(),
        role: request.role,
        by: &by.name,
        operation,
    };
    let batch = vec![
        members::change(ctx, &change),
        events::insert(ctx, &event),
        members::item(ctx, organization, id),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| {
        if error.is_constraint("last_owner") {
            member::last_owner().at("role").into()
        } else {
            Failure::from(error)
        }
    })?;
    only_item(&rows[2])
}
