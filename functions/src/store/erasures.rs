//! Erasures. What goes with one is in the schema: the insert of its row carries it out, whole or not at all.

use serde_json::{Value, json};
use shared::erasure;
use shared::id::{MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::ports::Statement;
use crate::store::members::MemberRow;
use crate::store::roles::{OF_MEMBERS, RIGHTS};

/// The removed records that were merged into a member's, and into those: rows of [`MemberRow`].
pub fn merged(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "WITH RECURSIVE gone (id) AS (SELECT ?2 UNION SELECT x.id FROM members x JOIN gone ON x.merged_into = gone.id WHERE x.status = 'removed') \
         SELECT m.id, m.name, m.email, {RIGHTS}, m.status, m.changed_by, m.changed_at, m.operation_id \
         FROM gone CROSS JOIN members m ON m.id = gone.id {OF_MEMBERS} WHERE m.organization_id = ?1 AND m.id <> ?2"
    ))
    .bind(organization)
    .bind(member)
}

/// Whether a member was erased: one row if so.
pub fn find(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new("SELECT 1 AS erased FROM erasures WHERE organization_id = ?1 AND member_id = ?2")
        .bind(organization)
        .bind(member)
}

/// Erases removed members one after another, all of them as they were seen, or nobody.
/// Nothing happens to anybody else, nor a second time.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    seen: &[&MemberRow],
    by: &str,
    operation: OperationId,
) -> Statement {
    let row = |row: &&MemberRow| {
        json!([row.id, erasure::pseudonym(row.id), erasure::address(row.id), row.operation_id, row.email])
    };
    let rows: Vec<Value> = seen.iter().map(row).collect();
    Statement::new(
        "INSERT INTO erasures (member_id, organization_id, pseudonym, address, erased_by, erased_at, operation_id) \
         SELECT value ->> 0, ?2, value ->> 1, value ->> 2, ?3, ?4, ?5 FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM json_each(?1) s \
         LEFT JOIN members m ON m.organization_id = ?2 AND m.id = s.value ->> 0 AND m.status = 'removed' AND m.operation_id = s.value ->> 3 \
         AND m.email = s.value ->> 4 WHERE m.id IS NULL) ORDER BY key ON CONFLICT DO NOTHING",
    )
    .bind(json!(rows).to_string())
    .bind(organization)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// That this operation (`?11` of an event) erased its target (`?8`).
pub const DONE: &str = "EXISTS (SELECT 1 FROM erasures WHERE member_id = ?8 AND operation_id = ?11)";
