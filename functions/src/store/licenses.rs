//! Licenses. Their seats are counted by the gate's triggers; the ledger is read in `ledger`.

use serde::Deserialize;
use shared::api::Named;
use shared::api::licenses::{License, LicenseOrder};
use shared::id::{LicenseId, OperationId, OrganizationId, PackageId};
use shared::license::{LicenseState, LicenseType, Term};
use shared::seat::{Overage, SeatCounts};
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;

pub(super) const COLUMNS: &str = "id, name, product, type, seats, overage_rule, overage_percent, reserved, held, waiting, starts_at, \
    expires_at, grace_days, created_at, package_id, (SELECT k.name FROM packages k WHERE k.id = package_id) AS package_name, \
    (SELECT s.name FROM subscribed s WHERE s.license_id = licenses.id) AS subscribed";

/// A license as the table holds it.
#[derive(Debug, Deserialize)]
pub struct LicenseRow {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    product: String,
    r#type: LicenseType,
    seats: u32,
    overage_rule: String,
    overage_percent: u8,
    reserved: u32,
    held: u32,
    waiting: u32,
    starts_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    grace_days: u16,
    created_at: Timestamp,
    package_id: Option<PackageId>,
    package_name: Option<String>,
    subscribed: String,
}

impl LicenseRow {
    /// How far it may go over its seats.
    pub fn overage(&self) -> Overage {
        match self.overage_rule.as_str() {
            "unlimited" => Overage::Unlimited,
            "percent" => Overage::Percent { percent: self.overage_percent },
            _ => Overage::None,
        }
    }

    /// Its type.
    pub const fn kind(&self) -> LicenseType {
        self.r#type
    }

    /// The package that it is of; none: a product.
    pub const fn package(&self) -> Option<PackageId> {
        self.package_id
    }

    /// Its seats.
    pub fn seats(&self) -> SeatCounts {
        let seats = SeatCounts::new(self.seats, self.reserved, self.held, self.overage());
        SeatCounts { waiting: self.waiting, ..seats }
    }

    /// Its term.
    pub const fn term(&self) -> Term {
        Term { starts_at: self.starts_at, expires_at: self.expires_at, grace_days: self.grace_days }
    }

    /// Where it stands in its term.
    pub fn state(&self, now: Timestamp) -> LicenseState {
        self.term().state(now)
    }

    /// The license as the API shows it.
    pub fn into_license(self, now: Timestamp) -> License {
        License {
            seats: self.seats(),
            overage: self.overage(),
            state: self.state(now),
            ends_at: self.term().ends_at(),
            package: self.package_id.zip(self.package_name).map(|(id, name)| Named { id, name }),
            id: self.id,
            name: self.name,
            product: self.product,
            subscribed: self.subscribed,
            kind: self.r#type,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
            grace_days: self.grace_days,
            created_at: self.created_at,
            admins: Vec::new(),
        }
    }
}

/// One license.
pub fn find(organization: OrganizationId, license: LicenseId) -> Statement {
    Statement::new(format!("SELECT {COLUMNS} FROM licenses WHERE organization_id = ?1 AND id = ?2"))
        .bind(organization)
        .bind(license)
}

/// Those of these licenses that the organization has; `ids` is a JSON array.
pub fn find_many(organization: OrganizationId, ids: &str) -> Statement {
    Statement::new(format!(
        "SELECT {COLUMNS} FROM licenses WHERE organization_id = ?1 AND id IN (SELECT value FROM json_each(?2))"
    ))
    .bind(organization)
    .bind(ids)
}

/// Those of these licenses that the organization has, and the one with its staff seats.
pub fn find_many_and_staff(organization: OrganizationId, ids: &str) -> Statement {
    Statement::new(format!(
        "SELECT {COLUMNS} FROM licenses WHERE organization_id = ?1 AND id IN (SELECT value FROM json_each(?2) \
         UNION SELECT license_id FROM staff_licenses WHERE organization_id = ?1)"
    ))
    .bind(organization)
    .bind(ids)
}

/// Whether people have a license still.
const NOT_ENDED: &str = "coalesce(ends_at > :now, true)";

/// The licenses that have not ended with the fewest claimable seats first, at most `limit`.
pub fn by_need(ctx: &Context, organization: OrganizationId, limit: u8) -> Statement {
    Statement::new(format!(
        "SELECT {COLUMNS} FROM licenses WHERE organization_id = ?1 AND {NOT_ENDED} ORDER BY seats - reserved - held, name, id LIMIT {limit}"
    ))
    .bind(organization)
    .at(ctx.now)
}

/// How many licenses there are and how many seats are free on those that have not ended, in a row with `licenses` and `free`.
pub fn totals(ctx: &Context, organization: OrganizationId) -> Statement {
    Statement::new(format!(
        "SELECT count(*) AS licenses, coalesce(sum(max(seats - reserved - held, 0)) FILTER (WHERE {NOT_ENDED}), 0) AS free \
         FROM licenses WHERE organization_id = ?1"
    ))
    .bind(organization)
    .at(ctx.now)
}

/// What a license licenses, by the name of today.
const SUBSCRIBED: &str = "(SELECT s.name FROM subscribed s WHERE s.license_id = licenses.id)";

/// Which licenses are listed, and how.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    /// A part of the name or of what is licensed.
    pub search: Option<&'a str>,
    /// Where they stand in their term.
    pub state: Option<LicenseState>,
    /// Those of one package.
    pub package: Option<PackageId>,
    /// In which order.
    pub order: LicenseOrder,
}

/// A page of licenses: rows of [`LicenseRow`], one more than asked for when there are more.
pub fn list(ctx: &Context, organization: OrganizationId, wanted: &Wanted<'_>, window: &Window) -> Statement {
    let mut conditions = Conditions::default()
        .and("organization_id = ?", [organization.into()])
        .and_contains(&format!("name || ' ' || product || ' ' || {SUBSCRIBED}"), wanted.search)
        .and_some("package_id = ?", wanted.package);
    if let Some(state) = wanted.state {
        let (condition, times) = match state {
            LicenseState::Scheduled => ("starts_at > ?", 1),
            LicenseState::Active => ("coalesce(starts_at <= ?, true) AND coalesce(expires_at > ?, true)", 2),
            LicenseState::Grace => ("coalesce(starts_at <= ?, true) AND expires_at <= ? AND ends_at > ?", 3),
            LicenseState::Expired => ("coalesce(starts_at <= ?, true) AND ends_at <= ?", 2),
        };
        conditions = conditions.and(condition, core::iter::repeat_n(ctx.now.into(), times));
    }
    let after = |at| window.after(at);
    let order = match wanted.order {
        LicenseOrder::Name => {
            if after(0) != Param::Null {
                conditions = conditions.and("(name, id) > (?, ?)", [after(0), after(1)]);
            }
            "name, id".to_owned()
        }
        LicenseOrder::Package => {
            if after(0) != Param::Null {
                let condition = format!("({SUBSCRIBED}, name, id) > (?, ?, ?)");
                conditions = conditions.and(&condition, [after(0), after(1), after(2)]);
            }
            format!("{SUBSCRIBED}, name, id")
        }
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM licenses{} ORDER BY {order} LIMIT {}",
        conditions.sql(),
        window.limit() + 1
    );
    conditions.bind_to(Statement::new(sql))
}

/// A license to make.
pub struct NewLicense<'a> {
    /// Its id.
    pub id: LicenseId,
    /// Where.
    pub organization: OrganizationId,
    /// Its name.
    pub name: &'a Name,
    /// What it licenses.
    pub product: &'a str,
    /// The package that it licenses, instead of a product.
    pub package: Option<PackageId>,
    /// Its type.
    pub kind: LicenseType,
    /// Seats bought.
    pub seats: u32,
    /// How far it may go over its seats.
    pub overage: Overage,
    /// Its term.
    pub term: Term,
    /// Who makes it.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

fn overage_columns(overage: Overage) -> (&'static str, u32) {
    match overage {
        Overage::None => ("none", 0),
        Overage::Percent { percent } => ("percent", u32::from(percent)),
        Overage::Unlimited => ("unlimited", 0),
    }
}

/// Makes a license.
pub fn insert(ctx: &Context, license: &NewLicense<'_>) -> Statement {
    let (rule, percent) = overage_columns(license.overage);
    Statement::new(
        "INSERT INTO licenses (id, organization_id, name, product, type, seats, overage_rule, overage_percent, starts_at, expires_at, \
         created_at, changed_by, changed_at, operation_id, grace_days, package_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?13, ?14, ?15)",
    )
    .bind(license.id)
    .bind(license.organization)
    .bind(license.name.as_str())
    .bind(license.product)
    .bind(license.kind.as_str())
    .bind(license.seats)
    .bind(rule)
    .bind(percent)
    .bind(license.term.starts_at)
    .bind(license.term.expires_at)
    .bind(ctx.now)
    .bind(license.by)
    .bind(license.operation)
    .bind(u32::from(license.term.grace_days))
    .bind(license.package)
}

/// Writes what changes of a license, and leaves the rest as it is by now; fails on `seats_suffice` when fewer are left than
/// are taken.
pub fn update(ctx: &Context, license: &LicenseChange<'_>) -> Statement {
    let overage = license.overage.map(overage_columns);
    let given = |given: bool| u32::from(given);
    Statement::new(
        "UPDATE licenses SET name = coalesce(?3, name), seats = coalesce(?4, seats), overage_rule = coalesce(?5, overage_rule), \
         overage_percent = iif(?5 IS NULL, overage_percent, ?6), grace_days = coalesce(?7, grace_days), \
         starts_at = iif(?8, ?9, starts_at), expires_at = iif(?10, ?11, expires_at), package_id = iif(?12, ?13, package_id), \
         changed_by = ?14, changed_at = ?15, operation_id = ?16 WHERE organization_id = ?1 AND id = ?2",
    )
    .bind(license.organization)
    .bind(license.id)
    .bind(license.name.map(Name::as_str))
    .bind(license.seats)
    .bind(overage.map(|(rule, _)| rule))
    .bind(overage.map(|(_, percent)| percent))
    .bind(license.grace_days.map(u32::from))
    .bind(given(license.starts_at.is_some()))
    .bind(license.starts_at.flatten())
    .bind(given(license.expires_at.is_some()))
    .bind(license.expires_at.flatten())
    .bind(given(license.package.is_some()))
    .bind(license.package.flatten())
    .bind(license.by)
    .bind(ctx.now)
    .bind(license.operation)
}

/// What a license is to be from now on; what is absent stays, also where somebody else changes it meanwhile.
pub struct LicenseChange<'a> {
    /// Which.
    pub id: LicenseId,
    /// Where.
    pub organization: OrganizationId,
    /// Its name.
    pub name: Option<&'a Name>,
    /// Seats bought.
    pub seats: Option<u32>,
    /// How far it may go over its seats.
    pub overage: Option<Overage>,
    /// Start of its term; none for since ever.
    pub starts_at: Option<Option<Timestamp>>,
    /// End of its term; none for no end.
    pub expires_at: Option<Option<Timestamp>>,
    /// Days after its end during which its people keep it.
    pub grace_days: Option<u16>,
    /// The package that it is of; none: a product.
    pub package: Option<Option<PackageId>>,
    /// Who changes it.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}
