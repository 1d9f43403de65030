//! Roles that the organization makes: making, changing, deleting, and what a change would mean for whom.

pub mod change;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod preview;

use shared::access::Role;
use shared::api::roles::RoleInfo;
use shared::id::{OrganizationId, RoleId};
use shared::member::MemberStatus;
use shared::role::{self, MAX_ROLES};
use shared::role_change::RoleVersion;
use shared::text::Name;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::members::CountRow;
use crate::store::roles::{self, RoleRow};

/// The state of a role.
fn version(row: &RoleRow) -> RoleVersion {
    RoleVersion { operation: row.operation_id, permissions: row.permissions() }
}

/// A role as the API shows it.
fn shown(row: RoleRow, counts: &[CountRow]) -> RoleInfo {
    let role = Role::Custom(row.id);
    RoleInfo {
        version: Some(version(&row).to_string()),
        permissions: row.permissions(),
        name: row.name,
        description: row.description,
        built_in: false,
        based_on: Some(row.based_on),
        changed_by: Some(row.changed_by),
        changed_at: Some(row.changed_at),
        ..counted(role, counts)
    }
}

/// A built-in role as the API shows it; of others what is counted.
fn counted(role: Role, counts: &[CountRow]) -> RoleInfo {
    let people = |statuses: &[MemberStatus]| {
        let rows = counts.iter().filter(|row| row.role == role && statuses.contains(&row.status));
        rows.map(|row| row.people).sum()
    };
    RoleInfo {
        id: role,
        name: role.title().to_owned(),
        description: String::new(),
        built_in: true,
        based_on: None,
        permissions: role.permissions(),
        members: people(&[MemberStatus::Active, MemberStatus::Disabled]),
        invited: people(&[MemberStatus::Pending]),
        version: None,
        changed_by: None,
        changed_at: None,
    }
}

/// The role that the organization made, or "not found".
async fn find(ctx: &Context, organization: OrganizationId, role: RoleId) -> Result<RoleRow, Failure> {
    let row = ctx.query(roles::list(organization, Some(role))).await?.first::<RoleRow>()?;
    Ok(row.ok_or_else(Refusal::not_found)?)
}

/// Turns the conflict of two equal names into its refusal.
fn name_taken(error: DbError, name: &Name) -> Failure {
    if error.is_constraint("roles.organization_id, roles.name_key") {
        let detail = format!("There is a role {name} already. Choose another name.");
        return Refusal::new(Code::NameTaken, detail).at("name").into();
    }
    error.into()
}

fn too_many() -> Refusal {
    let detail = format!("An organization makes at most {MAX_ROLES} roles. Delete one that nobody has.");
    Refusal::new(Code::TooManyRoles, detail)
}

/// Turns the conflict of giving a role that was deleted meanwhile into its refusal.
pub fn gone(error: DbError) -> Failure {
    if error.is_constraint("FOREIGN KEY") {
        return role::unknown().at("role").into();
    }
    error.into()
}
