//! Staff seats: the license whose seats go with a role. Giving and taking them is the schema’s (0025).

use serde::Deserialize;
use shared::access::Role;
use shared::api::Named;
use shared::api::staff_seats::StaffSeats;
use shared::id::{LicenseId, MemberId, OperationId, OrganizationId};
use shared::seat::{Overage, SeatCounts};
use shared::staff_seats::Staff;
use shared::time::Timestamp;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};

/// The license and the roles, in a row of [`StaffRow`]; none while no license is named.
pub fn of(organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT l.id AS license, l.name, l.seats, l.overage_rule, l.overage_percent, l.reserved, l.held, l.ends_at, s.roles, \
         (SELECT json_group_array(r.role) FROM staff_roles r WHERE r.organization_id = s.organization_id) AS takes \
         FROM staff_licenses s JOIN licenses l ON l.id = s.license_id WHERE s.organization_id = ?1",
    )
    .bind(organization)
}

/// A row of [`of`].
#[derive(Debug, Deserialize)]
pub struct StaffRow {
    license: LicenseId,
    name: String,
    seats: u32,
    overage_rule: String,
    overage_percent: u8,
    reserved: u32,
    held: u32,
    ends_at: Option<Timestamp>,
    roles: String,
    takes: String,
}

impl StaffRow {
    /// Reads the answer of [`of`].
    pub fn read(rows: &Rows) -> Result<Option<Self>, Failure> {
        Ok(rows.first::<Self>()?)
    }

    /// Its seats.
    pub fn counts(&self) -> SeatCounts {
        let overage = match self.overage_rule.as_str() {
            "unlimited" => Overage::Unlimited,
            "percent" => Overage::Percent { percent: self.overage_percent },
            _ => Overage::None,
        };
        SeatCounts::new(self.seats, self.reserved, self.held, overage)
    }

    /// Every role that takes a seat.
    pub fn takes(&self) -> Result<Vec<Role>, Failure> {
        list(&self.takes)
    }

    /// Why nobody more can be given a role that takes a seat of it.
    pub fn refusal(&self, now: Timestamp) -> Option<shared::Refusal> {
        if self.ends_at.is_some_and(|end| end <= now) {
            return Some(shared::staff_seats::ended(&self.name).at("role"));
        }
        (self.counts().claimable() == Some(0)).then(|| shared::staff_seats::full(&self.name, self.seats))
    }

    /// As rows are judged by it.
    pub fn staff(&self) -> Result<Staff, Failure> {
        let takes = self.takes()?.into_iter().collect();
        Ok(Staff { license: self.license, name: self.name.clone(), takes })
    }

    /// As the API shows it.
    pub fn shown(row: Option<&Self>) -> Result<StaffSeats, Failure> {
        let Some(row) = row else {
            return Ok(StaffSeats { license: None, seats: None, roles: Vec::new(), takes: Vec::new() });
        };
        Ok(StaffSeats {
            license: Some(Named { id: row.license, name: row.name.clone() }),
            seats: Some(row.counts()),
            roles: list(&row.roles)?,
            takes: row.takes()?,
        })
    }
}

fn list(text: &str) -> Result<Vec<Role>, Failure> {
    crate::json::read(text).map_err(|error| Failure::broken("staff_licenses", error))
}

/// Names the license and the roles; everybody who has such a role is seated by triggers, or the batch is undone with
/// `staff_seats_missing`.
pub fn set(
    ctx: &Context,
    organization: OrganizationId,
    license: LicenseId,
    roles: &str,
    by: &str,
    operation: OperationId,
) -> [Statement; 2] {
    [
        Statement::new(
            "INSERT INTO staff_licenses (organization_id, license_id, roles, changed_by, changed_at, operation_id) \
             VALUES (?1, ?2, '[]', ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )
        .bind(organization)
        .bind(license)
        .bind(by)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "UPDATE staff_licenses SET license_id = ?2, roles = ?6, changed_by = ?3, changed_at = ?4, operation_id = ?5 WHERE organization_id = ?1",
        )
        .bind(organization)
        .bind(license)
        .bind(by)
        .bind(ctx.now)
        .bind(operation)
        .bind(roles),
    ]
}

/// Lets no role take a seat any more, which frees those that roles took.
pub fn clear(
    ctx: &Context,
    organization: OrganizationId,
    by: &str,
    operation: OperationId,
) -> [Statement; 2] {
    [
        Statement::new(
            "UPDATE staff_licenses SET roles = '[]', changed_by = ?2, changed_at = ?3, operation_id = ?4 WHERE organization_id = ?1",
        )
        .bind(organization)
        .bind(by)
        .bind(ctx.now)
        .bind(operation),
        Statement::new("DELETE FROM staff_licenses WHERE organization_id = ?1").bind(organization),
    ]
}

/// What a row of [`NeedRow`] says of license `l` and of the members `m` of whom `who` holds. Free seats are counted as far as
/// numbers go: with unlimited overage there are more.
fn need_of(who: &str, from: &str) -> String {
    format!(
        "SELECT l.name, min(max(l.seat_limit - l.reserved - l.held, 0), 4294967295) AS free, coalesce(l.ends_at <= :now, 0) AS ended, \
         (SELECT count(*) FROM members m \
         WHERE m.organization_id = ?1 AND {who} AND (m.status = 'active' OR (m.status = 'pending' AND EXISTS (SELECT 1 FROM invitations i \
         WHERE i.member_id = m.id AND i.status = 'pending'))) \
         AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = l.id AND a.member_id = m.id AND a.status IN ('invited', 'accepted'))) AS people \
         FROM {from}"
    )
}

/// How many people with one of these roles (a JSON array), or roles based on them, have no seat of a license yet, and how
/// many seats there are for them: a row of [`NeedRow`].
pub fn need(ctx: &Context, organization: OrganizationId, license: LicenseId, roles: &str) -> Statement {
    let who = "coalesce((SELECT r.base FROM roles r WHERE r.organization_id = ?1 AND r.id = m.role), m.role) IN (SELECT value FROM json_each(?3))";
    Statement::new(need_of(who, "licenses l WHERE l.organization_id = ?1 AND l.id = ?2"))
        .bind(organization)
        .bind(license)
        .bind(roles)
        .at(ctx.now)
}

/// The same of everybody who has a role and would get another, should that take a seat: a row of [`NeedRow`], or none.
pub fn need_of_replacement(ctx: &Context, organization: OrganizationId, from: Role, to: Role) -> Statement {
    let seats =
        "staff_roles s JOIN licenses l ON l.id = s.license_id WHERE s.organization_id = ?1 AND s.role = ?3";
    Statement::new(need_of("m.role = ?2", seats)).bind(organization).bind(from).bind(to).at(ctx.now)
}

/// A row of [`need`].
#[derive(Debug, Deserialize)]
pub struct NeedRow {
    /// The license.
    pub name: String,
    /// Seats that can be claimed.
    pub free: u32,
    /// 1 if it has ended and seats nobody.
    pub ended: u8,
    /// Who needs one.
    pub people: u32,
}

/// Whether somebody has a seat of the staff license: a row with `seated`.
pub fn is_seated(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT 1 AS seated FROM staff_licenses s JOIN assignments a ON a.license_id = s.license_id AND a.member_id = ?2 \
         AND a.status IN ('invited', 'accepted') WHERE s.organization_id = ?1",
    )
    .bind(organization)
    .bind(member)
}
