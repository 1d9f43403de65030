//! Changes a role; it counts from its holders' next request on.

use serde_json::json;
use shared::access::Role;
use shared::api::roles::{ChangeRole, RoleInfo};
use shared::event::EventKind;
use shared::role_change::{
    self, RoleVersion, changeable, check_change, check_description, check_name, effect,
};
use shared::text::Name;

use super::{find, name_taken, shown, version};
use crate::authority::{ManageRoles, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, CountRow};
use crate::store::roles::{self, RoleRow, Written};

/// Changes what is given. Whoever saw another state of the role than there is now is told what changed.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageRoles>,
    role: Role,
    seen: Option<RoleVersion>,
    request: &ChangeRole,
) -> Result<RoleInfo, Failure> {
    let (actor, organization, id) = (proof.actor(), proof.organization(), changeable(role)?);
    let before = find(ctx, organization, id).await?;
    if let Some(seen) = seen.filter(|seen| *seen != version(&before)) {
        return Err(told(seen, &before));
    }
    let after = request.permissions.unwrap_or_else(|| before.permissions());
    check_change(actor.permissions, before.permissions(), after)?;
    if let Some(name) = &request.name {
        check_name(name.as_str())?;
    }
    let kept = Name::parse(&before.name, "name")?;
    let name = request.name.as_ref().unwrap_or(&kept);
    let description = check_description(request.description.as_ref().unwrap_or(&before.description))?;
    let (by, operation) = (By::from(actor), ctx.id());
    let written = Written {
        organization,
        id,
        name,
        description: &description,
        permissions: after,
        by: &by.name,
        operation,
    };
    let changed = effect(before.permissions(), after);
    let renamed = (before.name != name.as_str()).then(|| json!({ "from": before.name, "to": name }));
    let event = NewEvent {
        organization,
        kind: EventKind::RoleChanged,
        by: &by,
        target: role.to_string(),
        target_name: name.as_str(),
        details: json!({ "name": renamed, "gained": changed.gained, "lost": changed.lost }),
        operation,
    };
    let took_place =
        "EXISTS (SELECT 1 FROM roles WHERE organization_id = ?2 AND id = ?8 AND operation_id = ?11)";
    let batch = vec![
        roles::update(ctx, &written, before.operation_id),
        events::insert_if(ctx, &event, took_place),
        roles::list(organization, Some(id)),
        members::counts(organization),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| name_taken(error, name))?;
    let now = rows[2].first::<RoleRow>()?.ok_or_else(shared::Refusal::not_found)?;
    if now.operation_id != operation {
        return Err(told(version(&before), &now));
    }
    Ok(shown(now, &rows[3].all::<CountRow>()?))
}

fn told(seen: RoleVersion, now: &RoleRow) -> Failure {
    role_change::role_changed(seen, version(now), &now.changed_by, now.changed_at).into()
}
