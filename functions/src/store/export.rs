//! All that an organization holds on one person, table by table. Secrets and what is kept of them are no part of it: hashes of
//! passwords, sessions and codes.

use shared::id::{MemberId, OrganizationId};

use crate::ports::Statement;

/// The most rows of one part, the newest where there are more.
const MOST: &str = "LIMIT 5000";

/// The account of the member `?2`; what it becomes while they are not in is not to be known here.
macro_rules! account {
    () => {
        "(SELECT user_id FROM members WHERE organization_id = ?1 AND id = ?2 AND status IN ('active', 'disabled'))"
    };
}

/// What hangs on the member `?2` of the organization `?1`, in an order: the newest first where there may be many.
macro_rules! of_member {
    ($columns:literal, $from:literal, $order:literal) => {
        concat!(of_member!($columns, $from), " ORDER BY ", $order)
    };
    ($columns:literal, $from:literal) => {
        concat!("SELECT ", $columns, " FROM ", $from, " WHERE t.organization_id = ?1 AND t.member_id = ?2")
    };
}

/// The member `?2` and their invitations: what events are about who are about them.
macro_rules! themselves {
    () => {
        "(SELECT ?2 UNION ALL SELECT id FROM invitations WHERE organization_id = ?1 AND member_id = ?2)"
    };
}

/// The parts: how each is called and what it reads.
pub const PARTS: &[(&str, &str)] = &[
    ("person", "SELECT * FROM members WHERE organization_id = ?1 AND id = ?2"),
    ("account", concat!("SELECT id, email, name, language, created_at FROM users WHERE id = ", account!())),
    (
        "addresses",
        concat!("SELECT email, verified_at, created_at FROM user_emails WHERE user_id = ", account!()),
    ),
    (
        "address_changes",
        concat!("SELECT created_at, expires_at FROM address_changes WHERE user_id = ", account!()),
    ),
    (
        "sessions",
        concat!(
            "SELECT user_agent, created_at, expires_at FROM sessions WHERE organization_id = ?1 AND user_id = ",
            account!(),
            " ORDER BY created_at DESC"
        ),
    ),
    (
        "password_resets",
        concat!(
            "SELECT created_at, expires_at, used_at FROM password_resets WHERE user_id = ",
            account!(),
            " ORDER BY created_at DESC"
        ),
    ),
    ("sign_in_days", of_member!("t.day", "sign_in_days t", "t.day DESC")),
    (
        "fields",
        of_member!(
            "f.name, f.visible_to_person, t.value, t.changed_by, t.changed_at",
            "member_fields t JOIN custom_fields f ON f.id = t.field_id"
        ),
    ),
    ("profile", of_member!("t.job_title, t.phone, t.links, t.time_zone, t.changed_at", "profiles t")),
    ("photo", of_member!("t.kind, t.image, t.changed_at", "photos t")),
    ("external_ids", of_member!("t.source, t.external_id, t.created_at", "external_ids t")),
    (
        "measures",
        of_member!(
            "x.source, x.external_id, x.metric, x.day, x.value",
            "external_ids t JOIN measures x ON x.organization_id = t.organization_id AND x.source = t.source AND x.external_id = t.external_id",
            "x.day DESC"
        ),
    ),
    ("teams", of_member!("g.name, t.leader", "team_members t JOIN teams g ON g.id = t.team_id")),
    ("company", of_member!("g.name", "company_choices t LEFT JOIN companies g ON g.id = t.company_id")),
    (
        "domain_admin",
        of_member!(
            "g.name, t.created_by_name, t.created_at",
            "domain_admins t JOIN domains g ON g.id = t.domain_id"
        ),
    ),
    (
        "seats",
        of_member!(
            "t.id, l.name AS license, t.status, t.door, t.reason, t.changed_by, t.changed_at",
            "assignments t JOIN licenses l ON l.id = t.license_id",
            "t.changed_at DESC"
        ),
    ),
    (
        "seat_ledger",
        // By their seats, for which there is an index.
        "SELECT t.at, l.name AS license, t.door, t.reason, t.actor FROM assignments a JOIN seat_ledger t ON t.assignment_id = a.id \
         JOIN licenses l ON l.id = t.license_id WHERE a.organization_id = ?1 AND a.member_id = ?2 AND t.member_id = ?2 ORDER BY t.sequence DESC",
    ),
    (
        "seat_queue",
        of_member!(
            "l.name AS license, t.state, t.reason, t.queued_by_name, t.changed_at",
            "seat_queue t JOIN licenses l ON l.id = t.license_id",
            "t.id DESC"
        ),
    ),
    (
        "license_key_uses",
        of_member!(
            "l.name AS license, t.door, t.by_name, t.at",
            "license_key_uses t JOIN licenses l ON l.id = t.license_id",
            "t.at DESC"
        ),
    ),
    (
        "invitations",
        of_member!(
            "t.id, t.email, t.name, t.role, t.status, t.delivery, t.delivery_detail, t.invited_by_name, t.language, t.created_at, \
             t.expires_at, t.answered_at, t.requested_at",
            "invitations t",
            "t.id DESC"
        ),
    ),
    (
        "invitation_trail",
        "SELECT invitation_id, at, step, detail FROM invitation_trail WHERE invitation_id IN \
         (SELECT id FROM invitations WHERE organization_id = ?1 AND member_id = ?2) ORDER BY seq DESC",
    ),
    (
        "additions",
        of_member!(
            "t.email, t.name, t.role, t.door, t.added_by_name, t.created_at",
            "additions t",
            "t.id DESC"
        ),
    ),
    (
        "mails",
        "SELECT kind, state, detail, created_at FROM outbox WHERE subject_id IN (SELECT id FROM invitations WHERE organization_id = ?1 AND member_id = ?2 \
         UNION SELECT id FROM additions WHERE organization_id = ?1 AND member_id = ?2 \
         UNION SELECT id FROM assignments WHERE organization_id = ?1 AND member_id = ?2) ORDER BY id DESC",
    ),
    (
        "connections",
        of_member!(
            "t.provider, a.account_id, a.email, a.name, t.state, t.reason, t.way, t.changed_by, t.changed_at",
            "connections t JOIN external_accounts a ON a.id = t.account_id"
        ),
    ),
    ("not_connected_by_address", of_member!("t.member_id", "auto_connect_refused t")),
    (
        "appointments",
        of_member!(
            "a.id, a.service_name, a.starts_at, a.minutes, a.status, a.made_by",
            "appointment_members t JOIN appointments a ON a.id = t.appointment_id",
            "a.starts_at DESC"
        ),
    ),
    (
        "coaching_plans",
        of_member!(
            "t.goal, t.steps, t.due, t.notes, t.done, t.created_at, t.changed_at",
            "coaching_plans t",
            "t.id DESC"
        ),
    ),
    ("notice_choices", of_member!("t.kind, t.wanted, t.changed_at", "notice_choices t")),
    ("imports_begun", of_member!("t.name, t.status, t.rows, t.created_at", "imports t", "t.id DESC")),
    (
        "rows_of_imports",
        "SELECT i.name AS file, r.row FROM import_addresses r JOIN imports i ON i.id = r.import_id AND i.organization_id = ?1 \
         WHERE r.email = (SELECT email FROM members WHERE organization_id = ?1 AND id = ?2) ORDER BY i.id DESC",
    ),
    (
        "tokens_made",
        "SELECT name, scopes, created_at, expires_at, revoked_at FROM api_tokens WHERE organization_id = ?1 AND created_by = ?2 ORDER BY id DESC",
    ),
    (
        "keys_made",
        "SELECT l.name AS license, k.created_at FROM licenses l CROSS JOIN license_keys k ON k.license_id = l.id \
         WHERE l.organization_id = ?1 AND k.created_by = ?2 ORDER BY k.id DESC",
    ),
    (
        "events",
        concat!(
            "SELECT at, kind, actor_kind, actor, actor_name, target, target_name, details FROM events \
             WHERE organization_id = ?1 AND target IN ",
            themselves!(),
            " ORDER BY id DESC"
        ),
    ),
];

/// What the member did to others, whom it doesn't tell, among the organization's newest events: each event costs an index
/// for each way to look for it, and this way nobody else looks.
const ACTS: &str = concat!(
    "SELECT at, kind, actor_kind, actor, actor_name, target, '' AS target_name, '{}' AS details FROM \
     (SELECT * FROM events WHERE organization_id = ?1 ORDER BY id DESC LIMIT 50000) WHERE actor = ?2 AND target NOT IN ",
    themselves!()
);

/// What a member did to others: rows as those of the part `events`.
pub fn acts(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!("{ACTS} {MOST}")).bind(organization).bind(member)
}

/// What each of [`PARTS`] holds on a member: one statement a part.
pub fn of(organization: OrganizationId, member: MemberId) -> Vec<Statement> {
    let one =
        |(_, sql): &(&str, &str)| Statement::new(format!("{sql} {MOST}")).bind(organization).bind(member);
    PARTS.iter().map(one).collect()
}
