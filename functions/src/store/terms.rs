//! What follows from a license's term: its end suspends its people, step by step; what a renewal brought back.
//!
//! Bringing back is a trigger's (`functions/migrations/0003`), so that no change of a term can forget it.

use serde::Deserialize;
use shared::id::{LicenseId, OperationId, OrganizationId};

use crate::context::Context;
use crate::ports::Statement;

/// People whom one tick suspends; the next one goes on. `check` refuses them from the exact moment on.
const AT_ONCE: u16 = 5_000;

/// Notes which licenses have ended, once each, tells the log, and suspends their people. Doing it again does no more.
pub fn lapse(ctx: &Context, operation: OperationId) -> [Statement; 3] {
    let bind = |sql: &str| Statement::new(sql).bind(ctx.now).bind(operation);
    [
        bind(
            "UPDATE licenses SET lapsed_at = ends_at, changed_by = 'Usher', changed_at = ?1, operation_id = ?2 \
             WHERE ends_at <= ?1 AND lapsed_at IS NULL",
        ),
        bind(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT 'evt_' || substr(?2, 4, 10) || substr(id, 15), organization_id, ?1, 'license.expired', 'system', '', 'Usher', id, name, \
             json_object('held', held), ?2 FROM licenses WHERE ends_at <= ?1 AND operation_id = ?2",
        ),
        bind(&format!(
            "UPDATE assignments SET status = 'suspended', reason = 'term_ended', releases = releases + 1, changed_by = 'Usher', changed_at = ?1, operation_id = ?2 \
             WHERE id IN (SELECT a.id FROM licenses l JOIN assignments a ON a.license_id = l.id AND a.status = 'accepted' \
             WHERE l.ends_at <= ?1 AND l.held > 0 LIMIT {AT_ONCE})"
        )),
    ]
}

/// How many seats a renewal gave back and how many people stay suspended, in a row of [`ReturnedRow`].
pub fn returned(organization: OrganizationId, license: LicenseId, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT coalesce(sum(status = 'accepted' AND operation_id = ?3), 0) AS restored, \
         coalesce(sum(status = 'suspended' AND reason = 'term_ended'), 0) AS suspended \
         FROM assignments WHERE organization_id = ?1 AND license_id = ?2",
    )
    .bind(organization)
    .bind(license)
    .bind(operation)
}

/// A row of [`returned`].
#[derive(Debug, Deserialize)]
pub struct ReturnedRow {
    /// People who have their seat again.
    pub restored: u32,
    /// People for whom none is left.
    pub suspended: u32,
}

/// People who would come back: active ones whom the end of the term suspended, in a row of [`SuspendedRow`].
pub fn suspended(organization: OrganizationId, license: LicenseId) -> Statement {
    Statement::new(
        "SELECT count(*) AS suspended FROM assignments a JOIN members m ON m.id = a.member_id AND m.status <> 'disabled' \
         WHERE a.organization_id = ?1 AND a.license_id = ?2 AND a.status = 'suspended' AND a.reason = 'term_ended'",
    )
    .bind(organization)
    .bind(license)
}

/// A row of [`suspended`].
#[derive(Debug, Deserialize)]
pub struct SuspendedRow {
    /// How many.
    pub suspended: u32,
}
