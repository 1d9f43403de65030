//! Whole domains (B3): the proved domains of a district license, and the seats that their people take by themselves.

use serde::Deserialize;
use shared::id::{LicenseId, OperationId, OrganizationId, UserId};
use shared::license::{AssignmentStatus, Door};

use crate::context::Context;
use crate::ports::Statement;
use crate::store::emails::member_of;

/// The proved domains whose people take seats of a license: rows of `name`.
pub fn of_license(organization: OrganizationId, license: LicenseId) -> Statement {
    Statement::new(
        "SELECT d.name FROM license_domains w JOIN domains d ON d.id = w.domain_id \
         WHERE w.organization_id = ?1 AND w.license_id = ?2 AND d.verified_at IS NOT NULL ORDER BY d.name",
    )
    .bind(organization)
    .bind(license)
}

/// Where whoever has an address stands on a license, in a row of [`WasOn`]; none if they never were on it. Coming in by a
/// domain passes them over else.
pub fn was_on(organization: OrganizationId, license: LicenseId, email: &str) -> Statement {
    Statement::new(format!(
        "SELECT a.status FROM assignments a WHERE a.organization_id = ?1 AND a.license_id = ?2 AND a.member_id = {}",
        member_of("?1", "?3")
    ))
    .bind(organization)
    .bind(license)
    .bind(email)
}

/// A row of [`was_on`].
#[derive(Debug, Deserialize)]
pub struct WasOn {
    /// Where they stand.
    pub status: AssignmentStatus,
}

/// Sets a license's domains (a JSON array of names); those that the organization has not proved are left out.
pub fn set(organization: OrganizationId, license: LicenseId, names: &str) -> [Statement; 2] {
    [
        Statement::new("DELETE FROM license_domains WHERE organization_id = ?1 AND license_id = ?2")
            .bind(organization)
            .bind(license),
        Statement::new(
            "INSERT INTO license_domains (license_id, domain_id, organization_id) SELECT l.id, d.id, ?1 FROM json_each(?3) n \
             JOIN domains d ON d.organization_id = ?1 AND d.name = n.value AND d.verified_at IS NOT NULL \
             JOIN licenses l ON l.organization_id = ?1 AND l.id = ?2 WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(organization)
        .bind(license)
        .bind(names),
    ]
}

/// Whoever comes in takes a seat of each district license in its term for whose domain they have their address, unless
/// they were on it before or it is full: the gate is asked as by every door. The log tells it.
pub fn enroll(
    ctx: &Context,
    user: UserId,
    organization: OrganizationId,
    operation: OperationId,
) -> [Statement; 2] {
    let door = Door::Domain.as_str();
    [
        Statement::new(format!(
            "INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id) \
             SELECT 'asg_' || substr(?4, 4, 10) || substr(?4, 20) || substr(l.id, 25), ?2, l.id, m.id, 'accepted', '{door}', 'first_use', 'Usher', ?3, ?4 \
             FROM members m JOIN domains d ON d.organization_id = ?2 AND d.verified_at IS NOT NULL AND d.name = substr(m.email, instr(m.email, '@') + 1) \
             JOIN license_domains w ON w.domain_id = d.id JOIN licenses l ON l.organization_id = ?2 AND l.id = w.license_id \
             WHERE m.user_id = ?1 AND m.organization_id = ?2 AND m.status = 'active' AND l.type = 'district' \
             AND coalesce(l.starts_at <= ?3, true) AND coalesce(l.expires_at > ?3, true) \
             AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = l.id AND a.member_id = m.id)"
        ))
        .bind(user)
        .bind(organization)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(format!(
            "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
             SELECT 'evt_' || substr(a.id, 5), a.organization_id, a.changed_at, 'seat.assigned', 'system', '', 'Usher', m.id, m.name, \
             json_object('license', l.id, 'license_name', l.name, 'door', a.door), a.operation_id \
             FROM assignments a JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id \
             WHERE m.user_id = ?1 AND a.organization_id = ?2 AND a.operation_id = ?3 AND a.door = '{door}'"
        ))
        .bind(user)
        .bind(organization)
        .bind(operation),
    ]
}
