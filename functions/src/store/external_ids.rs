//! Identifiers of people in other systems. That one id is one person's is the table's key.

use serde::{Deserialize, Serialize};
use shared::api::Named;
use shared::api::external_ids::HeldId;
use shared::email::Email;
use shared::external_id::Holder;
use shared::id::{EventId, ExternalIdId, MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::failure::Failure;
use crate::paging::Window;
use crate::ports::{Param, Rows, Statement};
use crate::store::conditions::Conditions;
use crate::store::emails;
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
        .and_contains("x.source || ' ' || x.external_id || ' ' || m.name || ' ' || m.email", search);
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
pub struct NewId {
    /// The record.
    pub id: ExternalIdId,
    /// The event.
    pub event: EventId,
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// Whose it is to be.
    pub member: Option<MemberId>,
    /// Or their address.
    pub email: Option<Email>,
}

/// Whom a row means, by id or by one of their addresses.
fn person() -> String {
    format!("coalesce(r.value ->> 'member', {})", emails::member_of("?1", "r.value ->> 'email'"))
}

/// The invitation by which `m` is asked or is to be, while they are: what they are given meanwhile ends with it.
pub const OFFERED: &str = "iif(m.status = 'pending', coalesce((SELECT i.id FROM invitations i WHERE i.member_id = m.id AND i.status IN ('pending', 'expired') \
    ORDER BY i.status = 'pending' DESC, i.id DESC LIMIT 1), (SELECT w.invitation_id FROM seat_queue w WHERE w.member_id = m.id AND w.state = 'waiting' LIMIT 1)), NULL)";

/// Whom the rows mean: rows of [`PersonRow`].
pub fn people(organization: OrganizationId, rows: &str) -> Statement {
    Statement::new(format!(
        "SELECT r.key AS at, m.id, iif(m.name <> '', m.name, m.email) AS name FROM json_each(?2) r \
         CROSS JOIN members m ON m.organization_id = ?1 AND m.id = {} AND m.status <> 'removed'",
        person()
    ))
    .bind(organization)
    .bind(rows)
}

/// A row of [`people`].
#[derive(Debug, Deserialize)]
pub struct PersonRow {
    /// Which of the rows.
    pub at: usize,
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
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
        Statement::new(format!(
            "INSERT INTO external_ids (organization_id, source, external_id, id, member_id, invitation_id, created_at, operation_id) \
             SELECT ?1, r.value ->> 'source', r.value ->> 'external_id', r.value ->> 'id', m.id, {OFFERED}, ?3, ?4 FROM json_each(?2) r \
             CROSS JOIN members m ON m.organization_id = ?1 AND m.id = {} AND m.status <> 'removed' \
             WHERE true ON CONFLICT (organization_id, source, external_id) DO NOTHING",
            person()
        ))
        .bind(organization)
        .bind(rows)
        .bind(ctx.now)
        .bind(operation),
        told(ctx, organization, rows, by, operation),
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

/// Who has which of these ids (a JSON array of `source` and `external_id`): rows of [`HeldRow`].
pub fn held(organization: OrganizationId, ids: &str) -> Statement {
    Statement::new(
        "SELECT x.source, x.external_id, m.id AS member, iif(m.name <> '', m.name, m.email) AS name FROM json_each(?2) r \
         CROSS JOIN external_ids x ON x.organization_id = ?1 AND x.source = r.value ->> 'source' AND x.external_id = r.value ->> 'external_id' \
         JOIN members m ON m.id = x.member_id",
    )
    .bind(organization)
    .bind(ids)
}

/// A row of [`held`].
#[derive(Debug, Deserialize)]
pub struct HeldRow {
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// Who has it.
    pub member: MemberId,
    /// Their name.
    pub name: String,
}

/// An id that an invited row offers.
#[derive(Debug, Serialize)]
pub struct OfferedId<'a> {
    /// To which address.
    pub email: &'a Email,
    /// The record.
    pub id: ExternalIdId,
    /// Its event.
    pub event: EventId,
    /// The other system.
    pub source: &'a str,
    /// The identifier there.
    pub external_id: &'a str,
    /// Whether the row needs no seat and no new invitation, so that it cannot lose a race.
    pub sure: bool,
}

/// Gives invited people the ids that their rows offer, unless the row lost its race for a seat and does not wait, and tells of it. An id
/// that somebody got in the meantime undoes the batch.
pub fn offer(
    ctx: &Context,
    organization: OrganizationId,
    rows: &[OfferedId<'_>],
    by: &By,
    operation: OperationId,
) -> [Statement; 2] {
    let rows = serde_json::json!(rows).to_string();
    [
        Statement::new(format!(
            "INSERT INTO external_ids (organization_id, source, external_id, id, member_id, invitation_id, created_at, operation_id) \
             SELECT ?1, r.value ->> 'source', r.value ->> 'external_id', r.value ->> 'id', m.id, {OFFERED}, ?3, ?4 FROM json_each(?2) r \
             CROSS JOIN members m ON m.organization_id = ?1 AND m.email = r.value ->> 'email' AND m.status <> 'removed' \
             WHERE r.value ->> 'sure' OR EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.operation_id = ?4) \
             OR EXISTS (SELECT 1 FROM assignments a WHERE a.member_id = m.id AND a.operation_id = ?4) \
             OR EXISTS (SELECT 1 FROM seat_queue q WHERE q.member_id = m.id AND q.operation_id = ?4) \
             OR EXISTS (SELECT 1 FROM additions d WHERE d.member_id = m.id AND d.operation_id = ?4)",
        ))
        .bind(organization)
        .bind(&rows)
        .bind(ctx.now)
        .bind(operation),
        told(ctx, organization, &rows, by, operation),
    ]
}

/// Tells of the rows whose ids this operation gave.
fn told(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    by: &By,
    operation: OperationId,
) -> Statement {
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
    .bind(&by.name)
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

/// Everybody concerned by the moves `?2`: whoever has one of the ids, and whoever is to have it.
const CONCERNED: &str = "SELECT r.value ->> 'to' AS id FROM json_each(?2) r UNION \
    SELECT h.member_id FROM json_each(?2) r CROSS JOIN external_ids h ON h.organization_id = ?1 AND h.id = r.value ->> 'id'";

/// What is seen of them, as text: how many ids they have, and a sum over the ends of the writes that gave them, which
/// are random. It changes with each id that comes or goes.
const VERSION: &str = "(SELECT count(*) || '.' || total(unicode(substr(v.operation_id, -1)) + 128 * unicode(substr(v.operation_id, -2, 1)) \
    + 16384 * unicode(substr(v.operation_id, -3, 1)) + 2097152 * unicode(substr(v.operation_id, -4, 1))) FROM external_ids v \
    WHERE v.organization_id = ?1 AND v.member_id IN (";

/// Everybody concerned by moves (rows with `id` and `to`), and what they have.
pub fn concerned(organization: OrganizationId, rows: &str) -> [Statement; 3] {
    let people = format!(
        "SELECT m.id, iif(m.name <> '', m.name, m.email) AS name, m.status <> 'removed' AS takes FROM members m \
         WHERE m.organization_id = ?1 AND m.id IN ({CONCERNED}) ORDER BY m.sort_key, m.id"
    );
    let ids = format!(
        "SELECT x.id, x.source, x.external_id, x.member_id AS member, x.operation_id, \
         (SELECT count(*) FROM measures f WHERE f.organization_id = ?1 AND f.source = x.source AND f.external_id = x.external_id) AS figures \
         FROM external_ids x WHERE x.organization_id = ?1 AND x.member_id IN ({CONCERNED}) ORDER BY x.source, x.external_id"
    );
    let version = format!("SELECT {VERSION}{CONCERNED})) AS version");
    [people, ids, version].map(|sql| Statement::new(sql).bind(organization).bind(rows))
}

/// What [`concerned`] found.
pub struct Concerned {
    /// Who, with what they have.
    pub holders: Vec<Holder>,
    /// The write that gave each of the ids.
    pub given_by: Vec<(ExternalIdId, OperationId)>,
    /// As it is seen.
    pub version: String,
}

impl Concerned {
    /// Reads its three answers.
    pub fn read(answers: &[Rows]) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Person {
            id: MemberId,
            name: String,
            takes: u8,
        }
        #[derive(Deserialize)]
        struct Row {
            id: ExternalIdId,
            source: String,
            external_id: String,
            member: MemberId,
            operation_id: OperationId,
            figures: u32,
        }
        #[derive(Deserialize)]
        struct Version {
            version: String,
        }
        let ids = answers[1].all::<Row>()?;
        let version = answers[2].first::<Version>()?.map(|row| row.version).unwrap_or_default();
        let held = |member| {
            let of = ids.iter().filter(move |row| row.member == member);
            of.map(|row| HeldId {
                id: row.id,
                source: row.source.clone(),
                external_id: row.external_id.clone(),
                figures: row.figures,
            })
            .collect()
        };
        let holder = |row: Person| Holder {
            ids: held(row.id),
            member: Named { id: row.id, name: row.name },
            takes: row.takes != 0,
        };
        let holders = answers[0].all::<Person>()?.into_iter().map(holder).collect();
        Ok(Self { holders, given_by: ids.iter().map(|row| (row.id, row.operation_id)).collect(), version })
    }
}

/// An id that changes hands, with the events that tell both sides.
#[derive(Debug, Serialize)]
pub struct NewMove {
    /// The record.
    pub id: ExternalIdId,
    /// Whose it is to be.
    pub to: MemberId,
    /// The event of whoever loses it.
    pub taken: EventId,
    /// The event of whoever gets it.
    pub given: EventId,
}

/// Moves all of them or none: none if an id or a person is gone, or `seen` is no longer so. The events come first,
/// while the ids still tell whose they were; all three statements ask the same of the same state.
pub fn carry_out(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    seen: Option<&str>,
    by: &By,
    operation: OperationId,
) -> [Statement; 3] {
    let holds = format!(
        "(?8 IS NULL OR {VERSION}{CONCERNED})) = ?8) AND json_array_length(?2) = (SELECT count(*) FROM json_each(?2) c \
         CROSS JOIN external_ids y ON y.organization_id = ?1 AND y.id = c.value ->> 'id' \
         CROSS JOIN members t ON t.organization_id = ?1 AND t.id = c.value ->> 'to' AND t.status <> 'removed' AND t.id <> y.member_id)"
    );
    let name = |of: &str| format!("iif({of}.name <> '', {of}.name, {of}.email)");
    let tell = |event: &str, kind: &str, (target, word, other): (&str, &str, &str)| {
        let (target_name, other_name) = (name(target), name(other));
        format!(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT r.value ->> '{event}', ?1, ?3, '{kind}', ?5, ?6, ?7, {target}.id, {target_name}, \
             json_object('id', x.source || ': ' || x.external_id, '{word}', {other_name}), ?4 FROM json_each(?2) r \
             CROSS JOIN external_ids x ON x.organization_id = ?1 AND x.id = r.value ->> 'id' \
             JOIN members a ON a.id = x.member_id JOIN members b ON b.id = r.value ->> 'to' WHERE {holds}"
        )
    };
    let taken = tell("taken", "external_id.taken", ("a", "to", "b"));
    let given = tell("given", "external_id.given", ("b", "from", "a"));
    let moved = format!(
        "UPDATE external_ids SET member_id = m.id, invitation_id = {OFFERED}, operation_id = ?4 FROM json_each(?2) r \
         CROSS JOIN members m ON m.id = r.value ->> 'to' WHERE external_ids.organization_id = ?1 AND external_ids.id = r.value ->> 'id' AND ?3 = ?3 AND ?5 || ?6 || ?7 IS NOT NULL AND {holds}"
    );
    [taken, given, moved].map(|sql| {
        Statement::new(sql)
            .bind(organization)
            .bind(rows)
            .bind(ctx.now)
            .bind(operation)
            .bind(by.kind.as_str())
            .bind(&by.id)
            .bind(&by.name)
            .bind(seen)
    })
}
