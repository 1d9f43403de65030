//! Erasures. What goes with one is in the schema: the insert of its row carries it out, whole or not at all.

use serde_json::{Value, json};
use shared::erasure;
use shared::id::{MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::ports::Statement;
use crate::store::roles::{OF_MEMBERS, RIGHTS};

/// The removed records that were merged into a member's, and into those: rows of [`MemberRow`](super::members::MemberRow).
pub fn merged(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "WITH RECURSIVE gone (id) AS (SELECT ?2 UNION SELECT x.id FROM members x JOIN gone ON x.merged_into = gone.id WHERE x.status = 'removed') \
         SELECT m.id, m.name, m.email, {RIGHTS}, m.status, m.changed_by, m.changed_at, m.operation_id \
         FROM gone CROSS JOIN members m ON m.id = gone.id {OF_MEMBERS} WHERE m.organization_id = ?1 AND m.id <> ?2"
    ))
    .bind(organization)
    .bind(member)
}

/// Erases removed members one after another; nothing happens to anybody else, nor a second time.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    members: &[MemberId],
    by: &str,
    operation: OperationId,
) -> Statement {
    let row = |member: &MemberId| json!([member, erasure::pseudonym(*member), erasure::address(*member)]);
    let rows: Vec<Value> = members.iter().map(row).collect();
    Statement::new(
        "INSERT INTO erasures (member_id, organization_id, pseudonym, address, erased_by, erased_at, operation_id) \
         SELECT value ->> 0, ?2, value ->> 1, value ->> 2, ?3, ?4, ?5 FROM json_each(?1) ORDER BY key ON CONFLICT DO NOTHING",
    )
    .bind(json!(rows).to_string())
    .bind(organization)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// That this operation (`?11` of an event) erased its target (`?8`).
pub const DONE: &str = "EXISTS (SELECT 1 FROM erasures WHERE member_id = ?8 AND operation_id = ?11)";
