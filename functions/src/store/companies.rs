//! Companies, their mail domains, and customers who come by themselves.

use serde::Deserialize;
use shared::api::companies::{Contact, Contacted, PlaceCustomer};
use shared::domain::Domain;
use shared::email::Email;
use shared::id::{CompanyId, MemberId, OperationId, OrganizationId, UserId};
use shared::text::Name;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::emails::{UNPROVED, account_of, member_of};
use crate::store::page::Listing;

/// A company as the API shows it (`shared::api::companies::Company`).
const ITEM: &str = "json_object('id', c.id, 'name', c.name, \
    'domains', json((SELECT json_group_array(domain) FROM (SELECT domain FROM company_domains d WHERE d.company_id = c.id ORDER BY domain))), \
    'customers', (SELECT count(*) FROM company_members l WHERE l.company_id = c.id), 'created_at', c.created_at)";

/// The company of member `m`, as JSON; NULL for whoever is no customer or in none.
pub const OF_MEMBER: &str = "CASE WHEN m.role = 'customer' THEN json((SELECT json_object('id', c.id, 'name', c.name) FROM companies c WHERE c.id = \
    CASE WHEN EXISTS (SELECT 1 FROM company_choices x WHERE x.member_id = m.id) \
    THEN (SELECT x.company_id FROM company_choices x WHERE x.member_id = m.id) \
    ELSE (SELECT d.company_id FROM company_domains d WHERE d.organization_id = m.organization_id AND d.domain = substr(m.email, instr(m.email, '@') + 1)) END)) END";

/// A page of companies by name.
pub fn list(organization: OrganizationId, search: Option<&str>, window: &Window) -> Statement {
    let text = "c.name || ' ' || coalesce((SELECT group_concat(domain, ' ') FROM company_domains d WHERE d.company_id = c.id), '')";
    let mut conditions =
        Conditions::default().and("c.organization_id = ?", [organization.into()]).and_contains(text, search);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(c.name_key, c.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM companies c{}", conditions.sql());
    let key = "json_array(c.name_key, c.id)";
    conditions.bind_to(Listing { item: ITEM, key, from: &from, order: "c.name_key, c.id" }.statement(window))
}

/// One company as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, company: CompanyId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM companies c WHERE c.organization_id = ?1 AND c.id = ?2"
    ))
    .bind(organization)
    .bind(company)
}

/// The name of a company, in a row with `name`.
pub fn name(organization: OrganizationId, company: CompanyId) -> Statement {
    Statement::new("SELECT name FROM companies WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(company)
}

/// A row of [`name`].
#[derive(Debug, Deserialize)]
pub struct NameRow {
    /// The name.
    pub name: String,
}

/// Makes a company; a name that is taken is a conflict.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    id: CompanyId,
    name: &Name,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO companies (id, organization_id, name, created_at, operation_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(id)
    .bind(organization)
    .bind(name.as_str())
    .bind(ctx.now)
    .bind(operation)
}

/// Renames a company; a name that is taken is a conflict.
pub fn rename(organization: OrganizationId, id: CompanyId, name: &Name, operation: OperationId) -> Statement {
    Statement::new("UPDATE companies SET name = ?3, operation_id = ?4 WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(id)
        .bind(name.as_str())
        .bind(operation)
}

/// Makes these the domains of a company; one that is another company's is a conflict.
pub fn set_domains(organization: OrganizationId, id: CompanyId, domains: &[Domain]) -> [Statement; 2] {
    let domains: Vec<_> = domains.iter().map(Domain::as_str).collect();
    let domains = serde_json::json!(domains).to_string();
    [
        Statement::new("DELETE FROM company_domains WHERE organization_id = ?1 AND company_id = ?2")
            .bind(organization)
            .bind(id),
        Statement::new(
            "INSERT INTO company_domains (organization_id, domain, company_id) \
             SELECT DISTINCT ?1, r.value, c.id FROM json_each(?3) r CROSS JOIN companies c ON c.organization_id = ?1 AND c.id = ?2",
        )
        .bind(organization)
        .bind(id)
        .bind(domains),
    ]
}

/// Deletes a company; its customers stay, in none or by their domain.
pub fn delete(organization: OrganizationId, id: CompanyId) -> Statement {
    Statement::new("DELETE FROM companies WHERE organization_id = ?1 AND id = ?2").bind(organization).bind(id)
}

/// Sets a customer's company by hand, or lets it follow their domain.
pub fn place(organization: OrganizationId, member: MemberId, request: &PlaceCustomer) -> Statement {
    if request.by_domain {
        return Statement::new("DELETE FROM company_choices WHERE organization_id = ?1 AND member_id = ?2")
            .bind(organization)
            .bind(member);
    }
    Statement::new(
        "INSERT INTO company_choices (member_id, organization_id, company_id) SELECT m.id, ?1, c.id FROM members m \
         LEFT JOIN companies c ON c.organization_id = ?1 AND c.id = ?3 WHERE m.organization_id = ?1 AND m.id = ?2 AND m.role = 'customer' \
         ON CONFLICT (member_id) DO UPDATE SET company_id = excluded.company_id",
    )
    .bind(organization)
    .bind(member)
    .bind(request.company.map_or(Param::Null, Param::from))
}

/// Who has an address here, and their company: a row of [`KnownRow`].
pub fn known(organization: OrganizationId, email: &Email) -> Statement {
    Statement::new(format!(
        "SELECT m.id, m.email, m.status = 'removed' AS gone, {OF_MEMBER} ->> 'id' AS company, m.operation_id FROM members m \
         WHERE m.organization_id = ?1 AND m.id = {}",
        member_of("?1", "?2")
    ))
    .bind(organization)
    .bind(email)
}

/// A row of [`known`].
#[derive(Debug, Deserialize)]
pub struct KnownRow {
    id: MemberId,
    /// By which address they are in the list; it may be another than the one asked for.
    pub email: Email,
    /// Whether they were removed: 0 or 1.
    pub gone: u8,
    company: Option<CompanyId>,
    operation_id: String,
}

impl KnownRow {
    /// The answer; who was written by the operation came with it.
    pub fn contacted(self, operation: Option<OperationId>) -> Contacted {
        let created = operation.is_some_and(|operation| operation.to_string() == self.operation_id);
        Contacted { member: self.id, created, company: self.company }
    }
}

/// Makes a customer of whoever is no member here, with an account that has no password until they choose one, and a
/// company of their domain if there is none. Whoever is a member already stays as they are. Their name is what the
/// program knows: that of an account made elsewhere is not ours to tell. Whoever was here before comes back under the
/// address by which they are listed. Nobody whose account is [not proved](UNPROVED). No company where none could have that domain.
pub fn contact(
    ctx: &Context,
    organization: OrganizationId,
    ids: (UserId, MemberId, Option<CompanyId>),
    contact: &Contact,
    listed: &Email,
    by: &str,
    operation: OperationId,
) -> Vec<Statement> {
    let (user, member, company) = ids;
    let name = contact.name.as_ref().map_or("", Name::as_str);
    let mut batch = vec![
        Statement::new(
            "INSERT INTO users (id, email, name, password_hash, created_at) \
             VALUES (?1, ?2, iif(?3 <> '', ?3, substr(?2, 1, instr(?2, '@') - 1)), '', ?4) ON CONFLICT (email) DO NOTHING",
        )
        .bind(user)
        .bind(&contact.email)
        .bind(name)
        .bind(ctx.now),
        Statement::new(format!(
            "INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id) \
             SELECT ?1, ?2, id, ?8, ?4, 'customer', 'active', 'contact', ?5, ?6, ?5, ?7 FROM users WHERE id = {} AND NOT EXISTS (SELECT 1 FROM members o \
             WHERE o.organization_id = ?2 AND o.user_id = users.id AND o.status IN ('active', 'disabled')) \
             AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = ?3 AND {UNPROVED}) \
             ON CONFLICT (organization_id, email) DO UPDATE SET role = 'customer', status = 'active', user_id = excluded.user_id, came_by = 'contact', \
             changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id \
             WHERE members.status = 'removed'",
            account_of("?3")
        ))
        .bind(member)
        .bind(organization)
        .bind(&contact.email)
        .bind(name)
        .bind(ctx.now)
        .bind(by)
        .bind(operation)
        .bind(listed),
    ];
    if let Some(company) = company {
        let domain = listed.domain();
        // Not for the organization's own domains, nor where the domain has a company; a name that is taken stays another's.
        batch.push(
            Statement::new(
                "INSERT INTO companies (id, organization_id, name, created_at, operation_id) SELECT ?1, ?2, ?3, ?4, ?5 \
                 WHERE NOT EXISTS (SELECT 1 FROM company_domains WHERE organization_id = ?2 AND domain = ?3) \
                 AND NOT EXISTS (SELECT 1 FROM domains WHERE organization_id = ?2 AND name = ?3) \
                 AND EXISTS (SELECT 1 FROM members WHERE organization_id = ?2 AND email = ?6 AND operation_id = ?5) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(company)
            .bind(organization)
            .bind(domain)
            .bind(ctx.now)
            .bind(operation)
            .bind(listed),
        );
        batch.push(
            Statement::new(
                "INSERT INTO company_domains (organization_id, domain, company_id) SELECT ?1, ?2, id FROM companies \
                 WHERE organization_id = ?1 AND id = ?3 ON CONFLICT DO NOTHING",
            )
            .bind(organization)
            .bind(domain)
            .bind(company),
        );
    }
    batch
}

/// That an operation (`?11` of an event) made the member of an event (`?8`).
pub const CAME: &str = "EXISTS (SELECT 1 FROM members WHERE id = ?8 AND operation_id = ?11)";
