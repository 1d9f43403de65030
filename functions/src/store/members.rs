//! Members: the People list, one person, and changes of status and role.

use serde::Deserialize;
use shared::access::Role;
use shared::api::members::MemberFilter;
use shared::email::Email;
use shared::id::{MemberId, OperationId, OrganizationId, UserId};
use shared::member::MemberStatus;
use shared::text::Name;
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::companies::OF_MEMBER as OF_CUSTOMER;
use crate::store::conditions::Conditions;
use crate::store::member_filter::{Found, narrowed};
use crate::store::page::Listing;
use crate::store::profiles::PHOTO_OF;
use crate::store::queue::PLACE;
use crate::store::roles::{OF_MEMBERS, RIGHTS, Rights};
use crate::store::teams::OF_MEMBER;

/// Members `m`, with the last invitation `i` of those who are pending.
const MEMBERS: &str = "members m LEFT JOIN invitations i ON i.id = \
    (SELECT max(x.id) FROM invitations x WHERE x.member_id = m.id AND m.status = 'pending')";

/// A member as the API shows it (`shared::api::members::Member`). An invitation that ran out and was not swept yet
/// shows as expired at `:now`. In two parts, because a function takes so many arguments and no more; `more` is a third.
fn columns(more: &str) -> String {
    format!(
        "json_insert(json_object('id', m.id, 'name', m.name, 'email', m.email, 'role', m.role, 'status', m.status, \
    'teams', {OF_MEMBER}, \
    'licenses', json((SELECT json_group_array(json_object('id', l.id, 'name', l.name, 'status', a.status)) \
        FROM assignments a JOIN licenses l ON l.id = a.license_id \
        WHERE a.member_id = m.id AND a.status NOT IN ('rejected', 'removed'))), \
    'waiting', json((SELECT json_group_array(json_object('id', l.id, 'name', l.name, 'entry', q.id, 'place', {PLACE})) \
        FROM seat_queue q JOIN licenses l ON l.id = q.license_id \
        WHERE q.member_id = m.id AND q.state = 'waiting')), \
    'company', {OF_CUSTOMER}, 'invitation', i.id, 'invitation_status', iif(i.status = 'pending' AND i.expires_at <= :now, 'expired', i.status), 'delivery', i.delivery, \
    'source', m.came_by, 'last_sign_in_at', m.last_sign_in_at, 'created_at', m.created_at, 'version', m.operation_id), \
    '$.photo', {PHOTO_OF}{more})"
    )
}

/// What a member `m` was merged into, while they are not here again, and what was merged into them.
const MERGED: &str = ", '$.merged_into', json((SELECT json_object('id', x.id, 'name', iif(x.name <> '', x.name, x.email)) FROM members x \
    WHERE x.id = m.merged_into AND m.status = 'removed')), \
    '$.merged', json((SELECT json_group_array(json_object('id', x.id, 'name', iif(x.name <> '', x.name, x.email))) FROM members x \
    WHERE x.merged_into = m.id AND x.status = 'removed'))";

/// By what of `m` they were found, of the words that find them (`member_words` in the schema) those that hold a part of the
/// search which neither name nor address has: `?{0}` is its needles. As far as letters are the same; the index sees more.
const FOUND_BY: &str = ", '$.found_by', (SELECT group_concat(iif(w.label <> '', w.label || ': ', '') || w.word, ', ') FROM (\
    SELECT x.source AS label, x.external_id AS word FROM external_ids x WHERE x.member_id = m.id \
    UNION ALL SELECT '', u.email FROM users u WHERE u.id = m.user_id AND m.status IN ('active', 'disabled') \
    UNION ALL SELECT '', e.email FROM user_emails e WHERE e.user_id = m.user_id AND e.verified_at IS NOT NULL AND m.status IN ('active', 'disabled') \
    UNION ALL SELECT f.name, v.value ->> '$' FROM member_fields v JOIN custom_fields f ON f.id = v.field_id AND f.searchable \
    WHERE v.member_id = m.id AND m.status <> 'removed') w \
    WHERE EXISTS (SELECT 1 FROM json_each(?{0}) p WHERE instr(' ' || replace(lower(w.word), 'ß', 'ss'), p.value) > 0 \
    AND instr(' ' || replace(lower(m.name || ' ' || m.email), 'ß', 'ss'), p.value) = 0))";

/// A page of members: by name, or in order of arrival when searching.
pub fn list(
    ctx: &Context,
    organization: OrganizationId,
    filter: &MemberFilter,
    window: &Window,
) -> Statement {
    let found = Found::by(organization, filter);
    let conditions = narrowed(ctx, organization, filter, &found);
    let Some((index, expression)) = found.leading() else {
        let conditions = found.beside(conditions, None);
        let conditions = after(conditions, "(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
        let from = format!("FROM {MEMBERS}{}", conditions.sql());
        let key = "json_array(m.sort_key, m.id)";
        let listing = Listing { item: &columns(""), key, from: &from, order: "m.sort_key, m.id" };
        return conditions.bind_to(listing.statement(window)).at(ctx.now);
    };
    let conditions = conditions.and(&format!("{index} MATCH ?"), [expression.into()]);
    let conditions = found.beside(conditions, Some(index));
    let conditions = after(conditions, "m.seq > CAST(? AS INTEGER)", [window.after(0)]);
    let from = format!("FROM {index} CROSS JOIN {MEMBERS}{} AND m.seq = {index}.rowid", conditions.sql());
    let key = "json_array(CAST(m.seq AS TEXT))";
    let item = columns(&FOUND_BY.replace("{0}", &conditions.following().to_string()));
    let listing = Listing { item: &item, key, from: &from, order: &format!("{index}.rowid") };
    conditions.bind_to(listing.statement(window)).bind(found.needles()).at(ctx.now)
}

fn after<const N: usize>(conditions: Conditions, condition: &str, values: [Param; N]) -> Conditions {
    if values.contains(&Param::Null) { conditions } else { conditions.and(condition, values) }
}

/// One member as JSON text, in a row with `item` and its `version`.
pub fn item(ctx: &Context, organization: OrganizationId, member: MemberId) -> Statement {
    let item = columns(MERGED);
    Statement::new(format!("SELECT {item} AS item, m.operation_id AS version FROM {MEMBERS} WHERE m.organization_id = ?1 AND m.id = ?2"))
        .bind(organization)
        .bind(member)
        .at(ctx.now)
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
    #[serde(rename = "*")]
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

/// Moves a member from one status to another; nothing happens if somebody changed them since they were seen, or if they
/// are to be enabled and a license of theirs is full.
pub fn move_to(ctx: &Context, change: &StatusChange<'_>) -> Statement {
    Statement::new(format!(
        "UPDATE members SET status = ?4, {}, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND id = ?2 AND status = ?3 AND operation_id = ?8 \
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
    .bind(change.seen)
    .at(ctx.now)
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
    /// What had changed them last when it was judged whether they hold more than whoever does this.
    pub seen: OperationId,
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

/// Undoes the batch that it stands in if this operation did not change the member: there was no seat for their role.
pub fn as_changed(organization: OrganizationId, member: MemberId, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE members SET denials = '{}' WHERE organization_id = ?1 AND id = ?2 AND operation_id <> ?3 AND status <> 'removed'",
    )
    .bind(organization)
    .bind(member)
    .bind(operation)
}

/// Changes name and role; what is absent stays. Removed people are left alone.
pub fn change(ctx: &Context, change: &MemberChange<'_>) -> Statement {
    Statement::new(
        "UPDATE members SET name = coalesce(?3, name), role_changes = role_changes + (?4 IS NOT NULL), role = coalesce(?4, role), changed_by = ?5, changed_at = ?6, operation_id = ?7 \
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
        "UPDATE members SET role = ?3, role_changes = role_changes + 1, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
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
         WHERE a.member_id = ?1 AND a.operation_id = ?2 \
         AND EXISTS (SELECT 1 FROM seat_ledger g WHERE g.assignment_id = a.id AND g.operation_id = a.operation_id) ORDER BY l.name",
    )
    .bind(member)
    .bind(operation)
}

/// Suspended seats on licenses that are full at `:now`, so that whoever had them can't be enabled. One that has ended takes
/// nobody back before its renewal.
const FULL_OF_SUSPENDED: &str = "FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce(l.ends_at > :now, true) \
    WHERE a.status = 'suspended' AND a.reason = 'disabled' AND l.reserved + l.held >= l.seat_limit";

/// The first full license on which the member's seat is suspended, in a row with `name` and `seats`.
pub fn full_license_of_suspended(ctx: &Context, member: MemberId) -> Statement {
    Statement::new(format!("SELECT l.name, l.seats {FULL_OF_SUSPENDED} AND a.member_id = ?1 LIMIT 1"))
        .bind(member)
        .at(ctx.now)
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
