//! Reading the seat ledger, and comparing it with the counters. Entries are the gate's triggers' to write.

use serde::Deserialize;
use shared::api::ledger::LedgerFilter;
use shared::day::Day;
use shared::id::{AssignmentId, LicenseId, OrganizationId};
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::page::Listing;

fn found_by(organization: OrganizationId, license: LicenseId, filter: &LedgerFilter) -> Conditions {
    Conditions::default()
        .and("g.organization_id = ? AND g.license_id = ?", [organization.into(), license.into()])
        .and_some("g.assignment_id = ?", filter.assignment)
        .and_some("g.door = ?", filter.door.as_deref())
        .and_some("g.at >= ?", filter.from.map(Day::start))
        .and_some("g.at < ?", filter.to.map(Day::end))
        .and_contains("m.name || ' ' || m.email", filter.search.as_deref())
}

/// A page of a license's seat ledger, the newest first.
pub fn list(
    organization: OrganizationId,
    license: LicenseId,
    filter: &LedgerFilter,
    window: &Window,
) -> Statement {
    let mut conditions = found_by(organization, license, filter);
    if window.after(0) != Param::Null {
        conditions = conditions.and("g.sequence < CAST(? AS INTEGER)", [window.after(0)]);
    }
    let from = format!("FROM seat_ledger g LEFT JOIN members m ON m.id = g.member_id{}", conditions.sql());
    let listing = Listing {
        item: "json_object('sequence', g.sequence, 'at', g.at, 'assignment', g.assignment_id, 'member', g.member_id, \
            'person', iif(m.name <> '', m.name, m.email), 'door', g.door, 'reason', g.reason, 'actor', g.actor, \
            'total', g.total, 'reserved', g.reserved, 'held', g.held)",
        key: "json_array(CAST(g.sequence AS TEXT))",
        from: &from,
        order: "g.sequence DESC",
    };
    conditions.bind_to(listing.statement(window))
}

/// Entries for a file, the newest first, before the one with this number: rows of [`EntryRow`], at most `limit`.
pub fn export(
    organization: OrganizationId,
    license: LicenseId,
    filter: &LedgerFilter,
    before: Option<i64>,
    limit: usize,
) -> Statement {
    let conditions = found_by(organization, license, filter).and_some("g.sequence < ?", before);
    let sql = format!(
        "SELECT g.sequence, g.at, g.assignment_id AS assignment, coalesce(m.name, '') AS name, coalesce(m.email, '') AS email, g.door, g.reason, g.actor, \
         g.total, g.reserved, g.held FROM seat_ledger g LEFT JOIN members m ON m.id = g.member_id{} ORDER BY g.sequence DESC LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// A row of [`export`].
#[derive(Debug, Deserialize)]
pub struct EntryRow {
    /// Counts up.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// The assignment whose seat changed.
    pub assignment: Option<AssignmentId>,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// By which door.
    pub door: String,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub actor: String,
    /// Change of the seats bought.
    pub total: i64,
    /// Change of the seats reserved.
    pub reserved: i64,
    /// Change of the seats held.
    pub held: i64,
}

/// What the ledger adds up to before a time, in one row of [`SumRow`].
pub fn before(organization: OrganizationId, license: LicenseId, at: Timestamp) -> Statement {
    Statement::new(
        "SELECT NULL AS day, coalesce(sum(total), 0) AS total, coalesce(sum(g.reserved), 0) AS reserved, coalesce(sum(g.held), 0) AS held \
         FROM seat_ledger g JOIN licenses l ON l.organization_id = ?1 AND l.id = ?2 WHERE g.license_id = ?2 AND g.at < ?3",
    )
    .bind(organization)
    .bind(license)
    .bind(at)
}

/// What each day changed: rows of [`SumRow`], none for a day without a change.
pub fn by_day(organization: OrganizationId, license: LicenseId, from: Day, to: Day) -> Statement {
    Statement::new(
        "SELECT substr(g.at, 1, 10) AS day, sum(total) AS total, sum(g.reserved) AS reserved, sum(g.held) AS held \
         FROM seat_ledger g JOIN licenses l ON l.organization_id = ?1 AND l.id = ?2 \
         WHERE g.license_id = ?2 AND g.at >= ?3 AND g.at < ?4 GROUP BY 1",
    )
    .bind(organization)
    .bind(license)
    .bind(from.start())
    .bind(to.end())
}

/// A row of [`before`] or [`by_day`].
#[derive(Debug, Deserialize)]
pub struct SumRow {
    /// The day.
    pub day: Option<Day>,
    /// Seats bought.
    pub total: i64,
    /// Seats reserved.
    pub reserved: i64,
    /// Seats held.
    pub held: i64,
}

/// Counters, ledger sums and assignments of every license, side by side.
pub fn audit(ctx: &Context, organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT l.id, l.seats, l.reserved, l.held, \
         (SELECT coalesce(sum(total), 0) FROM seat_ledger g WHERE g.license_id = l.id) AS ledger_total, \
         (SELECT coalesce(sum(reserved), 0) FROM seat_ledger g WHERE g.license_id = l.id) AS ledger_reserved, \
         (SELECT coalesce(sum(held), 0) FROM seat_ledger g WHERE g.license_id = l.id) AS ledger_held, \
         (SELECT count(*) FROM assignments a WHERE a.license_id = l.id AND a.status = 'invited') AS invited, \
         (SELECT count(*) FROM assignments a WHERE a.license_id = l.id AND a.status = 'accepted') AS accepted, l.waiting, \
         (SELECT count(*) FROM seat_queue q WHERE q.license_id = l.id AND q.state = 'waiting') AS in_line, \
         l.waiting > 0 AND l.reserved + l.held < l.seat_limit AND coalesce(l.ends_at > ?2, true) AS overlooked \
         FROM licenses l WHERE l.organization_id = ?1 ORDER BY l.id",
    )
    .bind(organization)
    .bind(ctx.now)
}

/// A row of [`audit`].
#[derive(Debug, Deserialize)]
pub struct AuditRow {
    /// The license.
    pub id: LicenseId,
    /// Counter: seats bought.
    pub seats: i64,
    /// Counter: reserved.
    pub reserved: i64,
    /// Counter: held.
    pub held: i64,
    /// Ledger: seats bought.
    pub ledger_total: i64,
    /// Ledger: reserved.
    pub ledger_reserved: i64,
    /// Ledger: held.
    pub ledger_held: i64,
    /// Assignments: invited.
    pub invited: i64,
    /// Assignments: accepted.
    pub accepted: i64,
    /// Counter: people in the queue.
    pub waiting: i64,
    /// The queue: people in line.
    pub in_line: i64,
    /// Whether somebody waits though a seat is free.
    pub overlooked: u8,
}
