//! Mail domains and who has authority over them.

use serde::Deserialize;
use shared::id::{MemberId, OrganizationId};

use crate::ports::Statement;

/// The proved domains over which a member has authority: rows of `name`.
pub fn authority(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT d.name FROM domain_admins a JOIN domains d ON d.id = a.domain_id JOIN members m ON m.id = a.member_id \
         WHERE d.organization_id = ?1 AND a.member_id = ?2 AND d.verified_at IS NOT NULL AND m.organization_id = ?1 AND m.status = 'active'",
    )
    .bind(organization)
    .bind(member)
}

/// A row of [`authority`].
#[derive(Debug, Deserialize)]
pub struct NameRow {
    /// The domain.
    pub name: String,
}
