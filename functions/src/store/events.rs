//! The audit log.

use serde::Deserialize;
use serde_json::Value;
use shared::api::events::EventFilter;
use shared::event::{ActorKind, EventKind};
use shared::id::{EventId, MemberId, OperationId, OrganizationId};

use crate::authority::Actor;
use crate::context::Context;
use crate::paging::Window;
use crate::ports::Statement;
use crate::store::conditions::Conditions;
use crate::store::page::Listing;

/// An event as the API shows it (`shared::api::events::Event`).
pub const ITEM: &str = "json_object('id', e.id, 'at', e.at, 'kind', e.kind, 'actor_kind', e.actor_kind, 'actor', e.actor, \
    'actor_name', e.actor_name, 'target', e.target, 'target_name', e.target_name, 'details', json(e.details), 'operation', e.operation_id)";

/// Who did it, as the log keeps it.
#[derive(Clone, Debug)]
pub struct By {
    /// What sort of actor.
    pub kind: ActorKind,
    /// Their id; empty for Usher itself.
    pub id: String,
    /// Their name at the time.
    pub name: String,
}

impl By {
    /// Usher itself.
    pub fn usher() -> Self {
        Self { kind: ActorKind::System, id: String::new(), name: "Usher".to_owned() }
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self { kind: actor.kind(), id: actor.id(), name: actor.name().to_owned() }
    }
}

/// An event to write.
pub struct NewEvent<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// What.
    pub kind: EventKind,
    /// Who.
    pub by: &'a By,
    /// To what.
    pub target: String,
    /// Its name now.
    pub target_name: &'a str,
    /// What changed.
    pub details: Value,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Writes an event.
pub fn insert(ctx: &Context, event: &NewEvent<'_>) -> Statement {
    insert_if(ctx, event, "true")
}

/// Writes an event if a condition on the operation (`?11`) holds: that the change it tells of took place.
pub fn insert_if(ctx: &Context, event: &NewEvent<'_>, condition: &str) -> Statement {
    Statement::new(format!(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE {condition}"
    ))
    .bind(ctx.id::<shared::id::Event>())
    .bind(event.organization)
    .bind(ctx.now)
    .bind(event.kind.as_str())
    .bind(event.by.kind.as_str())
    .bind(&event.by.id)
    .bind(&event.by.name)
    .bind(&event.target)
    .bind(event.target_name)
    .bind(event.details.to_string())
    .bind(event.operation)
}

fn found_by(organization: OrganizationId, filter: &EventFilter) -> Conditions {
    // Ids begin with their time, so that days are a range of the index.
    let first = |at| EventId::new(at, [0; 10]);
    let mut conditions = Conditions::default()
        .and("e.organization_id = ?", [organization.into()])
        .and_some("e.id >= ?", filter.from.map(|day| first(day.start())))
        .and_some("e.id < ?", filter.to.map(|day| first(day.end())))
        .and_contains("e.actor_name || ' ' || e.target_name", filter.search.as_deref());
    if let Some(target) = filter.target.as_deref() {
        // What happened to a member is also what happened to their invitations.
        let of = "e.target IN (SELECT ? UNION SELECT id FROM invitations WHERE member_id = ?)";
        conditions = conditions.and(of, [target.into(), target.into()]);
    }
    match filter.kind.as_deref() {
        Some(kind) if kind.ends_with('.') => conditions.and(
            "e.kind >= ? AND e.kind < ?",
            [kind.into(), format!("{}/", kind.trim_end_matches('.')).into()],
        ),
        kind => conditions.and_some("e.kind = ?", kind),
    }
}

/// A page of events, the newest first.
pub fn list(organization: OrganizationId, filter: &EventFilter, window: &Window) -> Statement {
    let mut conditions = found_by(organization, filter);
    if window.after(0) != crate::ports::Param::Null {
        conditions = conditions.and("e.id < ?", [window.after(0)]);
    }
    let from = format!("FROM events e{}", conditions.sql());
    let listing = Listing { item: ITEM, key: "json_array(e.id)", from: &from, order: "e.id DESC" };
    conditions.bind_to(listing.statement(window))
}

/// Events for a file, the newest first, before the one with this id: rows of [`EventRow`], at most `limit`.
pub fn export(
    organization: OrganizationId,
    filter: &EventFilter,
    before: Option<&str>,
    limit: usize,
) -> Statement {
    let conditions = found_by(organization, filter).and_some("e.id < ?", before);
    let sql = format!(
        "SELECT e.id, e.at, e.kind, e.actor_kind, e.actor, e.actor_name, e.target, e.target_name, e.details \
         FROM events e{} ORDER BY e.id DESC LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// A row of [`export`].
#[derive(Debug, Deserialize)]
pub struct EventRow {
    /// The entry.
    pub id: String,
    /// When.
    pub at: String,
    /// What.
    pub kind: String,
    /// What sort of actor.
    pub actor_kind: String,
    /// The actor's id.
    pub actor: String,
    /// The actor's name at the time.
    pub actor_name: String,
    /// The id of what it happened to.
    pub target: String,
    /// Its name at the time.
    pub target_name: String,
    /// What changed, as JSON.
    pub details: String,
}

/// What happened last to a member, in a row of [`LastChange`].
pub fn last_change(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT kind, details FROM events WHERE organization_id = ?1 AND target = ?2 ORDER BY id DESC LIMIT 1",
    )
    .bind(organization)
    .bind(member)
}

/// A row of [`last_change`].
#[derive(Debug, Deserialize)]
pub struct LastChange {
    kind: String,
    details: String,
}

impl LastChange {
    /// The change as a sentence goes on with it: what was what before.
    pub fn in_words(&self) -> String {
        let details: Value = crate::json::read(&self.details).unwrap_or_default();
        let changes = ["name", "role"].iter().filter_map(|field| {
            let (from, to) = (details[field]["from"].as_str()?, details[field]["to"].as_str()?);
            Some(format!("{field} from {from} to {to}"))
        });
        let changes: Vec<_> = changes.collect();
        if changes.is_empty() { format!(" ({})", self.kind) } else { format!(": {}", changes.join(", ")) }
    }
}

/// The last events as one JSON array, in a row with `items`.
pub fn latest(organization: OrganizationId, limit: u8) -> Statement {
    Statement::new(format!(
        "SELECT json_group_array(json(item)) AS items FROM \
         (SELECT {ITEM} AS item FROM events e WHERE e.organization_id = ?1 ORDER BY e.id DESC LIMIT {limit})"
    ))
    .bind(organization)
}
