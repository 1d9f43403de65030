//! One act on many seats of a license: whom it hits, and the write. What it may do to each is `shared::bulk_seats`' to
//! say; the gate's triggers claim and free the seats, one by one, and leave a row as it was where no seat is left.

use serde::{Deserialize, Serialize};
use shared::api::bulk_seats::SeatFilter;
use shared::event::EventKind;
use shared::id::{AssignmentId, EventId, LicenseId, MemberId, OperationId, OrganizationId};
use shared::invitation::InvitationStatus;
use shared::license::AssignmentStatus;
use shared::member::MemberStatus;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::assignments;
use crate::store::conditions::Conditions;
use crate::store::events::By;

/// How many a filter finds, in a row with `people` and `seats`.
pub fn count(organization: OrganizationId, license: LicenseId, filter: &SeatFilter) -> Statement {
    let conditions = assignments::found_by(organization, license, filter);
    let sql = format!(
        "SELECT count(*) AS people, count(*) FILTER (WHERE a.status IN ('invited', 'accepted')) AS seats \
         FROM assignments a JOIN members m ON m.id = a.member_id{}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// Those of these assignments (a JSON array of ids) that the license has: rows of [`SeatRow`].
pub fn named(
    organization: OrganizationId,
    license: LicenseId,
    ids: &str,
    there: Option<LicenseId>,
) -> Statement {
    let conditions = Conditions::default().and(
        "a.organization_id = ? AND a.license_id = ? AND a.id IN (SELECT value FROM json_each(?))",
        [organization.into(), license.into(), ids.into()],
    );
    seats(conditions, there, usize::MAX >> 1)
}

/// Those that a filter finds but some (a JSON array of ids), by name, at most `limit`: rows of [`SeatRow`].
pub fn matching(
    organization: OrganizationId,
    license: LicenseId,
    filter: &SeatFilter,
    except: &str,
    there: Option<LicenseId>,
    limit: usize,
) -> Statement {
    let conditions = assignments::found_by(organization, license, filter)
        .and("a.id NOT IN (SELECT value FROM json_each(?))", [except.into()]);
    seats(conditions, there, limit)
}

/// Whether a seat `a` of a member `m` is taken by their role.
const BY_ROLE: &str = "(m.status <> 'removed' AND a.status <> 'removed' AND EXISTS (SELECT 1 FROM staff_roles s \
    WHERE s.organization_id = m.organization_id AND s.license_id = a.license_id AND s.role = m.role))";

fn seats(conditions: Conditions, there: Option<LicenseId>, limit: usize) -> Statement {
    // An id of ours is no text of anybody's.
    let there = there.map(|id| id.to_string()).unwrap_or_default();
    let sql = format!(
        "SELECT a.id, m.id AS member, iif(m.name <> '', m.name, m.email) AS name, m.status AS member_status, a.status, t.status AS there, \
         NULL AS before, NULL AS why, 0 AS untouched, NULL AS invitation, {BY_ROLE} AS by_role FROM assignments a JOIN members m ON m.id = a.member_id \
         LEFT JOIN assignments t ON t.license_id = '{there}' AND t.member_id = a.member_id{} \
         ORDER BY m.sort_key, m.id LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// Those whom an act on the license changed, by its events: rows of [`SeatRow`]. All events of an operation are of its
/// moment, with which their ids begin.
pub fn of_operation(
    organization: OrganizationId,
    license: LicenseId,
    operation: OperationId,
    there: Option<LicenseId>,
) -> Statement {
    Statement::new(
        "SELECT a.id, m.id AS member, iif(m.name <> '', m.name, m.email) AS name, m.status AS member_status, a.status, t.status AS there, \
         e.details ->> 'before' AS before, e.details ->> 'why' AS why, a.operation_id = ?3 AS untouched, i.status AS invitation, 0 AS by_role \
         FROM events e CROSS JOIN assignments a ON a.license_id = ?2 AND a.member_id = e.target CROSS JOIN members m ON m.id = a.member_id \
         LEFT JOIN assignments t ON t.license_id = ?4 AND t.member_id = a.member_id \
         LEFT JOIN invitations i ON i.id = a.invitation_id \
         WHERE e.organization_id = ?1 AND e.id >= 'evt_' || substr(?3, 4, 10) AND e.id < 'evt_' || substr(?3, 4, 10) || '~' \
         AND e.operation_id = ?3 AND e.kind IN ('seat.removed', 'seat.moved', 'seat.restored') AND e.details ->> 'license' = ?2 \
         AND a.organization_id = ?1 ORDER BY m.sort_key, m.id",
    )
    .bind(organization)
    .bind(license)
    .bind(operation)
    .bind(there)
}

/// A seat as it stands when it is judged.
#[derive(Debug, Deserialize)]
pub struct SeatRow {
    /// The assignment.
    pub id: AssignmentId,
    /// Whose.
    pub member: MemberId,
    /// Their name or address.
    pub name: String,
    /// Where they stand in the organization.
    pub member_status: MemberStatus,
    /// Where they stand on the license.
    pub status: AssignmentStatus,
    /// Where they stand on the license to move to.
    pub there: Option<AssignmentStatus>,
    /// Where they stood before the act that is named.
    pub before: Option<AssignmentStatus>,
    /// Why they stood there.
    pub why: Option<String>,
    /// Whether that act was the last that changed it: 0 or 1.
    pub untouched: u8,
    /// Where the invitation stands that it belongs to.
    pub invitation: Option<InvitationStatus>,
    /// Whether their role takes this seat: 0 or 1.
    pub by_role: u8,
}

/// A seat that the act hits.
#[derive(Debug, Serialize)]
pub struct Hit<'a> {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The assignment to make on the other license, if the person has none there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub there: Option<AssignmentId>,
    /// The event.
    pub event: EventId,
    /// Where they are to stand again, and why, for undoing.
    #[serde(flatten)]
    pub stood: Option<Stood<'a>>,
}

/// How somebody is to stand again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stood<'a> {
    /// Where.
    pub before: AssignmentStatus,
    /// Why.
    pub why: &'a str,
}

/// What every statement of an act needs.
pub struct Act<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// The license that is acted on.
    pub license: LicenseId,
    /// Whom it hits: a JSON array of [`Hit`].
    pub hits: &'a str,
    /// Who acts.
    pub by: &'a By,
    /// The write it belongs to.
    pub operation: OperationId,
}

impl Act<'_> {
    fn bind(&self, ctx: &Context, sql: impl AsRef<str>) -> Statement {
        Statement::new(sql)
            .bind(self.organization)
            .bind(self.license)
            .bind(self.hits)
            .bind(&self.by.name)
            .bind(ctx.now)
            .bind(self.operation)
    }

    /// Takes them off. The events come first: they tell how each stood, and say so only of whoever is there to be
    /// taken off.
    pub fn remove(&self, ctx: &Context) -> [Statement; 2] {
        let remove = self.bind(
            ctx,
            "UPDATE assignments SET status = 'removed', reason = 'removed', releases = releases + 1, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
             WHERE organization_id = ?1 AND license_id = ?2 AND status <> 'removed' \
             AND id IN (SELECT value ->> 'assignment' FROM json_each(?3))",
        );
        let details =
            "json_object('license', l.id, 'license_name', l.name, 'before', a.status, 'why', a.reason)";
        [self.tell(ctx, EventKind::SeatRemoved, details, "a.status <> 'removed'", None), remove]
    }

    /// Moves them to another license. The claim there comes first; only who got a seat there leaves the one here.
    pub fn move_to(&self, ctx: &Context, to: LicenseId) -> [Statement; 3] {
        let claim = self
            .bind(
                ctx,
                "INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id) \
                 SELECT h.value ->> 'there', ?1, l.id, a.member_id, a.invitation_id, a.status, 'move', 'moved', ?4, ?5, ?6 \
                 FROM json_each(?3) h CROSS JOIN assignments a ON a.id = h.value ->> 'assignment' AND a.organization_id = ?1 AND a.license_id = ?2 \
                 CROSS JOIN licenses l ON l.organization_id = ?1 AND l.id = ?7 AND coalesce(l.ends_at > ?5, true) \
                 WHERE a.status IN ('invited', 'accepted') \
                 ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, \
                 door = excluded.door, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at, \
                 operation_id = excluded.operation_id WHERE status NOT IN ('invited', 'accepted')",
            )
            .bind(to);
        let release = self
            .bind(
                ctx,
                "UPDATE assignments SET status = 'removed', reason = 'moved_away', releases = releases + 1, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
                 WHERE organization_id = ?1 AND license_id = ?2 AND status IN ('invited', 'accepted') \
                 AND id IN (SELECT value ->> 'assignment' FROM json_each(?3)) AND EXISTS (SELECT 1 FROM assignments t \
                 WHERE t.license_id = ?7 AND t.member_id = assignments.member_id AND t.operation_id = ?6 AND t.status IN ('invited', 'accepted'))",
            )
            .bind(to);
        let details = "json_object('license', ?10, 'license_name', (SELECT name FROM licenses WHERE id = ?10), 'from', l.id, 'from_name', l.name)";
        let moved = "a.status = 'removed' AND a.operation_id = ?6";
        [claim, release, self.tell(ctx, EventKind::SeatMoved, details, moved, Some(to))]
    }

    /// Puts those who stood so back, whom nobody touched since the act `undone`, if the license is in its term.
    pub fn restore(&self, ctx: &Context, undone: OperationId, stood: Stood<'_>) -> Statement {
        let still = match stood.before {
            AssignmentStatus::Accepted => "m.status = 'active'",
            AssignmentStatus::Invited => {
                "iif(assignments.invitation_id IS NULL, m.status = 'active', EXISTS (SELECT 1 FROM invitations i \
                 WHERE i.id = assignments.invitation_id AND i.status = 'pending'))"
            }
            _ => "m.status <> 'removed'",
        };
        self.bind(
            ctx,
            format!(
                "UPDATE assignments SET status = ?8, reason = ?9, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
                 WHERE organization_id = ?1 AND license_id = ?2 AND status = 'removed' AND operation_id = ?7 \
                 AND id IN (SELECT value ->> 'assignment' FROM json_each(?3) WHERE value ->> 'before' = ?8 AND value ->> 'why' = ?9) \
                 AND EXISTS (SELECT 1 FROM members m WHERE m.id = assignments.member_id AND {still}) \
                 AND EXISTS (SELECT 1 FROM licenses l WHERE l.id = ?2 AND coalesce(l.ends_at > ?5, true))"
            ),
        )
        .bind(undone)
        .bind(stood.before.as_str())
        .bind(stood.why)
    }

    /// Tells the log whom this operation put back.
    pub fn tell_restored(&self, ctx: &Context) -> Statement {
        let details = "json_object('license', l.id, 'license_name', l.name)";
        self.tell(ctx, EventKind::SeatRestored, details, "a.operation_id = ?6", None)
    }

    fn tell(
        &self,
        ctx: &Context,
        kind: EventKind,
        details: &str,
        condition: &str,
        to: Option<LicenseId>,
    ) -> Statement {
        let tell = self
            .bind(
            ctx,
            format!(
                "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
                 SELECT h.value ->> 'event', ?1, ?5, ?7, ?8, ?9, ?4, m.id, iif(m.name <> '', m.name, m.email), {details}, ?6 \
                 FROM json_each(?3) h CROSS JOIN assignments a ON a.id = h.value ->> 'assignment' AND a.organization_id = ?1 AND a.license_id = ?2 \
                 CROSS JOIN members m ON m.id = a.member_id CROSS JOIN licenses l ON l.id = a.license_id WHERE {condition}"
            ),
        )
        .bind(kind.as_str())
        .bind(self.by.kind.as_str())
        .bind(&self.by.id);
        match to {
            Some(to) => tell.bind(to),
            None => tell,
        }
    }

    /// The assignments of this license that the operation changed: rows of `id`.
    pub fn changed(&self) -> Statement {
        Statement::new(
            "SELECT id FROM assignments WHERE organization_id = ?1 AND license_id = ?2 AND operation_id = ?3",
        )
        .bind(self.organization)
        .bind(self.license)
        .bind(self.operation)
    }
}

/// A row of [`Act::changed`].
#[derive(Debug, Deserialize)]
pub struct ChangedRow {
    /// The assignment.
    pub id: AssignmentId,
}
