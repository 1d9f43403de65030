//! Two records of one person that become one: what hangs on each, read as one text that is compared again when it is
//! written, and the write, part by part. What goes along is `shared::merge::plan`'s to say; seats change hands by triggers
//! (`functions/migrations/0028`).

use serde::Deserialize;
use shared::api::merge::MergeItem;
use shared::id::{MemberId, OperationId, OrganizationId};
use shared::merge::MergePart;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};
use crate::store::external_ids::OFFERED;

/// The two records of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Where.
    pub organization: OrganizationId,
    /// The one that stays.
    pub stays: MemberId,
    /// The one that ends.
    pub ends: MemberId,
}

/// What hangs on either of the records `?2` (stays) and `?3` (ends) of the organization `?1` at the time `?4`: rows of `id`
/// and `name` (which one), `who` and `v` (what they have of it).
const FACTS: &[(MergePart, &str)] = &[
    (
        MergePart::Address,
        "SELECT '' AS id, '' AS name, m.id AS who, m.email AS v FROM members m WHERE m.organization_id = ?1 AND m.id IN (?2, ?3)",
    ),
    (
        MergePart::Role,
        "SELECT '' AS id, '' AS name, m.id AS who, m.role AS v FROM members m WHERE m.organization_id = ?1 AND m.id IN (?2, ?3)",
    ),
    (
        MergePart::Rights,
        "SELECT '' AS id, '' AS name, m.id AS who, 'yes' AS v FROM members m WHERE m.organization_id = ?1 AND m.id IN (?2, ?3) \
         AND (m.grants <> '[]' OR m.denials <> '[]')",
    ),
    (
        MergePart::Seat,
        "SELECT l.id, l.name, a.member_id AS who, CASE WHEN a.member_id = ?2 THEN a.status \
         WHEN a.door IN ('role', 'enable', 'renewal') AND l.id IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = ?1 AND s.role = m.role) \
         AND l.id NOT IN (SELECT s.license_id FROM staff_roles s JOIN members h ON h.id = ?2 AND h.role = s.role WHERE s.organization_id = ?1) THEN 'by_role' \
         WHEN l.ends_at <= ?4 AND a.status = 'invited' AND m.status <> 'pending' THEN 'lapsed' \
         WHEN l.ends_at <= ?4 OR a.reason = 'term_ended' THEN 'ended' ELSE a.status END AS v \
         FROM assignments a JOIN licenses l ON l.id = a.license_id JOIN members m ON m.id = a.member_id \
         WHERE a.organization_id = ?1 AND a.member_id IN (?2, ?3) AND a.status IN ('invited', 'accepted', 'suspended')",
    ),
    (
        MergePart::Queue,
        "SELECT l.id, l.name, q.member_id AS who, 'waiting' AS v FROM seat_queue o JOIN licenses l ON l.id = o.license_id \
         JOIN seat_queue q ON q.license_id = o.license_id AND q.member_id IN (?2, ?3) AND q.state = 'waiting' \
         WHERE o.organization_id = ?1 AND o.member_id = ?3 AND o.state = 'waiting' UNION ALL \
         SELECT l.id, l.name, ?2, 'seated' FROM seat_queue o JOIN licenses l ON l.id = o.license_id \
         JOIN assignments a ON a.license_id = o.license_id AND a.member_id = ?2 AND a.status IN ('invited', 'accepted') \
         WHERE o.organization_id = ?1 AND o.member_id = ?3 AND o.state = 'waiting'",
    ),
    (
        MergePart::Team,
        "SELECT g.id, g.name, t.member_id AS who, iif(t.leader, 'leader', 'member') AS v FROM team_members t JOIN teams g ON g.id = t.team_id \
         WHERE t.organization_id = ?1 AND t.member_id IN (?2, ?3)",
    ),
    (
        MergePart::ExternalId,
        "SELECT x.id, x.source || ': ' || x.external_id AS name, x.member_id AS who, 'yes' AS v FROM external_ids x \
         WHERE x.organization_id = ?1 AND x.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Field,
        "SELECT f.id, f.name, t.member_id AS who, iif(f.kind = 'yes_no', iif(t.value = 'true', 'yes', 'no'), CAST(t.value ->> '$' AS TEXT)) AS v \
         FROM member_fields t JOIN custom_fields f ON f.id = t.field_id WHERE t.organization_id = ?1 AND t.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Profile,
        "SELECT k.value AS id, '' AS name, p.member_id AS who, nullif(CASE k.value WHEN 'job_title' THEN p.job_title WHEN 'phone' THEN p.phone \
         WHEN 'links' THEN (SELECT group_concat(value, ' ') FROM json_each(p.links)) ELSE p.time_zone END, '') AS v \
         FROM profiles p CROSS JOIN json_each('[\"job_title\", \"phone\", \"links\", \"time_zone\"]') k \
         WHERE p.organization_id = ?1 AND p.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Photo,
        "SELECT '' AS id, '' AS name, p.member_id AS who, p.version AS v FROM photos p WHERE p.organization_id = ?1 AND p.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Company,
        "SELECT '' AS id, '' AS name, c.member_id AS who, coalesce(g.name, '') AS v FROM company_choices c LEFT JOIN companies g ON g.id = c.company_id \
         WHERE c.organization_id = ?1 AND c.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Connection,
        "SELECT c.provider AS id, c.provider AS name, c.member_id AS who, coalesce(x.email, x.account_id) AS v FROM connections c \
         JOIN external_accounts x ON x.id = c.account_id WHERE c.organization_id = ?1 AND c.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Domain,
        "SELECT d.id, d.name, a.member_id AS who, 'yes' AS v FROM domain_admins a JOIN domains d ON d.id = a.domain_id \
         WHERE a.organization_id = ?1 AND a.member_id IN (?2, ?3)",
    ),
    (
        MergePart::Appointments,
        "SELECT '' AS id, '' AS name, a.member_id AS who, CAST(count(*) AS TEXT) AS v FROM appointment_members a \
         WHERE a.organization_id = ?1 AND a.member_id IN (?2, ?3) GROUP BY a.member_id",
    ),
    (
        MergePart::CoachingPlans,
        "SELECT '' AS id, '' AS name, p.member_id AS who, CAST(count(*) AS TEXT) AS v FROM coaching_plans p \
         WHERE p.organization_id = ?1 AND p.member_id IN (?2, ?3) GROUP BY p.member_id",
    ),
    (
        MergePart::Notice,
        "SELECT n.kind AS id, n.kind AS name, n.member_id AS who, iif(n.wanted, 'yes', 'no') AS v FROM notice_choices n \
         WHERE n.organization_id = ?1 AND n.member_id IN (?2, ?3)",
    ),
    (
        MergePart::SignIns,
        "SELECT '' AS id, '' AS name, m.id AS who, 'yes' AS v FROM members m WHERE m.organization_id = ?1 AND m.id IN (?2, ?3) AND m.last_sign_in_at IS NOT NULL",
    ),
    (
        MergePart::Invitation,
        "SELECT '' AS id, '' AS name, i.member_id AS who, 'open' AS v FROM invitations i \
         WHERE i.organization_id = ?1 AND i.member_id IN (?2, ?3) AND i.status = 'pending' AND i.expires_at > ?4",
    ),
    (
        MergePart::Sessions,
        "SELECT '' AS id, '' AS name, m.id AS who, 'yes' AS v FROM members m WHERE m.organization_id = ?1 AND m.id = ?3 AND m.status = 'active' \
         AND EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = m.user_id AND s.organization_id = ?1 AND s.expires_at > ?4)",
    ),
    (
        MergePart::Token,
        "SELECT t.id, t.name, t.created_by AS who, 'yes' AS v FROM api_tokens t \
         WHERE t.organization_id = ?1 AND t.created_by = ?3 AND t.revoked_at IS NULL AND t.expires_at > ?4",
    ),
    (
        MergePart::Import,
        "SELECT i.id, i.name, i.member_id AS who, i.status AS v FROM imports i \
         WHERE i.organization_id = ?1 AND i.member_id = ?3 AND i.status IN ('draft', 'running')",
    ),
];

/// How often each record was written, which changes with name, role, status and rights.
const RECORDS: &str = "(SELECT group_concat(operation_id || status, ' ') FROM (SELECT operation_id, status FROM members \
    WHERE organization_id = ?1 AND id IN (?2, ?3) ORDER BY id))";

/// All of [`FACTS`] as one JSON text.
fn facts_text() -> String {
    let part = |(part, sql): &(MergePart, &str)| {
        format!(
            "json((SELECT json_group_array(json_object('part', '{}', 'id', id, 'name', name, 'mine', mine, 'theirs', theirs)) FROM \
             (SELECT id, max(name) AS name, max(v) FILTER (WHERE who = ?2) AS mine, max(v) FILTER (WHERE who = ?3) AS theirs \
             FROM ({sql}) WHERE v IS NOT NULL GROUP BY id ORDER BY max(name), id)))",
            part.as_str()
        )
    };
    let parts: Vec<_> = FACTS.iter().map(part).collect();
    format!("json_array({})", parts.join(", "))
}

impl Pair {
    fn bind(self, ctx: &Context, sql: String) -> Statement {
        Statement::new(sql).bind(self.organization).bind(self.stays).bind(self.ends).bind(ctx.now)
    }
}

/// What hangs on the two records: a row of [`SeenRow`].
pub fn look(ctx: &Context, pair: Pair) -> Statement {
    pair.bind(ctx, format!("SELECT {} AS facts, {RECORDS} AS records", facts_text()))
}

/// A row of [`look`].
#[derive(Debug, Deserialize)]
pub struct SeenRow {
    facts: String,
    records: Option<String>,
}

impl SeenRow {
    /// Reads the answer of [`look`].
    pub fn read(rows: &Rows) -> Result<Self, Failure> {
        rows.first()?.ok_or_else(|| Failure::broken("merging", "no answer"))
    }

    /// All that was seen, as it is compared.
    pub fn text(&self) -> String {
        format!("{}{}", self.facts, self.records.as_deref().unwrap_or_default())
    }

    /// The items, not judged yet.
    pub fn items(&self) -> Result<Vec<MergeItem>, Failure> {
        let parts: Vec<Vec<MergeItem>> =
            crate::json::read(&self.facts).map_err(|error| Failure::broken("merging", error))?;
        Ok(parts.into_iter().flatten().collect())
    }
}

/// Undoes the batch that it stands in if what was seen is no longer so.
pub fn as_seen(ctx: &Context, pair: Pair, seen: &str) -> Statement {
    let sql = format!(
        "UPDATE members SET denials = '{{}}' WHERE organization_id = ?1 AND id = ?3 AND {} || coalesce({RECORDS}, '') <> ?5",
        facts_text()
    );
    pair.bind(ctx, sql).bind(seen)
}

/// Items of a part in what goes along (`?4`, a JSON array of items).
macro_rules! gained {
    ($part:literal) => {
        concat!("(SELECT value ->> 'id' FROM json_each(?4) WHERE value ->> 'part' = '", $part, "')")
    };
    ($part:literal, $why:literal) => {
        concat!(
            "(SELECT value ->> 'id' FROM json_each(?4) WHERE value ->> 'part' = '",
            $part,
            "' AND value ->> 'why' IS ",
            $why,
            ")"
        )
    };
}

/// What is moved from `?3` to `?2` in the organization `?1`: by whom (`?5`), when (`?6`), in which write (`?7`), and
/// whether they connect people (`?8`). The seats come last, when the connections are there, and after them the record that ends.
pub const MOVES: &[&str] = &[
    concat!(
        "INSERT INTO team_members (organization_id, team_id, member_id, leader) SELECT ?1, t.team_id, ?2, t.leader FROM team_members t \
         WHERE t.organization_id = ?1 AND t.member_id = ?3 AND t.team_id IN ",
        gained!("team"),
        " ON CONFLICT (member_id, team_id) DO UPDATE SET leader = max(leader, excluded.leader)"
    ),
    "DELETE FROM team_members WHERE organization_id = ?1 AND member_id = ?3",
    concat!(
        "UPDATE member_fields SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3 AND field_id IN ",
        gained!("field")
    ),
    concat!(
        "INSERT INTO profiles (member_id, organization_id, job_title, phone, links, time_zone, changed_at, operation_id) \
         SELECT ?2, ?1, iif('job_title' IN ",
        gained!("profile"),
        ", job_title, ''), iif('phone' IN ",
        gained!("profile"),
        ", phone, ''), iif('links' IN ",
        gained!("profile"),
        ", links, '[]'), iif('time_zone' IN ",
        gained!("profile"),
        ", time_zone, NULL), ?6, ?7 FROM profiles WHERE organization_id = ?1 AND member_id = ?3 AND EXISTS ",
        gained!("profile"),
        " ON CONFLICT (member_id) DO UPDATE SET job_title = iif(excluded.job_title <> '', excluded.job_title, job_title), \
         phone = iif(excluded.phone <> '', excluded.phone, phone), links = iif(excluded.links <> '[]', excluded.links, links), \
         time_zone = coalesce(excluded.time_zone, time_zone), changed_at = excluded.changed_at, operation_id = excluded.operation_id"
    ),
    concat!(
        "UPDATE photos SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3 AND EXISTS ",
        gained!("photo")
    ),
    concat!(
        "UPDATE company_choices SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3 AND EXISTS ",
        gained!("company")
    ),
    concat!(
        "UPDATE connections SET member_id = ?2, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND member_id = ?3 AND provider IN ",
        gained!("connection")
    ),
    // Whoever states an account connects themselves to it: that is a tie, too.
    "UPDATE external_accounts SET stated_by = ?2 WHERE organization_id = ?1 AND stated_by = ?3 AND ?8",
    "UPDATE OR IGNORE auto_connect_refused SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3",
    concat!(
        "UPDATE domain_admins SET member_id = ?2, operation_id = ?7 WHERE organization_id = ?1 AND member_id = ?3 AND domain_id IN ",
        gained!("domain")
    ),
    "UPDATE OR IGNORE appointment_members SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3",
    "DELETE FROM appointment_members WHERE organization_id = ?1 AND member_id = ?3",
    "UPDATE coaching_plans SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3",
    concat!(
        "UPDATE notice_choices SET member_id = ?2 WHERE organization_id = ?1 AND member_id = ?3 AND kind IN ",
        gained!("notice")
    ),
    "INSERT OR IGNORE INTO sign_in_days (organization_id, day, member_id) SELECT organization_id, day, ?2 FROM sign_in_days \
     WHERE organization_id = ?1 AND member_id = ?3",
    "DELETE FROM sign_in_days WHERE organization_id = ?1 AND member_id = ?3",
    "UPDATE members SET last_sign_in_at = nullif(max(coalesce(last_sign_in_at, ''), coalesce((SELECT o.last_sign_in_at FROM members o WHERE o.id = ?3), '')), ''), \
     changed_by = ?5, changed_at = ?6, operation_id = ?7 WHERE organization_id = ?1 AND id = ?2",
    concat!(
        "UPDATE seat_queue SET member_id = ?2, role = (SELECT role FROM members WHERE id = ?2) \
         WHERE organization_id = ?1 AND member_id = ?3 AND state = 'waiting' AND license_id IN ",
        gained!("queue")
    ),
    // What cannot be taken now comes back when the person is enabled, or the license renewed.
    concat!(
        "INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id) \
         SELECT 'asg_' || substr(?7, 4, 10) || substr(a.id, 15, 4) || substr(?2, -6) || substr(a.license_id, -6), ?1, a.license_id, ?2, 'suspended', 'merge', \
         iif(a.license_id IN ",
        gained!("seat", "'ended'"),
        ", 'term_ended', 'disabled'), ?5, ?6, ?7 FROM assignments a WHERE a.organization_id = ?1 AND a.member_id = ?3 AND a.license_id IN ",
        gained!("seat", "NOT NULL"),
        " ON CONFLICT (license_id, member_id) DO UPDATE SET status = 'suspended', door = 'merge', reason = excluded.reason, \
         changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id \
         WHERE status IN ('removed', 'rejected')"
    ),
    // What a merge before this one left behind.
    "UPDATE assignments SET heir = NULL WHERE organization_id = ?1 AND member_id = ?3 AND heir IS NOT NULL",
    "UPDATE members SET merged_into = NULL WHERE organization_id = ?1 AND id = ?3 AND merged_into IS NOT NULL",
    concat!(
        "UPDATE assignments SET status = 'removed', reason = 'merged_away', heir = ?2, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND member_id = ?3 AND status IN ('invited', 'accepted') AND license_id IN ",
        gained!("seat", "NULL")
    ),
    "UPDATE assignments SET status = 'removed', reason = 'merged_away', releases = releases + 1, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
     WHERE organization_id = ?1 AND member_id = ?3 AND status IN ('invited', 'accepted', 'suspended')",
    // Which key a seat came by is known where the seat is; the end of an invitation would give the use back.
    concat!(
        "UPDATE license_key_uses SET member_id = ?2, invitation_id = (SELECT i.id FROM members m JOIN invitations i ON i.member_id = m.id \
         AND i.status = 'pending' WHERE m.id = ?2 AND m.status = 'pending') \
         WHERE organization_id = ?1 AND member_id = ?3 AND license_id IN ",
        gained!("seat")
    ),
    "UPDATE members SET status = 'removed', departures = departures + 1, merged_into = ?2, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
     WHERE organization_id = ?1 AND id = ?3 AND status <> 'removed'",
];

/// What names a person and stays as it is, with why. A test holds that every table is here or in [`MOVES`].
pub const STAYS: &[(&str, &str)] = &[
    ("users", "an account is nobody else's by a merge"),
    ("user_emails", "the account's"),
    ("address_changes", "the account's"),
    ("password_resets", "the account's"),
    ("sessions", "those in this organization end with the record, those elsewhere are not ours"),
    ("invitations", "the open one ends with its record; what was sent is history"),
    ("additions", "history"),
    ("events", "history; the record that stays links to it"),
    ("seat_ledger", "history"),
    ("license_keys", "they go on working, whoever made them"),
    ("api_tokens", "they end with their maker"),
    ("imports", "they are carried out by whoever began them, or not at all"),
    ("import_addresses", "what a file says"),
    ("erasures", "nothing is held on whoever was erased, and nobody merges them"),
    ("search_due", "only that search is to read their words anew"),
];

/// Ids of other systems, with the figures that are kept by them.
pub fn ids() -> String {
    format!(
        "UPDATE external_ids SET member_id = ?2, operation_id = ?7, invitation_id = (SELECT {OFFERED} FROM members m WHERE m.id = ?2) \
         WHERE organization_id = ?1 AND member_id = ?3"
    )
}

/// Writes it all, by whom: `gained` is a JSON array of the items that go along.
pub fn carry_out(
    ctx: &Context,
    pair: Pair,
    gained: &str,
    (by, connects): (&str, bool),
    operation: OperationId,
) -> impl Iterator<Item = Statement> {
    let values = [
        pair.organization.into(),
        pair.stays.into(),
        pair.ends.into(),
        gained.into(),
        by.into(),
        ctx.now.into(),
        operation.into(),
        i64::from(connects).into(),
    ];
    let ids = ids();
    core::iter::once(ids).chain(MOVES.iter().map(|sql| (*sql).to_owned())).map(move |sql| {
        // As many as the statement names.
        let named = (1..=values.len()).rev().find(|n| sql.contains(&format!("?{n}"))).unwrap_or_default();
        Statement { sql, params: values[..named].to_vec() }
    })
}
