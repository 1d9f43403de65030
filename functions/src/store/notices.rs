//! Notices about licenses: what may be due, what was told, and who wants it. When one is due is `shared::notice`.

use serde::{Deserialize, Serialize};
use shared::access::Permission;
use shared::api::session::Language;
use shared::email::Email;
use shared::id::{LicenseId, MemberId, NoticeId, OperationId, OrganizationId, OutboxId};
use shared::notice::{EXPIRING_DAYS, Facts, NEARLY_FULL_PERCENT, NoticeKind, ROOM_AGAIN_PERCENT};
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::events::By;
use crate::store::licenses::{COLUMNS, LicenseRow};
use crate::store::roles::{self, OF_MEMBERS};

/// A license, and whose it is.
#[derive(Debug, Deserialize)]
pub struct Candidate {
    /// Whose.
    pub organization_id: OrganizationId,
    /// The license.
    #[serde(rename = "*")]
    pub license: LicenseRow,
}

impl LicenseRow {
    /// What notices are judged by.
    pub fn notice_facts(&self) -> Facts {
        Facts { seats: self.seats(), term: self.term() }
    }
}

fn soonest(ctx: &Context) -> Timestamp {
    ctx.now.plus_days(EXPIRING_DAYS.into_iter().max().unwrap_or_default().into())
}

/// What ends next: the term, or in grace the grace (`shared::notice`).
const END: &str = "iif(expires_at > ?1, expires_at, ends_at)";

/// Licenses of which something may have to be told that was not told yet, of all organizations: rows of [`Candidate`].
pub fn candidates(ctx: &Context) -> Statement {
    let within = |days: u8| format!("WHEN {END} <= '{}' THEN {days}", ctx.now.plus_days(days.into()));
    let nearest = EXPIRING_DAYS.map(within).join(" ");
    let untold = |kind: NoticeKind, threshold: &str, term: &str| {
        let kind = kind.as_str();
        format!(
            "NOT EXISTS (SELECT 1 FROM notices n WHERE n.license_id = licenses.id AND n.kind = '{kind}' AND n.threshold = {threshold} AND n.term = {term}) \
             AND NOT EXISTS (SELECT 1 FROM notice_choices c WHERE c.organization_id = licenses.organization_id AND c.member_id = '' \
             AND c.kind = '{kind}' AND c.wanted = 0)"
        )
    };
    let bought = "coalesce(expires_at, 'open') || '/' || seats";
    Statement::new(format!(
        "SELECT organization_id, {COLUMNS} FROM licenses WHERE coalesce(ends_at > ?1, true) AND (\
         ({END} <= ?2 AND {}) OR ((reserved + held) * 100 >= seats * {NEARLY_FULL_PERCENT} AND {}) OR (waiting > 0 AND {})) \
         ORDER BY id LIMIT 200",
        untold(NoticeKind::Expiring, &format!("CASE {nearest} END"), "iif(expires_at > ?1, expires_at, 'grace/' || ends_at)"),
        untold(NoticeKind::NearlyFull, &NEARLY_FULL_PERCENT.to_string(), bought),
        untold(NoticeKind::Queue, "0", bought),
    ))
    .bind(ctx.now)
    .bind(soonest(ctx))
}

/// Forgets what was told and is so no more: a queue in which nobody is left, few seats where there is room again. When it
/// happens anew it is told anew.
pub fn forget() -> Statement {
    Statement::new(format!(
        "DELETE FROM notices WHERE kind IN ('nearly_full', 'queue') AND EXISTS (SELECT 1 FROM licenses l WHERE l.id = notices.license_id \
         AND iif(notices.kind = 'queue', l.waiting = 0, (l.reserved + l.held) * 100 < l.seats * {ROOM_AGAIN_PERCENT}))"
    ))
}

/// Licenses of an organization of which something is due: rows of `LicenseRow`.
pub fn current(ctx: &Context, organization: OrganizationId, limit: u8) -> Statement {
    Statement::new(format!(
        "SELECT {COLUMNS} FROM licenses WHERE organization_id = ?1 AND coalesce(ends_at > ?2, true) \
         AND (iif(expires_at > ?2, expires_at, ends_at) <= ?3 OR (reserved + held) * 100 >= seats * {NEARLY_FULL_PERCENT} OR waiting > 0) \
         ORDER BY coalesce(iif(expires_at > ?2, expires_at, ends_at), '~'), name, id LIMIT {limit}"
    ))
    .bind(organization)
    .bind(ctx.now)
    .bind(soonest(ctx))
}

/// Active members of these organizations (a JSON array) who have a permission: rows of [`Recipient`].
pub fn recipients(organizations: &str, permission: Permission) -> Statement {
    let has = roles::has(permission);
    Statement::new(format!(
        "SELECT m.id, m.organization_id FROM members m {OF_MEMBERS} WHERE m.organization_id IN (SELECT value FROM json_each(?1)) \
         AND m.status = 'active' AND {has}"
    ))
    .bind(organizations)
}

/// A row of [`recipients`].
#[derive(Debug, Deserialize)]
pub struct Recipient {
    /// The member.
    pub id: MemberId,
    /// Where.
    pub organization_id: OrganizationId,
}

/// A notice to write.
#[derive(Debug, Serialize)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// Where.
    pub organization: OrganizationId,
    /// Of which license.
    pub license: LicenseId,
    /// What it is about.
    pub kind: NoticeKind,
    /// Days, percent, or 0.
    pub threshold: u8,
    /// For which term.
    pub term: String,
}

/// Its mail to one person.
#[derive(Debug, Serialize)]
pub struct NewNoticeMail {
    /// The mail.
    pub mail: OutboxId,
    /// Which notice.
    pub notice: NoticeId,
    /// To whom.
    pub member: MemberId,
}

/// Writes notices that were not told yet and the organization wants.
pub fn insert(ctx: &Context, notices: &[NewNotice], operation: OperationId) -> Statement {
    Statement::new(
            "INSERT INTO notices (id, organization_id, license_id, kind, threshold, term, created_at, operation_id) \
             SELECT r.value ->> 'id', r.value ->> 'organization', r.value ->> 'license', r.value ->> 'kind', r.value ->> 'threshold', \
             r.value ->> 'term', ?2, ?3 FROM json_each(?1) r WHERE NOT EXISTS (SELECT 1 FROM notice_choices c \
             WHERE c.organization_id = r.value ->> 'organization' AND c.member_id = '' AND c.kind = r.value ->> 'kind' AND c.wanted = 0) \
             ON CONFLICT DO NOTHING",
        )
        .bind(serde_json::json!(notices).to_string())
        .bind(ctx.now)
        .bind(operation)
}

/// Writes the mails of notices that were written to those who want them.
pub fn letters(ctx: &Context, mails: &[NewNoticeMail]) -> Statement {
    Statement::new(
            "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
             SELECT r.value ->> 'mail', n.organization_id, 'notice', n.id || '/' || (r.value ->> 'member'), ?2, ?2 FROM json_each(?1) r \
             JOIN notices n ON n.id = r.value ->> 'notice' WHERE NOT EXISTS (SELECT 1 FROM notice_choices c \
             WHERE c.organization_id = n.organization_id AND c.member_id = r.value ->> 'member' AND c.kind = n.kind AND c.wanted = 0)",
        )
        .bind(serde_json::json!(mails).to_string())
        .bind(ctx.now)
}

/// The kinds that an organization, or a member of it, does not want: rows of [`Unwanted`].
pub fn unwanted(organization: OrganizationId, member: Option<MemberId>) -> Statement {
    Statement::new(
        "SELECT kind FROM notice_choices WHERE organization_id = ?1 AND member_id = ?2 AND wanted = 0",
    )
    .bind(organization)
    .bind(member.map_or_else(String::new, |member| member.to_string()))
}

/// A row of [`unwanted`].
#[derive(Debug, Deserialize)]
pub struct Unwanted {
    /// The kind.
    pub kind: NoticeKind,
}

/// Says whether an organization, or a member of it, wants a kind.
pub fn choose(
    ctx: &Context,
    organization: OrganizationId,
    member: Option<MemberId>,
    (kind, wanted): (NoticeKind, bool),
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO notice_choices (organization_id, member_id, kind, wanted, changed_by, changed_at, operation_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (organization_id, member_id, kind) DO UPDATE SET wanted = excluded.wanted, \
         changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id",
    )
    .bind(organization)
    .bind(member.map_or_else(String::new, |member| member.to_string()))
    .bind(kind.as_str())
    .bind(u32::from(wanted))
    .bind(&by.name)
    .bind(ctx.now)
    .bind(operation)
}

/// What a notice's mail needs, in a row of [`NoticeMailRow`]; the subject is notice and member.
pub fn mail(subject: &str) -> Statement {
    let columns: Vec<_> = COLUMNS
        .split(", ")
        .map(|column| if column.starts_with('(') { column.to_owned() } else { format!("licenses.{column}") })
        .collect();
    Statement::new(format!(
        "SELECT n.kind AS notice_kind, n.term, m.email, m.name AS person, u.language, o.name AS organization, {} FROM notices n \
         JOIN licenses ON licenses.id = n.license_id JOIN organizations o ON o.id = n.organization_id \
         JOIN members m ON m.organization_id = n.organization_id AND m.id = ?2 AND m.status = 'active' JOIN users u ON u.id = m.user_id WHERE n.id = ?1",
        columns.join(", ")
    ))
    .bind(subject.split('/').next().unwrap_or_default())
    .bind(subject.split('/').nth(1).unwrap_or_default())
}

/// A row of [`mail`].
#[derive(Debug, Deserialize)]
pub struct NoticeMailRow {
    /// What it is about.
    pub notice_kind: NoticeKind,
    /// For which term.
    pub term: String,
    /// To whom.
    pub email: Email,
    /// Their name.
    pub person: String,
    /// Their language.
    pub language: Language,
    /// Where.
    pub organization: String,
    /// The license as it is now.
    #[serde(rename = "*")]
    pub license: LicenseRow,
}
