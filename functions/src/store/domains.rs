//! Mail domains and who has authority over them.

use serde::Deserialize;
use shared::domain::{Domain, Proved};
use shared::email::Email;
use shared::id::{DomainId, MemberId, OperationId, OrganizationId};
use shared::member::MemberStatus;
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::emails::{UNPROVED, account_of};
use crate::store::roles::{OF_MEMBERS, RIGHTS, Rights};

/// The proved domains over which a member has authority: rows of `name`.
pub fn authority(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT d.name FROM domain_admins a JOIN domains d ON d.id = a.domain_id JOIN members m ON m.id = a.member_id \
         WHERE d.organization_id = ?1 AND a.member_id = ?2 AND d.verified_at IS NOT NULL AND m.organization_id = ?1 AND m.status = 'active'",
    )
    .bind(organization)
    .bind(member)
}

/// Those of these addresses (a JSON array) over which a member has authority whose account is [not proved](UNPROVED): rows of
/// `email`.
pub fn unproved(organization: OrganizationId, member: MemberId, emails: &str) -> Statement {
    Statement::new(format!(
        "SELECT e.value AS email FROM json_each(?3) e CROSS JOIN users u ON u.id = {} AND {UNPROVED} \
         WHERE substr(e.value, instr(e.value, '@') + 1) IN (SELECT d.name FROM domain_admins a JOIN domains d ON d.id = a.domain_id \
         WHERE d.organization_id = ?1 AND a.member_id = ?2 AND d.verified_at IS NOT NULL)",
        account_of("e.value")
    ))
    .bind(organization)
    .bind(member)
    .bind(emails)
}

/// A row of [`unproved`].
#[derive(Debug, Deserialize)]
pub struct AddressRow {
    /// The address.
    pub email: Email,
}

/// A row of [`authority`].
#[derive(Debug, Deserialize)]
pub struct NameRow {
    /// The domain.
    pub name: String,
}

const COLUMNS: &str = "d.id, d.name, d.how, d.verified_at, d.created_by_name AS created_by, d.created_at, \
    (SELECT json_group_array(json_object('id', m.id, 'name', m.name, 'email', m.email)) FROM domain_admins a \
     JOIN members m ON m.id = a.member_id WHERE a.domain_id = d.id AND m.status <> 'removed') AS admins";

/// A domain as it stands.
#[derive(Debug, Deserialize)]
pub struct DomainRow {
    /// The domain.
    pub id: DomainId,
    /// Its name.
    pub name: String,
    /// How it was proved.
    pub how: Option<Proved>,
    /// When.
    pub verified_at: Option<Timestamp>,
    /// Who named it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// A JSON array of who has authority over it.
    pub admins: String,
}

/// The domains of an organization by name: rows of [`DomainRow`].
pub fn list(organization: OrganizationId) -> Statement {
    Statement::new(format!("SELECT {COLUMNS} FROM domains d WHERE d.organization_id = ?1 ORDER BY d.name"))
        .bind(organization)
}

/// One domain, in a row of [`DomainRow`].
pub fn find(organization: OrganizationId, domain: DomainId) -> Statement {
    Statement::new(format!("SELECT {COLUMNS} FROM domains d WHERE d.organization_id = ?1 AND d.id = ?2"))
        .bind(organization)
        .bind(domain)
}

/// Names a domain; one that the organization has already breaks a constraint.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    id: DomainId,
    name: &Domain,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO domains (id, organization_id, name, created_by_name, created_at, operation_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(id)
    .bind(organization)
    .bind(name.as_str())
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Notes that a domain is proved; one that another organization has proved breaks a constraint.
pub fn verify(
    ctx: &Context,
    organization: OrganizationId,
    domain: DomainId,
    how: Proved,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "UPDATE domains SET how = ?3, verified_at = ?4, operation_id = ?5 WHERE organization_id = ?1 AND id = ?2 AND verified_at IS NULL",
    )
    .bind(organization)
    .bind(domain)
    .bind(how.as_str())
    .bind(ctx.now)
    .bind(operation)
}

/// Which organization has proved a domain, in a row of [`HolderRow`].
pub fn holder(name: &str) -> Statement {
    Statement::new(
        "SELECT id, organization_id AS organization FROM domains WHERE name = ?1 AND verified_at IS NOT NULL",
    )
    .bind(name)
}

/// A row of [`holder`].
#[derive(Debug, Deserialize)]
pub struct HolderRow {
    /// The domain as that organization named it.
    pub id: DomainId,
    /// The organization.
    pub organization: OrganizationId,
}

/// Gives a domain up, with all authority over it.
pub fn remove(organization: OrganizationId, domain: DomainId) -> Statement {
    Statement::new("DELETE FROM domains WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(domain)
}

/// Gives a member authority over a domain; nothing happens if they have it.
pub fn add_admin(
    ctx: &Context,
    organization: OrganizationId,
    domain: DomainId,
    member: MemberId,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO domain_admins (domain_id, member_id, organization_id, created_by_name, created_at, operation_id) \
         SELECT d.id, m.id, ?1, ?4, ?5, ?6 FROM domains d JOIN members m ON m.organization_id = ?1 AND m.id = ?3 AND m.status = 'active' \
         WHERE d.organization_id = ?1 AND d.id = ?2 ON CONFLICT DO NOTHING",
    )
    .bind(organization)
    .bind(domain)
    .bind(member)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Takes a member's authority over a domain.
pub fn remove_admin(organization: OrganizationId, domain: DomainId, member: MemberId) -> Statement {
    Statement::new(
        "DELETE FROM domain_admins WHERE organization_id = ?1 AND domain_id = ?2 AND member_id = ?3",
    )
    .bind(organization)
    .bind(domain)
    .bind(member)
}

/// Who a member is, in a row of [`MemberRow`].
pub fn member(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT iif(m.name <> '', m.name, m.email) AS label, {RIGHTS}, m.status FROM members m {OF_MEMBERS} \
         WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed'"
    ))
    .bind(organization)
    .bind(member)
}

/// A row of [`member`].
#[derive(Debug, Deserialize)]
pub struct MemberRow {
    /// Their name or address.
    pub label: String,
    /// Their role, and what they may do.
    #[serde(rename = "*")]
    pub rights: Rights,
    /// Where they stand.
    pub status: MemberStatus,
}
