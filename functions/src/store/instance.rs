//! The instance itself and its organizations.

use shared::id::OrganizationId;

use crate::context::Context;
use crate::ports::Statement;

/// Any answer says that the database is there.
pub fn ping() -> Statement {
    Statement::new("SELECT 1 AS well")
}

/// A row once the instance is set up.
pub fn set_up() -> Statement {
    Statement::new("SELECT 1 AS done FROM instance")
}

/// A row if this organization is the first, whose owners run the instance.
pub fn is_first(organization: OrganizationId) -> Statement {
    Statement::new("SELECT 1 AS first FROM instance WHERE organization_id = ?1").bind(organization)
}

/// Makes an organization.
pub fn insert_organization(ctx: &Context, id: OrganizationId, name: &str) -> Statement {
    Statement::new("INSERT INTO organizations (id, name, created_at) VALUES (?1, ?2, ?3)")
        .bind(id)
        .bind(name)
        .bind(ctx.now)
}

/// Marks the instance as set up; fails on `instance` the second time.
pub fn mark_set_up(organization: OrganizationId) -> Statement {
    Statement::new("INSERT INTO instance (only_row, organization_id) VALUES (1, ?1)").bind(organization)
}
