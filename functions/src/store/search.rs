//! What search looks into: made anew for those of whom the database has noted that it is to be (migration `search`). What
//! finds whom is the schema's to say.

use shared::id::OrganizationId;

use crate::ports::Statement;

/// So many people at once: about a seventh of a second.
const PART: u32 = 1000;

/// Makes it anew for the next of them; of an organization, or of all.
pub fn renew(organization: Option<OrganizationId>) -> Statement {
    let of = if organization.is_some() { "WHERE organization_id = ?1 " } else { "" };
    let statement = Statement::new(format!(
        "DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, member_id FROM search_due {of}LIMIT {PART})"
    ));
    organization.into_iter().fold(statement, Statement::bind)
}

/// A row if there is anybody.
pub fn due() -> Statement {
    Statement::new("SELECT 1 AS due FROM search_due LIMIT 1")
}
