//! Which members a filter finds, its search included; the same as a file, and the seats that they take. The page of the
//! list is `members`'.

use serde::Deserialize;
use shared::api::members::{LastSignIn, MemberFilter};
use shared::id::{MemberId, OrganizationId};
use shared::member::{MemberStatus, Source};
use shared::search::Search;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::companies::OF_MEMBER as OF_CUSTOMER;
use crate::store::conditions::Conditions;

/// The conditions of a filter but for its search, which leads where it has an index: then no other does.
pub(super) fn narrowed(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    found: &Found,
) -> Conditions {
    let there = if found.leading().is_some() { "+m.organization_id = ?" } else { "m.organization_id = ?" };
    let sources = (!filter.sources.is_empty()).then(|| serde_json::json!(filter.sources).to_string());
    let roles = (!filter.roles.is_empty()).then(|| serde_json::json!(filter.roles).to_string());
    let conditions = Conditions::default()
        .and(there, [organization.into()])
        .and_some("m.status = ?", filter.status.map(MemberStatus::as_str))
        .and_some("m.role IN (SELECT value FROM json_each(?))", roles)
        .and_some("m.came_by IN (SELECT value FROM json_each(?))", sources)
        .and_some(
            "m.id IN (SELECT member_id FROM assignments WHERE license_id = ? AND status IN ('invited', 'accepted'))",
            filter.license,
        )
        .and_some("m.id IN (SELECT member_id FROM team_members WHERE team_id = ?)", filter.team)
        .and_some("m.id IN (SELECT member_id FROM company_members WHERE company_id = ?)", filter.company);
    let conditions = match filter.last_sign_in {
        None => conditions,
        Some(LastSignIn::Never) => conditions.and("m.last_sign_in_at IS NULL", []),
        Some(LastSignIn::Within7Days) => conditions
            .and("m.last_sign_in_at > ?", [ctx.now.plus_days(-LastSignIn::Within7Days.days()).into()]),
        // Whoever never signed in counts from the day on which they came.
        Some(idle) => conditions
            .and("coalesce(m.last_sign_in_at, m.created_at) <= ?", [ctx.now.plus_days(-idle.days()).into()]),
    };
    // Customers are many: they are listed where they are asked for, and among who was removed.
    let anybody = filter.search.is_some()
        || filter.status == Some(MemberStatus::Removed)
        || filter.company.is_some()
        || !filter.roles.is_empty()
        || filter.sources.contains(&Source::Contact);
    let conditions = if anybody { conditions } else { conditions.and("m.role <> 'customer'", []) };
    match filter.status {
        None => conditions.and("m.status <> 'removed'", []),
        Some(_) => conditions,
    }
}

/// The conditions of a filter, its search included, on members `m`.
pub fn found_by(ctx: &Context, organization: OrganizationId, filter: &MemberFilter) -> Conditions {
    let found = Found::by(organization, filter);
    found.beside(narrowed(ctx, organization, filter, &found), None)
}

/// How a search reads the two indexes of text: the one of what is inside, and the one of where words begin.
pub(super) struct Found {
    searched: bool,
    matches: Vec<(&'static str, String)>,
    syllables: Vec<String>,
    /// What is looked for, word for word, as a JSON array; nothing without a search.
    needles: Option<String>,
}

impl Found {
    /// Of a filter.
    pub(super) fn by(organization: OrganizationId, filter: &MemberFilter) -> Self {
        let search = filter.search.as_deref().map(Search::parse);
        let needles = search.as_ref().map(|search| serde_json::json!(search.needles()).to_string());
        let searched = search.is_some();
        let Search { inside, beginnings, syllables } = search.unwrap_or_default();
        let matches = [("members_inside", inside, ""), ("members_words", beginnings, "*")]
            .into_iter()
            .filter(|(_, parts, _)| !parts.is_empty())
            .map(|(index, parts, star)| (index, match_expression(organization, &parts, star)))
            .collect();
        Self { searched, matches, syllables, needles }
    }

    /// What is looked for, to say by what of somebody it was found.
    pub(super) fn needles(&self) -> Option<&str> {
        self.needles.as_deref()
    }

    /// The index that gives the rows in its order, so that a page ends the search.
    pub(super) fn leading(&self) -> Option<(&'static str, &str)> {
        self.matches.first().map(|(index, expression)| (*index, expression.as_str()))
    }

    /// What must hold beside what the leading index says.
    pub(super) fn beside(&self, mut conditions: Conditions, leading: Option<&str>) -> Conditions {
        for part in &self.syllables {
            conditions = conditions.and("instr(m.sort_key, ?) > 0", [part.as_str().into()]);
        }
        for (index, expression) in self.matches.iter().filter(|(index, _)| Some(*index) != leading) {
            let condition = format!("m.seq IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)");
            conditions = conditions.and(&condition, [expression.as_str().into()]);
        }
        // A search without a letter or digit finds nobody.
        let nothing = self.searched && self.matches.is_empty() && self.syllables.is_empty();
        if nothing { conditions.and("0", []) } else { conditions }
    }
}

/// FTS5: every part is in the text, or begins a word of it, of somebody whose organization's id ends the same.
fn match_expression(organization: OrganizationId, parts: &[String], star: &str) -> String {
    let parts: Vec<_> = parts.iter().map(|part| format!("\"{}\"{star}", part.replace('"', "\"\""))).collect();
    let organization = organization.to_string();
    let end = &organization[organization.len() - 3..];
    format!("organization_end : \"{end}\" AND search_text : ({})", parts.join(" AND "))
}

/// Who is picked among those whom a filter finds: JSON arrays of ids.
pub struct Picks {
    only: Option<String>,
    except: Option<String>,
}

impl Picks {
    /// These alone, but those; an empty list means nothing.
    pub fn of(only: &[MemberId], except: &[MemberId]) -> Self {
        let list = |ids: &[MemberId]| (!ids.is_empty()).then(|| serde_json::json!(ids).to_string());
        Self { only: list(only), except: list(except) }
    }
}

const ONLY: &str = "m.id IN (SELECT value FROM json_each(?))";
const BUT: &str = "m.id NOT IN (SELECT value FROM json_each(?))";

/// The seats that would come free if those who are active were deactivated: rows of `id`, `name` and `seats`.
pub fn seats_of(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    picks: &Picks,
) -> Statement {
    let conditions = found_by(ctx, organization, filter)
        .and_some(ONLY, picks.only.as_deref())
        .and_some(BUT, picks.except.as_deref());
    let sql = format!(
        "SELECT l.id, l.name, count(*) AS seats FROM members m CROSS JOIN assignments a ON a.member_id = m.id AND a.status IN ('invited', 'accepted') \
         JOIN licenses l ON l.id = a.license_id{} AND m.status = 'active' GROUP BY l.id ORDER BY seats DESC, l.name",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// People for a file in the order of the list, after the one with this row: rows of [`RecordRow`], at most `limit`. A search
/// goes on where it was, so that a long file does not search anew for each of its parts.
pub fn export(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    picks: &Picks,
    last: Option<&RecordRow>,
    limit: usize,
) -> Statement {
    let found = Found::by(organization, filter);
    let conditions = narrowed(ctx, organization, filter, &found)
        .and_some(ONLY, picks.only.as_deref())
        .and_some(BUT, picks.except.as_deref());
    let (from, conditions, order) = if let Some((index, expression)) = found.leading() {
        let conditions = conditions
            .and(&format!("{index} MATCH ? AND m.seq = {index}.rowid"), [expression.into()])
            .and_some("m.seq > ?", last.map(|last| last.seq));
        let order = format!("{index}.rowid");
        (format!("{index} CROSS JOIN members m"), found.beside(conditions, Some(index)), order)
    } else {
        let conditions = found.beside(conditions, None);
        let conditions = match last {
            Some(last) => conditions
                .and("(m.sort_key, m.id) > (?, ?)", [last.sort_key.as_str().into(), last.id.as_str().into()]),
            None => conditions,
        };
        ("members m".to_owned(), conditions, "m.sort_key, m.id".to_owned())
    };
    let joined = |names: &str| format!("coalesce((SELECT group_concat(name, '; ') FROM ({names})), '')");
    let teams = joined(
        "SELECT t.name FROM team_members x JOIN teams t ON t.id = x.team_id WHERE x.member_id = m.id ORDER BY t.name",
    );
    let licenses = joined(
        "SELECT l.name FROM assignments a JOIN licenses l ON l.id = a.license_id WHERE a.member_id = m.id \
         AND a.status IN ('invited', 'accepted') ORDER BY l.name",
    );
    let ids = joined("SELECT x.external_id AS name FROM external_ids x WHERE x.member_id = m.id");
    let sql = format!(
        "SELECT m.seq, m.sort_key, m.id, m.name, m.email, coalesce((SELECT r.name FROM roles r WHERE r.organization_id = m.organization_id AND r.id = m.custom_role), m.role) AS role, \
         m.status, {teams} AS teams, {licenses} AS licenses, coalesce({OF_CUSTOMER} ->> 'name', '') AS company, {ids} AS external_ids, \
         m.came_by AS source, m.created_at, coalesce(m.last_sign_in_at, '') AS last_sign_in_at \
         FROM {from}{} ORDER BY {order} LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// A row of [`export`].
#[derive(Debug, Deserialize)]
pub struct RecordRow {
    seq: i64,
    sort_key: String,
    /// The member.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role: the word of a built-in one, or the name of the organization's own.
    pub role: String,
    /// Where they stand.
    pub status: String,
    /// Their teams.
    pub teams: String,
    /// Licenses on which they take a seat.
    pub licenses: String,
    /// The company of a customer.
    pub company: String,
    /// Their identifiers elsewhere.
    pub external_ids: String,
    /// By which door they came.
    pub source: String,
    /// When the record was made.
    pub created_at: String,
    /// When they last signed in.
    pub last_sign_in_at: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;

    #[test]
    fn a_search_cannot_leave_its_organization() {
        let organization = OrganizationId::new(Timestamp::from_millis(1), [0; 10]);
        let search = Some("ann\" OR organization_end : \"x".to_owned());
        let found = Found::by(organization, &MemberFilter { search, ..MemberFilter::default() });
        let expressions: Vec<_> = found.matches.iter().map(|(_, expression)| expression.as_str()).collect();
        let own = "organization_end : \"000\" AND search_text : ";
        let inside = format!("{own}(\"ann\" AND \"organization_end\")");
        assert_eq!(expressions, [inside, format!("{own}(\"OR\"* AND \"x\"*)")]);
    }
}
