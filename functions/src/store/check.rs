//! The seats of one person on the licenses of one product.

use shared::email::Email;
use shared::id::{MemberId, OrganizationId};

use crate::ports::Statement;
use crate::store::emails::member_of;

/// Whether a license licenses what programs asked for: the product, by its key, name or id, or a package with it.
const LICENSES: &str = "CASE WHEN l.package_id IS NULL THEN l.product = ?3 OR EXISTS (SELECT 1 FROM products p \
    WHERE p.organization_id = ?1 AND p.key = l.product AND ?3 IN (p.id, p.name)) \
    ELSE EXISTS (SELECT 1 FROM package_products b JOIN products p ON p.id = b.product_id \
    WHERE b.package_id = l.package_id AND ?3 IN (p.id, p.key, p.name)) END";

/// Rows of `shared::check::Standing`: none for an unknown person, one without a license for a person without a seat.
pub fn seats(
    organization: OrganizationId,
    member: Option<MemberId>,
    email: Option<&Email>,
    product: &str,
) -> Statement {
    let whom = if member.is_some() { "?2".to_owned() } else { member_of("?1", "?2") };
    let value =
        member.map_or_else(|| email.map(Email::to_string).unwrap_or_default(), |member| member.to_string());
    // Plain joins: a join in brackets would be built for the whole organization each time.
    Statement::new(format!(
        "SELECT m.status AS member, l.id AS license, iif(l.id IS NULL, NULL, a.status) AS assignment, l.starts_at, l.expires_at, l.grace_days, \
         EXISTS (SELECT 1 FROM license_providers u WHERE u.license_id = l.id) AS uses_provider, \
         (SELECT max(c.state) FROM license_providers u JOIN connections c ON c.member_id = m.id AND c.provider = u.provider \
         WHERE u.license_id = l.id) AS link \
         FROM members m LEFT JOIN assignments a ON a.member_id = m.id AND a.status <> 'removed' \
         LEFT JOIN licenses l ON l.id = a.license_id AND {LICENSES} \
         WHERE m.organization_id = ?1 AND m.id = {whom} AND m.status <> 'removed'"
    ))
    .bind(organization)
    .bind(value)
    .bind(product)
}
