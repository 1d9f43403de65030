//! Makes a role.

use serde_json::json;
use shared::access::{self, Role};
use shared::api::roles::{CreateRole, RoleInfo};
use shared::event::EventKind;
use shared::id::RoleId;
use shared::role_change::{check_description, check_name};

use super::{name_taken, shown, too_many};
use crate::authority::{ManageRoles, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::roles::{self, RoleRow, Written};

/// Makes a role that holds no more than its maker does; refuses a name that another one has.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageRoles>,
    request: &CreateRole,
) -> Result<RoleInfo, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    check_name(request.name.as_str())?;
    let description = check_description(&request.description)?;
    let catalog = roles::catalog_of(&ctx.query(roles::catalog(organization)).await?)?;
    let based_on = catalog.permissions(request.based_on).map_err(|refusal| refusal.at("based_on"))?;
    let permissions = request.permissions.unwrap_or(based_on);
    access::may_grant(actor.permissions, permissions).map_err(|refusal| refusal.at("permissions"))?;
    let (id, operation): (RoleId, _) = (ctx.id(), ctx.id());
    let by = By::from(actor);
    let role = Written {
        organization,
        id,
        name: &request.name,
        description: &description,
        permissions,
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization,
        kind: EventKind::RoleCreated,
        by: &by,
        target: Role::Custom(id).to_string(),
        target_name: request.name.as_str(),
        details: json!({ "permissions": permissions }),
        operation,
    };
    let made = "EXISTS (SELECT 1 FROM roles WHERE organization_id = ?2 AND id = ?8)";
    let batch = vec![
        roles::insert(ctx, &role, request.based_on),
        events::insert_if(ctx, &event, made),
        roles::list(organization, Some(id)),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| name_taken(error, &request.name))?;
    let row = rows[2].first::<RoleRow>()?.ok_or_else(too_many)?;
    Ok(shown(row, &[]))
}
