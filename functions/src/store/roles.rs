//! Roles that organizations made, what members hold beside their role, and what a member may do of it all.

use serde::Deserialize;
use shared::access::{Permission, Permissions, Role, Roles};
use shared::id::{MemberId, OperationId, OrganizationId, RoleId};
use shared::role::{self, Beside, CustomRole};
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};

/// What decides the rights of member `m`, with [`OF_MEMBERS`].
pub const RIGHTS: &str = "m.role, r.permissions AS of_role, m.grants, m.denials";

/// Joins the role of member `m`, where the organization made it.
pub const OF_MEMBERS: &str =
    "LEFT JOIN roles r ON r.organization_id = m.organization_id AND r.id = m.custom_role";

/// The condition that member `m`, with [`OF_MEMBERS`], has a permission: [`role::effective`] in SQL.
pub fn has(permission: Permission) -> String {
    let built_in = Role::BUILT_IN.iter().filter(|role| role.permissions().has(permission));
    let words: Vec<_> = built_in.map(|role| format!("'{role}'")).collect();
    let (words, name) = (words.join(", "), permission.as_str());
    let named = |set: &str| format!("instr({set}, '\"{name}\"') > 0");
    format!(
        "(m.role = 'owner' OR (m.role IN ({words}) OR {} OR {}) AND NOT {})",
        named("coalesce(r.permissions, '')"),
        named("m.grants"),
        named("m.denials")
    )
}

/// The columns of [`RIGHTS`] in a row.
#[derive(Debug, Deserialize)]
pub struct Rights {
    /// The role.
    pub role: Role,
    /// The set of a role that the organization made.
    pub of_role: Option<String>,
    /// What is granted beside it.
    pub grants: String,
    /// What is denied.
    pub denials: String,
}

impl Rights {
    /// What the role holds.
    pub fn of_role(&self) -> Permissions {
        self.of_role.as_deref().map_or_else(|| self.role.permissions(), Permissions::stored)
    }

    /// What stands beside it.
    pub fn beside(&self) -> Beside {
        Beside::stored(&self.grants, &self.denials)
    }

    /// What the member may do.
    pub fn effective(&self) -> Permissions {
        role::effective(self.role, self.of_role(), self.beside())
    }
}

/// The roles that the organization made, by name: rows for [`catalog_of`].
pub fn catalog(organization: OrganizationId) -> Statement {
    Statement::new("SELECT id, name, permissions FROM roles WHERE organization_id = ?1 ORDER BY name_key")
        .bind(organization)
}

#[derive(Deserialize)]
struct CatalogRow {
    id: RoleId,
    name: String,
    permissions: String,
}

/// The roles of the organization.
pub fn catalog_of(rows: &Rows) -> Result<Roles, Failure> {
    let custom = rows.all::<CatalogRow>()?.into_iter().map(|row| CustomRole {
        id: row.id,
        name: row.name,
        permissions: Permissions::stored(&row.permissions),
    });
    Ok(Roles::new(custom.collect()))
}

/// Roles in full, by name; one of them where one is named: rows of [`RoleRow`].
pub fn list(organization: OrganizationId, role: Option<RoleId>) -> Statement {
    Statement::new(
        "SELECT id, name, description, based_on, permissions, created_at, changed_by, changed_at, operation_id \
         FROM roles WHERE organization_id = ?1 AND (?2 IS NULL OR id = ?2) ORDER BY name_key",
    )
    .bind(organization)
    .bind(role)
}

/// A row of [`list`].
#[derive(Debug, Deserialize)]
pub struct RoleRow {
    /// The role.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The role that it was made from.
    pub based_on: Role,
    /// Its set, as the database keeps it.
    pub permissions: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The write that changed it last.
    pub operation_id: OperationId,
}

impl RoleRow {
    /// What it may do.
    pub fn permissions(&self) -> Permissions {
        Permissions::stored(&self.permissions)
    }
}

/// A role to make or to write anew.
pub struct Written<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// The role.
    pub id: RoleId,
    /// Its name.
    pub name: &'a Name,
    /// What it is for.
    pub description: &'a str,
    /// What it may do.
    pub permissions: Permissions,
    /// By whom.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Makes a role, unless there are too many; a name that is taken is a conflict.
pub fn insert(ctx: &Context, role: &Written<'_>, based_on: Role) -> Statement {
    Statement::new(format!(
        "INSERT INTO roles (organization_id, id, name, name_key, description, based_on, permissions, created_at, changed_by, changed_at, operation_id) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?9, ?6, ?8, ?7, ?8, ?10 WHERE (SELECT count(*) FROM roles WHERE organization_id = ?1) < {}",
        role::MAX_ROLES
    ))
    .bind(role.organization)
    .bind(role.id)
    .bind(role.name.as_str())
    .bind(role.name.as_str().to_lowercase())
    .bind(role.description)
    .bind(role.permissions.to_stored())
    .bind(role.by)
    .bind(ctx.now)
    .bind(based_on)
    .bind(role.operation)
}

/// Writes a role anew, if nobody has since `before`.
pub fn update(ctx: &Context, role: &Written<'_>, before: OperationId) -> Statement {
    Statement::new(
        "UPDATE roles SET name = ?3, name_key = ?4, description = ?5, permissions = ?6, changed_by = ?7, changed_at = ?8, operation_id = ?9 \
         WHERE organization_id = ?1 AND id = ?2 AND operation_id = ?10",
    )
    .bind(role.organization)
    .bind(role.id)
    .bind(role.name.as_str())
    .bind(role.name.as_str().to_lowercase())
    .bind(role.description)
    .bind(role.permissions.to_stored())
    .bind(role.by)
    .bind(ctx.now)
    .bind(role.operation)
    .bind(before)
}

/// Who has a role or is offered it, in a row with `id` and `status` each.
pub fn held_by(organization: OrganizationId, role: RoleId, limit: usize) -> Statement {
    Statement::new(format!(
        "SELECT id, status, operation_id AS operation FROM members WHERE organization_id = ?1 AND custom_role = ?2 AND status <> 'removed' LIMIT {limit}"
    ))
    .bind(organization)
    .bind(role)
}

/// Takes a role from what holds nobody to it any more: those who were removed, invitations and places in a queue. With
/// a replacement also from open invitations and those who wait; the members themselves are `bulk`'s.
pub fn let_go(
    ctx: &Context,
    organization: OrganizationId,
    (role, replacement): (RoleId, Option<Role>),
    by: &str,
    operation: OperationId,
) -> Vec<Statement> {
    let to = replacement.unwrap_or(Role::Standard);
    let past = |condition| if replacement.is_some() { "true" } else { condition };
    let what = [
        ("members", "status = 'removed'"),
        ("invitations", past("status <> 'pending'")),
        ("seat_queue", past("state <> 'waiting'")),
    ];
    let update = |(table, condition)| {
        let sql =
            format!("UPDATE {table} SET role = ?3 WHERE organization_id = ?1 AND role = ?2 AND {condition}");
        Statement::new(sql).bind(organization).bind(role).bind(to)
    };
    // The seats that open invitations give or free with their role are booked under whoever deletes it.
    let open = "UPDATE invitations SET role = ?3, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
        WHERE organization_id = ?1 AND role = ?2 AND status = 'pending'";
    let open = replacement.map(|to| {
        let open = Statement::new(open).bind(organization).bind(role).bind(to);
        open.bind(by).bind(ctx.now).bind(operation)
    });
    let mut statements: Vec<_> = open.into_iter().chain(what.into_iter().map(update)).collect();
    let based = "UPDATE roles SET based_on = 'standard' WHERE organization_id = ?1 AND based_on = ?2";
    statements.push(Statement::new(based).bind(organization).bind(role));
    statements
}

/// Deletes a role that nobody has; the schema refuses the whole batch where a member has it, or is offered it.
pub fn delete(organization: OrganizationId, role: RoleId) -> Statement {
    Statement::new("DELETE FROM roles WHERE organization_id = ?1 AND id = ?2").bind(organization).bind(role)
}

/// Who has a role and what stands beside it for them: rows of [`HolderRow`], those who can sign in first.
pub fn holders(organization: OrganizationId, role: Role) -> Statement {
    Statement::new(
        "SELECT id, iif(name <> '', name, email) AS name, grants, denials FROM members \
         WHERE organization_id = ?1 AND role = ?2 AND status IN ('active', 'disabled') AND (grants <> '[]' OR denials <> '[]') \
         ORDER BY sort_key, id LIMIT 500",
    )
    .bind(organization)
    .bind(role)
}

/// A row of [`holders`].
#[derive(Debug, Deserialize)]
pub struct HolderRow {
    /// Who.
    pub id: MemberId,
    /// Their name or address.
    pub name: String,
    /// What is granted to them.
    pub grants: String,
    /// What is denied them.
    pub denials: String,
}

/// How many working tokens members with a role made, in a row with `tokens`.
pub fn tokens_of(ctx: &Context, organization: OrganizationId, role: Role) -> Statement {
    Statement::new(
        "SELECT count(*) AS tokens FROM api_tokens t JOIN members m ON m.id = t.created_by AND m.role = ?2 \
         WHERE t.organization_id = ?1 AND t.revoked_at IS NULL AND t.expires_at > ?3",
    )
    .bind(organization)
    .bind(role)
    .bind(ctx.now)
}

/// Grants and denies beside a member's role, if role, grants and denials are still as they were read.
pub fn set_beside(ctx: &Context, change: &BesideChange<'_>) -> Statement {
    Statement::new(
        "UPDATE members SET grants = ?3, denials = ?4, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND id = ?2 AND status IN ('active', 'disabled') AND role = ?8 AND grants = ?9 AND denials = ?10",
    )
    .bind(change.organization)
    .bind(change.member)
    .bind(change.to.grants.to_stored())
    .bind(change.to.denials.to_stored())
    .bind(change.by)
    .bind(ctx.now)
    .bind(change.operation)
    .bind(change.from.role)
    .bind(&change.from.grants)
    .bind(&change.from.denials)
}

/// A change of what stands beside a member's role.
pub struct BesideChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Who.
    pub member: MemberId,
    /// What it was, as read.
    pub from: &'a Rights,
    /// What it is to be.
    pub to: Beside,
    /// By whom.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}
