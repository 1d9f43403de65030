//! Identifiers of people in other systems. That one id is one person's is the table's key.

use serde::{Deserialize, Serialize};
use shared::id::{EventId, ExternalIdId, MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::events::By;
use crate::store::page::Listing;

/// An id as the API shows it (`shared::api::measures::ExternalId`).
const ITEM: &str = "json_object('id', x.id, 'source', x.source, 'external_id', x.external_id, \
    'member', json_object('id', m.id, 'name', iif(m.name <> '', m.name, m.email)))";

/// A page of ids by source and id.
pub fn list(
    organization: OrganizationId,
    member: Option<MemberId>,
    search: Option<&str>,
    window: &Window,
) -> Statement {
    let mut conditions = Conditions::default()
        .and("x.organization_id = ?", [organization.into()])
        .and_some("x.member_id = ?", member)
        .and_contains("x.external_id", search);
    if window.after(0) != Param::Null {
        let values = [window.after(0), window.after(1)];
        conditions = conditions.and("(x.source, x.external_id) > (?, ?)", values);
    }
    let from = format!("FROM external_ids x JOIN members m ON m.id = x.member_id{}", conditions.sql());
    let key = "json_array(x.source, x.external_id)";
    let listing = Listing { item: ITEM, key, from: &from, order: "x.source, x.external_id" };
    conditions.bind_to(listing.statement(window))
}

/// An id to give, and the event that tells of it.
#[derive(Debug, Serialize)]
pub struct NewId<'a> {
    /// The record.
    pub id: ExternalIdId,
    /// The event.
    pub event: EventId,
    /// The other system.
    pub source: &'a str,
    /// The identifier there.
    pub external_id: &'a str,
    /// Whose it is to be.
    pub member: MemberId,
}

/// Gives ids to members; those that somebody has, and those for nobody, are left out. Tells of each that was given.
pub fn add(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    by: &By,
    operation: OperationId,
) -> [Statement; 2] {
    [
        Statement::new(
            "INSERT INTO external_ids (organization_id, source, external_id, id, member_id, created_at, operation_id) \
             SELECT ?1, r.value ->> 'source', r.value ->> 'external_id', r.value ->> 'id', m.id, ?3, ?4 FROM json_each(?2) r \
             CROSS JOIN members m ON m.organization_id = ?1 AND m.id = r.value ->> 'member' AND m.status <> 'removed' \
             WHERE true ON CONFLICT (organization_id, source, external_id) DO NOTHING",
        )
        .bind(organization)
        .bind(rows)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT r.value ->> 'event', ?1, ?3, 'external_id.given', ?5, ?6, ?7, m.id, iif(m.name <> '', m.name, m.email), \
             json_object('id', x.source || ': ' || x.external_id), ?4 FROM json_each(?2) r \
             CROSS JOIN external_ids x ON x.organization_id = ?1 AND x.id = r.value ->> 'id' AND x.operation_id = ?4 \
             JOIN members m ON m.id = x.member_id",
        )
        .bind(organization)
        .bind(rows)
        .bind(ctx.now)
        .bind(operation)
        .bind(by.kind.as_str())
        .bind(&by.id)
        .bind(&by.name),
    ]
}

/// Who has these ids now: rows of [`HolderRow`] in the order of `rows`.
pub fn holders(organization: OrganizationId, rows: &str) -> Statement {
    Statement::new(
        "SELECT r.key AS at, m.id AS member, iif(m.name <> '', m.name, m.email) AS name, x.operation_id FROM json_each(?2) r \
         CROSS JOIN external_ids x ON x.organization_id = ?1 AND x.source = r.value ->> 'source' AND x.external_id = r.value ->> 'external_id' \
         JOIN members m ON m.id = x.member_id",
    )
    .bind(organization)
    .bind(rows)
}

/// A row of [`holders`].
#[derive(Debug, Deserialize)]
pub struct HolderRow {
    /// Which of the rows.
    pub at: usize,
    /// Who has it.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// The write that gave it.
    pub operation_id: OperationId,
}

/// Whose an id is, in a row of [`OwnerRow`].
pub fn owner(organization: OrganizationId, id: ExternalIdId) -> Statement {
    Statement::new(
        "SELECT m.id AS member, iif(m.name <> '', m.name, m.email) AS name, x.source || ': ' || x.external_id AS words \
         FROM external_ids x JOIN members m ON m.id = x.member_id WHERE x.organization_id = ?1 AND x.id = ?2",
    )
    .bind(organization)
    .bind(id)
}

/// A row of [`owner`].
#[derive(Debug, Deserialize)]
pub struct OwnerRow {
    /// Whose.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Source and id.
    pub words: String,
}

/// Takes an id from whoever has it.
pub fn remove(organization: OrganizationId, id: ExternalIdId) -> Statement {
    Statement::new("DELETE FROM external_ids WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(id)
}
