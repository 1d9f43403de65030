//! Members: the People list, one person, and changes of status and role.

use serde::Deserialize;
use shared::access::Role;
use shared::api::members::{LastSignIn, MemberFilter};
use shared::email::Email;
use shared::id::{MemberId, OperationId, OrganizationId, UserId};
use shared::member::{MemberStatus, Source};
use shared::search::Search;
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::companies::OF_MEMBER as OF_CUSTOMER;
use crate::store::conditions::Conditions;
use crate::store::page::Listing;
use crate::store::queue::PLACE;
use crate::store::roles::{OF_MEMBERS, RIGHTS, Rights};
use crate::store::teams::OF_MEMBER;

/// Members `m`, with the last invitation `i` of those who are pending.
const MEMBERS: &str = "members m LEFT JOIN invitations i ON i.id = \
    (SELECT max(x.id) FROM invitations x WHERE x.member_id = m.id AND m.status = 'pending')";

/// A member as the API shows it (`shared::api::members::Member`). An invitation that ran out and was not swept yet
/// shows as expired.
fn columns(ctx: &Context) -> String {
    let now = ctx.now;
    format!(
        "json_object('id', m.id, 'name', m.name, 'email', m.email, 'role', m.role, 'status', m.status, \
    'teams', {OF_MEMBER}, \
    'licenses', json((SELECT json_group_array(json_object('id', l.id, 'name', l.name, 'status', a.status)) \
        FROM assignments a JOIN licenses l ON l.id = a.license_id \
        WHERE a.member_id = m.id AND a.status NOT IN ('rejected', 'removed'))), \
    'waiting', json((SELECT json_group_array(json_object('id', l.id, 'name', l.name, 'entry', q.id, 'place', {PLACE})) \
        FROM seat_queue q JOIN licenses l ON l.id = q.license_id \
        WHERE q.member_id = m.id AND q.state = 'waiting')), \
    'company', {OF_CUSTOMER}, 'invitation', i.id, 'invitation_status', iif(i.status = 'pending' AND i.expires_at <= '{now}', 'expired', i.status), 'delivery', i.delivery, \
    'source', m.came_by, 'last_sign_in_at', m.last_sign_in_at, 'created_at', m.created_at)"
    )
}

/// A page of members: by name, or in order of arrival when searching.
pub fn list(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    window: &Window,
) -> Statement {
    let item = columns(ctx);
    let found = Found::by(organization, filter);
    let conditions = narrowed(ctx, organization, filter);
    let Some((index, expression)) = found.leading() else {
        let conditions = found.beside(conditions, None);
        let conditions = after(conditions, "(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
        let from = format!("FROM {MEMBERS}{}", conditions.sql());
        let key = "json_array(m.sort_key, m.id)";
        let listing = Listing { item: &item, key, from: &from, order: "m.sort_key, m.id" };
        return conditions.bind_to(listing.statement(window));
    };
    let conditions = conditions.and(&format!("{index} MATCH ?"), [expression.into()]);
    let conditions = found.beside(conditions, Some(index));
    let conditions = after(conditions, "m.seq > CAST(? AS INTEGER)", [window.after(0)]);
    let from = format!("FROM {index} CROSS JOIN {MEMBERS}{} AND m.seq = {index}.rowid", conditions.sql());
    let key = "json_array(CAST(m.seq AS TEXT))";
    let listing = Listing { item: &item, key, from: &from, order: &format!("{index}.rowid") };
    conditions.bind_to(listing.statement(window))
}

/// The conditions of a filter but for its search.
fn narrowed(ctx: &Context, organization: OrganizationId, filter: &MemberFilter) -> Conditions {
    let sources = (!filter.sources.is_empty()).then(|| serde_json::json!(filter.sources).to_string());
    let roles = (!filter.roles.is_empty()).then(|| serde_json::json!(filter.roles).to_string());
    let conditions = Conditions::default()
        .and("m.organization_id = ?", [organization.into()])
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
    // Customers are many: they are listed where they are asked for.
    let anybody = filter.search.is_some()
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
    Found::by(organization, filter).beside(narrowed(ctx, organization, filter), None)
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

/// People for a file, by name, after the one with this row: rows of [`RecordRow`], at most `limit`.
pub fn export(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    picks: &Picks,
    last: Option<&RecordRow>,
    limit: usize,
) -> Statement {
    let conditions = found_by(ctx, organization, filter)
        .and_some(ONLY, picks.only.as_deref())
        .and_some(BUT, picks.except.as_deref());
    let conditions = match last {
        Some(last) => conditions
            .and("(m.sort_key, m.id) > (?, ?)", [last.sort_key.as_str().into(), last.id.as_str().into()]),
        None => conditions,
    };
    let list = |names: &str| format!("coalesce((SELECT group_concat(name, '; ') FROM ({names})), '')");
    let teams = list(
        "SELECT t.name FROM team_members x JOIN teams t ON t.id = x.team_id WHERE x.member_id = m.id ORDER BY t.name",
    );
    let licenses = list(
        "SELECT l.name FROM assignments a JOIN licenses l ON l.id = a.license_id WHERE a.member_id = m.id \
         AND a.status IN ('invited', 'accepted') ORDER BY l.name",
    );
    let sql = format!(
        "SELECT m.sort_key, m.id, m.name, m.email, coalesce((SELECT r.name FROM roles r WHERE r.organization_id = m.organization_id AND r.id = m.custom_role), m.role) AS role, \
         m.status, {teams} AS teams, {licenses} AS licenses, coalesce({OF_CUSTOMER} ->> 'name', '') AS company, m.known_as AS external_ids, \
         m.came_by AS source, m.created_at, coalesce(m.last_sign_in_at, '') AS last_sign_in_at \
         FROM members m{} ORDER BY m.sort_key, m.id LIMIT {limit}",
        conditions.sql()
    );
    conditions.bind_to(Statement::new(sql))
}

/// A row of [`export`].
#[derive(Debug, Deserialize)]
pub struct RecordRow {
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

fn after<const N: usize>(conditions: Conditions, condition: &str, values: [Param; N]) -> Conditions {
    if values.contains(&Param::Null) { conditions } else { conditions.and(condition, values) }
}

/// How a search reads the two indexes of text: the one of what is inside, and the one of where words begin.
struct Found {
    searched: bool,
    matches: Vec<(&'static str, String)>,
    syllables: Vec<String>,
}

impl Found {
    fn by(organization: OrganizationId, filter: &MemberFilter) -> Self {
        let search = filter.search.as_deref().map(Search::parse);
        let searched = search.is_some();
        let Search { inside, beginnings, syllables } = search.unwrap_or_default();
        let matches = [("members_inside", inside, ""), ("members_words", beginnings, "*")]
            .into_iter()
            .filter(|(_, parts, _)| !parts.is_empty())
            .map(|(index, parts, star)| (index, match_expression(organization, &parts, star)))
            .collect();
        Self { searched, matches, syllables }
    }

    /// The index that gives the rows in its order, so that a page ends the search.
    fn leading(&self) -> Option<(&'static str, &str)> {
        self.matches.first().map(|(index, expression)| (*index, expression.as_str()))
    }

    /// What must hold beside what the leading index says.
    fn beside(&self, mut conditions: Conditions, leading: Option<&str>) -> Conditions {
        for (index, expression) in self.matches.iter().filter(|(index, _)| Some(*index) != leading) {
            let condition = format!("m.seq IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)");
            conditions = conditions.and(&condition, [expression.as_str().into()]);
        }
        for part in &self.syllables {
            conditions = conditions.and("instr(m.sort_key, ?) > 0", [part.as_str().into()]);
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

/// One member as JSON text, in a row with `item` and its `version`.
pub fn item(ctx: &Context, organization: OrganizationId, member: MemberId) -> Statement {
    let item = columns(ctx);
    Statement::new(format!("SELECT {item} AS item, m.operation_id AS version FROM {MEMBERS} WHERE m.organization_id = ?1 AND m.id = ?2"))
        .bind(organization)
        .bind(member)
}

/// How many stand where: rows of role, status and people.
pub fn counts(organization: OrganizationId) -> Statement {
    Statement::new("SELECT role, status, people FROM member_counts WHERE organization_id = ?1")
        .bind(organization)
}

/// A row of [`counts`].
#[derive(Debug, Deserialize)]
pub struct CountRow {
    /// The role.
    pub role: Role,
    /// The status.
    pub status: MemberStatus,
    /// How many.
    pub people: u32,
}

/// A member as rules need them.
pub fn find(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT m.id, m.name, m.email, {RIGHTS}, m.status, m.changed_by, m.changed_at, m.operation_id FROM members m {OF_MEMBERS} WHERE m.organization_id = ?1 AND m.id = ?2"
    ))
    .bind(organization)
    .bind(member)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct MemberRow {
    /// The member.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Their role, and what they may do.
    #[serde(flatten)]
    pub rights: Rights,
    /// Where they stand.
    pub status: MemberStatus,
    /// Who changed them last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The write that changed them last.
    pub operation_id: OperationId,
}

impl MemberRow {
    /// What to call them.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.email.as_str() } else { &self.name }
    }
}

/// Moves a member from one status to another; nothing happens if they are elsewhere by now, or if they are to be
/// enabled and a license of theirs is full.
pub fn move_to(ctx: &Context, change: &StatusChange<'_>) -> Statement {
    Statement::new(format!(
        "UPDATE members SET status = ?4, {}, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND id = ?2 AND status = ?3 \
         AND NOT (?4 = 'active' AND EXISTS (SELECT 1 {FULL_OF_SUSPENDED} AND a.member_id = ?2))",
        counted(change.to)
    ))
    .bind(change.organization)
    .bind(change.member)
    .bind(change.from.as_str())
    .bind(change.to.as_str())
    .bind(change.by)
    .bind(ctx.now)
    .bind(change.operation)
}

/// What to set beside a member's status, so that what follows leaving and coming back does.
pub fn counted(to: MemberStatus) -> &'static str {
    match to {
        MemberStatus::Disabled | MemberStatus::Removed => "departures = departures + 1",
        MemberStatus::Active | MemberStatus::Pending => "returns = returns + 1",
    }
}

/// A change of a member's status.
pub struct StatusChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Who.
    pub member: MemberId,
    /// From which status.
    pub from: MemberStatus,
    /// To which status.
    pub to: MemberStatus,
    /// By whom, as the ledger tells it.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Undoes the batch that it stands in if the member is not as they were seen.
pub fn as_seen(organization: OrganizationId, member: MemberId, seen: OperationId) -> Statement {
    Statement::new(
        "UPDATE members SET denials = '{}' WHERE organization_id = ?1 AND id = ?2 AND operation_id <> ?3",
    )
    .bind(organization)
    .bind(member)
    .bind(seen)
}

/// Changes name and role; what is absent stays. Removed people are left alone.
pub fn change(ctx: &Context, change: &MemberChange<'_>) -> Statement {
    Statement::new(
        "UPDATE members SET name = coalesce(?3, name), role = coalesce(?4, role), changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND id = ?2 AND status <> 'removed'",
    )
    .bind(change.organization)
    .bind(change.member)
    .bind(change.name.map(Name::as_str))
    .bind(change.role)
    .bind(change.by)
    .bind(ctx.now)
    .bind(change.operation)
}

/// Those of these addresses that somebody has, pending and disabled ones included: rows of [`MemberRow`].
pub fn with_addresses(organization: OrganizationId, emails: &str) -> Statement {
    Statement::new(format!(
        "SELECT m.id, m.name, m.email, {RIGHTS}, m.status, m.changed_by, m.changed_at, m.operation_id FROM members m {OF_MEMBERS} \
         WHERE m.organization_id = ?1 AND m.status <> 'removed' AND m.email IN (SELECT value FROM json_each(?2))"
    ))
    .bind(organization)
    .bind(emails)
}

/// Gives a member who has one role another; whoever has a third by now keeps it.
pub fn raise(ctx: &Context, change: &MemberChange<'_>, from: Role) -> Statement {
    Statement::new(
        "UPDATE members SET role = ?3, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
         WHERE organization_id = ?1 AND id = ?2 AND status IN ('active', 'disabled') AND role = ?7",
    )
    .bind(change.organization)
    .bind(change.member)
    .bind(change.role)
    .bind(change.by)
    .bind(ctx.now)
    .bind(change.operation)
    .bind(from)
}

/// A change of a member's name or role.
pub struct MemberChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Who.
    pub member: MemberId,
    /// The new name.
    pub name: Option<&'a Name>,
    /// The new role.
    pub role: Option<Role>,
    /// By whom.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Licenses whose seat this operation set free or took for the member: rows of id and name.
pub fn licenses_touched(member: MemberId, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT l.id, l.name FROM assignments a JOIN licenses l ON l.id = a.license_id \
         WHERE a.member_id = ?1 AND a.operation_id = ?2 ORDER BY l.name",
    )
    .bind(member)
    .bind(operation)
}

/// Suspended seats on licenses that are full, so that whoever had them can't be enabled.
const FULL_OF_SUSPENDED: &str = "FROM assignments a JOIN licenses l ON l.id = a.license_id \
    WHERE a.status = 'suspended' AND a.reason = 'disabled' AND l.reserved + l.held >= l.seat_limit";

/// The first full license on which the member's seat is suspended, in a row with `name` and `seats`.
pub fn full_license_of_suspended(member: MemberId) -> Statement {
    Statement::new(format!("SELECT l.name, l.seats {FULL_OF_SUSPENDED} AND a.member_id = ?1 LIMIT 1"))
        .bind(member)
}

/// Makes an active member who needs no invitation: the owner at set-up.
pub fn insert_active(ctx: &Context, member: &NewMember<'_>) -> Statement {
    Statement::new(
        "INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, last_sign_in_at, created_at, changed_by, changed_at, operation_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'active', 'set_up', ?7, ?7, ?5, ?7, ?8)",
    )
    .bind(member.id)
    .bind(member.organization)
    .bind(member.user)
    .bind(member.email)
    .bind(member.name.as_str())
    .bind(member.role)
    .bind(ctx.now)
    .bind(member.operation)
}

/// A member to make.
pub struct NewMember<'a> {
    /// Their id.
    pub id: MemberId,
    /// Where.
    pub organization: OrganizationId,
    /// The user.
    pub user: UserId,
    /// Their address.
    pub email: &'a Email,
    /// Their name.
    pub name: &'a Name,
    /// Their role.
    pub role: Role,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// A row if the user is active in the organization.
pub fn active_there(user: UserId, organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT 1 AS there FROM members WHERE user_id = ?1 AND organization_id = ?2 AND status = 'active'",
    )
    .bind(user)
    .bind(organization)
}

/// Notes that a user signed in to an organization.
pub fn note_sign_in(ctx: &Context, user: UserId, organization: OrganizationId) -> Statement {
    Statement::new("UPDATE members SET last_sign_in_at = ?3 WHERE user_id = ?1 AND organization_id = ?2")
        .bind(user)
        .bind(organization)
        .bind(ctx.now)
}

#[cfg(test)]
mod tests {
    use super::*;

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
