//! The queue of a full license. Seats are given to those who wait by triggers (`0009`), not here.

use serde::{Deserialize, Serialize};
use shared::access::Role;
use shared::email::Email;
use shared::id::{
    AssignmentId, EventId, InvitationId, LicenseId, MemberId, OperationId, OrganizationId, QueueEntryId,
};
use shared::license::AssignmentStatus;
use shared::member::Source;
use shared::queue::{QueueMove, QueueState};

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::events::By;
use crate::store::page::Listing;

/// The place in line of the waiting entry `q`.
pub const PLACE: &str = "(SELECT count(*) FROM seat_queue w WHERE w.license_id = q.license_id AND w.state = 'waiting' AND w.position <= q.position)";

/// Who answers for the offer of the seat `a` to a member: whoever put them in the queue, if it came from there.
pub const OFFERED_BY: &str = "iif(a.door = 'queue' AND a.status = 'invited', coalesce((SELECT q.queued_by_name FROM seat_queue q \
    WHERE q.member_id = a.member_id AND q.license_id = a.license_id AND q.state = 'seated' ORDER BY q.id DESC LIMIT 1), a.changed_by), a.changed_by)";

/// A place in a queue to take.
#[derive(Debug, Serialize)]
pub struct NewEntry {
    /// The entry.
    pub id: QueueEntryId,
    /// Of which license.
    pub license: LicenseId,
    /// The member, if the address is nobody's yet.
    pub member: MemberId,
    /// Who.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role to offer to somebody who is no member when their turn comes.
    pub role: Role,
    /// Whether a member is asked then, rather than seated at once.
    pub asked: bool,
    /// The invitation that is sent to them then.
    pub invitation: InvitationId,
    /// The hash of its typed code.
    pub code_hash: String,
    /// Its event.
    pub event: EventId,
}

/// What all entries of one request share.
pub struct Joining<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// The member who answers for the invitations.
    pub inviter: MemberId,
    /// Who puts them in the queue.
    pub by: &'a By,
    /// Days for which an invitation is open.
    pub days: u8,
    /// By which door whoever is new comes.
    pub came_by: Source,
    /// The write they belong to.
    pub operation: OperationId,
}

/// Puts people in queues, and tells of it: those who have no seat on the license and do not wait for one yet. Whoever
/// is new becomes a pending member; whoever waits and was to be asked is not, once somebody adds them who need not ask.
/// Read back with [`standings`].
pub fn join(ctx: &Context, rows: &[&NewEntry], joining: &Joining<'_>) -> [Statement; 3] {
    let json = serde_json::json!(rows).to_string();
    [
        Statement::new(
            "INSERT INTO members (id, organization_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id) \
             SELECT r.value ->> 'member', ?1, r.value ->> 'email', r.value ->> 'name', r.value ->> 'role', 'pending', ?6, ?4, ?3, ?4, ?5 \
             FROM json_each(?2) r WHERE true ON CONFLICT (organization_id, email) DO UPDATE SET status = 'pending', role = excluded.role, \
             name = iif(excluded.name <> '', excluded.name, members.name), came_by = excluded.came_by, changed_by = excluded.changed_by, \
             changed_at = excluded.changed_at, operation_id = excluded.operation_id WHERE members.status = 'removed'",
        )
        .bind(joining.organization)
        .bind(&json)
        .bind(&joining.by.name)
        .bind(ctx.now)
        .bind(joining.operation)
        .bind(joining.came_by.as_str()),
        Statement::new(
            "INSERT INTO seat_queue (id, organization_id, license_id, member_id, role, asked, invitation_id, code_hash, days, queued_by, queued_by_name, \
             created_at, changed_by, changed_at, operation_id) \
             SELECT r.value ->> 'id', ?1, l.id, m.id, r.value ->> 'role', r.value ->> 'asked', r.value ->> 'invitation', r.value ->> 'code_hash', \
             ?3, ?4, ?5, ?6, ?5, ?6, ?7 \
             FROM json_each(?2) r CROSS JOIN licenses l ON l.organization_id = ?1 AND l.id = r.value ->> 'license' \
             JOIN members m ON m.organization_id = ?1 AND m.email = r.value ->> 'email' AND m.status IN ('active', 'pending') \
             WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = l.id AND a.member_id = m.id AND a.status IN ('invited', 'accepted')) \
             ORDER BY r.key ON CONFLICT (member_id, license_id) WHERE state = 'waiting' DO UPDATE SET asked = 0 WHERE asked > excluded.asked",
        )
        .bind(joining.organization)
        .bind(&json)
        .bind(u32::from(joining.days))
        .bind(joining.inviter)
        .bind(&joining.by.name)
        .bind(ctx.now)
        .bind(joining.operation),
        Statement::new(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT r.value ->> 'event', q.organization_id, ?3, 'queue.joined', ?4, ?5, ?6, m.id, iif(m.name <> '', m.name, m.email), \
             json_object('license', l.id, 'license_name', l.name, 'place', q.place), ?7 \
             FROM json_each(?2) r CROSS JOIN seat_queue q ON q.organization_id = ?1 AND q.id = r.value ->> 'id' \
             JOIN licenses l ON l.id = q.license_id JOIN members m ON m.id = q.member_id",
        )
        .bind(joining.organization)
        .bind(json)
        .bind(ctx.now)
        .bind(joining.by.kind.as_str())
        .bind(&joining.by.id)
        .bind(&joining.by.name)
        .bind(joining.operation),
    ]
}

/// Where these entries stand, or those by which the same people waited before: rows of [`StandingRow`].
pub fn standings(organization: OrganizationId, rows: &[&NewEntry]) -> Statement {
    Statement::new(format!(
        "SELECT q.license_id AS license, m.email, m.id AS member, q.id, q.state, iif(q.state = 'waiting', {PLACE}, 0) AS place, \
         a.id AS assignment, a.status, a.invitation_id AS invitation FROM json_each(?2) r \
         CROSS JOIN members m ON m.organization_id = ?1 AND m.email = r.value ->> 'email' \
         JOIN seat_queue q ON q.license_id = r.value ->> 'license' AND q.member_id = m.id AND (q.state = 'waiting' OR q.id = r.value ->> 'id') \
         LEFT JOIN assignments a ON a.license_id = q.license_id AND a.member_id = m.id AND a.status IN ('invited', 'accepted')"
    ))
    .bind(organization)
    .bind(serde_json::json!(rows).to_string())
}

/// A row of [`standings`].
#[derive(Debug, Deserialize)]
pub struct StandingRow {
    /// Of which license.
    pub license: LicenseId,
    /// Who.
    pub email: Email,
    /// The member with that address.
    pub member: MemberId,
    /// The entry.
    pub id: QueueEntryId,
    /// Where it stands.
    pub state: QueueState,
    /// The place in line, while waiting.
    pub place: u32,
    /// The seat, if there was one at once.
    pub assignment: Option<AssignmentId>,
    /// Whether that is held or reserved.
    pub status: Option<AssignmentStatus>,
    /// By which invitation it is reserved.
    pub invitation: Option<InvitationId>,
}

/// Who of these addresses (a JSON array) waits for what: rows of [`WaitingRow`].
pub fn of_people(organization: OrganizationId, emails: &str) -> Statement {
    Statement::new(format!(
        "SELECT m.email, q.license_id AS license, {PLACE} AS place FROM json_each(?2) e \
         CROSS JOIN members m ON m.organization_id = ?1 AND m.email = e.value JOIN seat_queue q ON q.member_id = m.id AND q.state = 'waiting'"
    ))
    .bind(organization)
    .bind(emails)
}

/// A row of [`of_people`].
#[derive(Debug, Deserialize)]
pub struct WaitingRow {
    /// Who.
    pub email: Email,
    /// For which license.
    pub license: LicenseId,
    /// At which place.
    pub place: u32,
}

/// A page of a license's queue: those who wait in their order, or those whose wait ended, the latest first.
pub fn list(
    organization: OrganizationId,
    license: LicenseId,
    state: QueueState,
    search: Option<&str>,
    window: &Window,
) -> Statement {
    let waiting = state == QueueState::Waiting;
    let mut conditions = Conditions::default()
        .and("q.organization_id = ? AND q.license_id = ?", [organization.into(), license.into()])
        .and("q.state = ?", [state.as_str().into()])
        .and_contains("m.name || ' ' || m.email", search);
    if window.after(0) != Param::Null {
        let (before, after) =
            ("(q.changed_at, q.id) < (?, ?)", "(q.position, q.id) > (CAST(? AS INTEGER), ?)");
        conditions = conditions.and(if waiting { after } else { before }, [window.after(0), window.after(1)]);
    }
    let item = format!(
        "json_object('id', q.id, 'place', iif(q.state = 'waiting', {PLACE}, NULL), 'joined_at_place', q.place, 'member', m.id, \
         'name', m.name, 'email', m.email, 'role', q.role, 'state', q.state, 'reason', q.reason, \
         'queued_by', q.queued_by_name, 'queued_at', q.created_at, 'changed_at', q.changed_at)"
    );
    let from = format!("FROM seat_queue q JOIN members m ON m.id = q.member_id{}", conditions.sql());
    let (key, order) = if waiting {
        ("json_array(CAST(q.position AS TEXT), q.id)", "q.position, q.id")
    } else {
        ("json_array(q.changed_at, q.id)", "q.changed_at DESC, q.id DESC")
    };
    conditions.bind_to(Listing { item: &item, key, from: &from, order }.statement(window))
}

/// One entry as acts need it, in a row of [`EntryRow`].
pub fn find(organization: OrganizationId, license: LicenseId, entry: QueueEntryId) -> Statement {
    Statement::new(format!(
        "SELECT q.state, {PLACE} AS place, l.name AS license, iif(m.name <> '', m.name, m.email) AS person, m.id AS member \
         FROM seat_queue q JOIN licenses l ON l.id = q.license_id JOIN members m ON m.id = q.member_id \
         WHERE q.organization_id = ?1 AND q.license_id = ?2 AND q.id = ?3"
    ))
    .bind(organization)
    .bind(license)
    .bind(entry)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct EntryRow {
    /// Where it stands.
    pub state: QueueState,
    /// The place in line, while waiting.
    pub place: u32,
    /// The license's name.
    pub license: String,
    /// What to call the person.
    pub person: String,
    /// The member.
    pub member: MemberId,
}

/// An act on one entry.
pub struct EntryChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Of which license.
    pub license: LicenseId,
    /// Which.
    pub entry: QueueEntryId,
    /// By whom.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

impl EntryChange<'_> {
    /// Takes somebody out of the queue; nothing happens if they wait no longer.
    pub fn leave(&self, ctx: &Context) -> Statement {
        self.bind(
            "UPDATE seat_queue SET state = 'left', reason = 'taken_out', changed_by = ?4, changed_at = ?5, operation_id = ?6 \
             WHERE organization_id = ?1 AND license_id = ?2 AND id = ?3 AND state = 'waiting'",
            ctx,
        )
    }

    /// Moves somebody who waits. Up and down change places with the neighbor, both in one statement.
    pub fn move_to(&self, ctx: &Context, to: QueueMove) -> Statement {
        let stamp = "changed_by = ?4, changed_at = ?5, operation_id = ?6";
        let mine = "organization_id = ?1 AND license_id = ?2 AND id = ?3 AND state = 'waiting'";
        let neighbor = |nearest: &str, side: &str| {
            format!(
                "UPDATE seat_queue SET position = iif(seat_queue.id = me, theirs, mine), {stamp} FROM (SELECT q.id AS me, q.position AS mine, \
                 n.id AS other, n.position AS theirs FROM seat_queue q JOIN seat_queue n ON n.license_id = q.license_id AND n.state = 'waiting' \
                 AND n.position = (SELECT {nearest}(x.position) FROM seat_queue x WHERE x.license_id = q.license_id AND x.state = 'waiting' \
                 AND x.position {side} q.position) WHERE q.organization_id = ?1 AND q.license_id = ?2 AND q.id = ?3 AND q.state = 'waiting') \
                 WHERE seat_queue.id IN (me, other)"
            )
        };
        let sql = match to {
            QueueMove::Front => format!(
                "UPDATE seat_queue SET position = (SELECT min(f.position) - 1 FROM seat_queue f WHERE f.license_id = ?2 AND f.state = 'waiting'), {stamp} \
                 WHERE {mine} AND position > (SELECT min(f.position) FROM seat_queue f WHERE f.license_id = ?2 AND f.state = 'waiting')"
            ),
            QueueMove::Up => neighbor("max", "<"),
            QueueMove::Down => neighbor("min", ">"),
        };
        self.bind(&sql, ctx)
    }

    fn bind(&self, sql: &str, ctx: &Context) -> Statement {
        Statement::new(sql)
            .bind(self.organization)
            .bind(self.license)
            .bind(self.entry)
            .bind(self.by)
            .bind(ctx.now)
            .bind(self.operation)
    }

    /// The condition on `?11` (the operation of an event) that this act changed the entry.
    pub fn changed(&self) -> String {
        format!("EXISTS (SELECT 1 FROM seat_queue WHERE id = '{}' AND operation_id = ?11)", self.entry)
    }
}

/// Ends the wait for licenses that have ended, and gives seats that are free to those who wait for them: no seat ought
/// to be, so this finds only what no trigger could see.
pub fn sweep(ctx: &Context, operation: OperationId) -> [Statement; 3] {
    let in_line = "SELECT q.id FROM licenses l JOIN seat_queue q ON q.license_id = l.id AND q.state = 'waiting' WHERE l.waiting > 0";
    [
        Statement::new(format!(
            "UPDATE seat_queue SET state = 'left', reason = 'license_ended', changed_by = 'Usher', changed_at = ?1, operation_id = ?2 \
             WHERE id IN ({in_line} AND l.ends_at <= ?1)"
        ))
        .bind(ctx.now)
        .bind(operation),
        forget(ctx, None, operation),
        Statement::new(format!(
            "UPDATE seat_queue SET turns = turns + 1, changed_by = 'Usher', changed_at = ?1, operation_id = ?2 \
             WHERE id IN ({in_line} AND l.reserved + l.held < l.seat_limit AND coalesce(l.ends_at > ?1, true) \
             AND {PLACE} <= l.seat_limit - l.reserved - l.held)"
        ))
        .bind(ctx.now)
        .bind(operation),
    ]
}

/// Removes whom this operation took out of the queue of a license, or of one that has ended, and who was there for
/// nothing else: never invited, and waiting for no other license.
pub fn forget(ctx: &Context, license: Option<LicenseId>, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE members SET status = 'removed', departures = departures + 1, changed_by = 'Usher', changed_at = ?1, operation_id = ?2 \
         WHERE id IN (SELECT q.member_id FROM licenses l JOIN seat_queue q ON q.license_id = l.id AND q.state = 'left' AND q.changed_at = ?1 \
         AND q.operation_id = ?2 WHERE iif(?3 IS NULL, l.ends_at <= ?1, l.id = ?3)) \
         AND status = 'pending' AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = members.id AND i.status IN ('pending', 'expired')) \
         AND NOT EXISTS (SELECT 1 FROM seat_queue w WHERE w.member_id = members.id AND w.state = 'waiting')",
    )
    .bind(ctx.now)
    .bind(operation)
    .bind(license)
}
