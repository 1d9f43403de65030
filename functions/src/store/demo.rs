//! Fills an organization with the demo's cast. Rows come as one JSON document; seats are claimed by the gate.

use serde_json::Value;
use shared::id::{OperationId, OrganizationId, RoleId};

use crate::context::Context;
use crate::ports::Statement;

/// The statements, for the batch that makes the organization. In `$.people`, `$.licenses` and `$.teams` of the cast.
pub fn fill(
    ctx: &Context,
    organization: OrganizationId,
    password_hash: &str,
    cast: &Value,
) -> Vec<Statement> {
    let operation: OperationId = ctx.id();
    let people = cast["people"].to_string();
    let bind = |sql: &str, rows: &str| {
        let used = sql.contains("?3");
        let statement = Statement::new(sql).bind(organization).bind(rows);
        if used { statement.bind(ctx.now).bind(operation) } else { statement }
    };
    let mut batch = vec![
        bind(TEAMS, &cast["teams"].to_string()),
        bind(LICENSES, &cast["licenses"].to_string()),
        bind(ROLES, &roles(ctx).to_string()),
        Statement::new(PACKAGE).bind(organization).bind(ctx.now),
        Statement::new(BUNDLE).bind(organization),
        Statement::new(OF_PACKAGE).bind(organization),
        Statement::new(CONTACT).bind(organization),
        Statement::new(USERS).bind(password_hash).bind(&people),
        bind(INVITATIONS, &people),
        bind(MEMBERS, &people),
    ];
    batch.extend(
        [
            ACCEPT,
            END,
            BOUNCE,
            DISABLE,
            SIGN_INS,
            OWN_ROLES,
            BESIDE,
            TEAM_MEMBERS,
            SERVICES,
            SERVICE_TEAMS,
            APPOINTMENTS,
            APPOINTMENT_MEMBERS,
            EXTERNAL_IDS,
            MEASURES,
            CUSTOMER_USERS,
            CUSTOMERS,
            COMPANIES,
            COMPANY_DOMAINS,
            EVENTS,
            ANSWERS,
            TRAIL,
            PROVIDERS,
            SET_UP,
            ACCOUNTS,
            CONNECTIONS,
        ]
        .map(|sql| bind(sql, &people)),
    );
    batch
}

/// Two roles that the organization made.
fn roles(ctx: &Context) -> Value {
    let role = |name: &str, description: &str, permissions: &[&str]| {
        let id: RoleId = ctx.id();
        serde_json::json!({ "id": id, "name": name, "description": description, "permissions": permissions })
    };
    serde_json::json!([
        role(
            "Front desk",
            "Welcomes people and sends invitations",
            &["members:read", "invitations:read", "invitations:manage"]
        ),
        role(
            "Auditor",
            "Reads everything, changes nothing",
            &["members:read", "invitations:read", "licenses:read", "events:read", "export"]
        ),
    ])
}

const ROLES: &str = "INSERT INTO roles (organization_id, id, name, name_key, description, based_on, permissions, created_at, changed_by, changed_at, operation_id) \
    SELECT ?1, value ->> 'id', value ->> 'name', lower(value ->> 'name'), value ->> 'description', 'standard', value -> 'permissions', ?3, 'Dana Whitfield', ?3, ?4 FROM json_each(?2)";

/// A few people have the roles that the organization made.
const OWN_ROLES: &str = "UPDATE members SET role = r.id, role_changes = role_changes + 1, changed_at = ?3, operation_id = ?4 FROM roles r, json_each(?2) p \
    WHERE r.organization_id = ?1 AND members.organization_id = ?1 AND members.id = p.value ->> 'member' AND members.role = 'standard' \
    AND members.status IN ('active', 'disabled') AND (p.key % 40 = 11 AND r.name = 'Front desk' OR p.key % 90 = 17 AND r.name = 'Auditor')";

const BESIDE: &str = "UPDATE members SET grants = '[\"events:read\"]', denials = '[\"invitations:manage\"]', changed_at = ?3, operation_id = ?4 \
    WHERE organization_id = ?1 AND status = 'active' AND id = (SELECT m.id FROM members m JOIN roles r ON r.id = m.custom_role AND r.name = 'Front desk' \
    JOIN json_each(?2) p ON p.value ->> 'member' = m.id WHERE m.organization_id = ?1 AND m.status = 'active' ORDER BY m.sort_key LIMIT 1)";

const TEAMS: &str = "INSERT INTO teams (id, organization_id, name, created_at) SELECT value ->> 'id', ?1, value ->> 'name', ?3 FROM json_each(?2) WHERE ?4 IS NOT NULL";

const LICENSES: &str = "INSERT INTO licenses (id, organization_id, name, product, type, seats, overage_rule, overage_percent, expires_at, \
    created_at, changed_by, changed_at, operation_id) SELECT value ->> 'id', ?1, value ->> 'name', value ->> 'product', value ->> 'kind', \
    value ->> 'seats', value ->> 'rule', value ->> 'percent', value ->> 'expires_at', \
    strftime('%Y-%m-%dT%H:%M:%fZ', ?3, '-200 days'), 'Dana Whitfield', ?3, ?4 FROM json_each(?2)";

// Two of the licenses are of one package, which bundles what they were bought for.
const PACKAGE: &str = "INSERT INTO packages (id, organization_id, name, created_at) SELECT 'pkg_' || substr(id, 5), id, 'District Learning Suite', ?2 \
    FROM organizations WHERE id = ?1";

const BUNDLE: &str = "INSERT INTO package_products (package_id, product_id) SELECT k.id, p.id FROM packages k \
    JOIN products p ON p.organization_id = k.organization_id WHERE k.organization_id = ?1 AND p.key IN ('Lumen Reading', 'Atlas Math')";

const OF_PACKAGE: &str = "UPDATE licenses SET package_id = (SELECT id FROM packages WHERE organization_id = ?1) \
    WHERE organization_id = ?1 AND product IN ('Lumen Reading', 'Atlas Math')";

const CONTACT: &str = "UPDATE organizations SET contact_name = 'Ines Vogel', contact_email = 'ines.vogel@vendor.example', \
    contact_phone = '+49 30 1234-56', contact_url = 'https://vendor.example/northwind' WHERE id = ?1";

const USERS: &str = "INSERT INTO users (id, email, name, password_hash, language, created_at) \
    SELECT value ->> 'user', value ->> 'email', value ->> 'name', ?1, 'en', value ->> 'answered_at' FROM json_each(?2) WHERE value ->> 'answer' = 'accepted'";

// Everybody came by invitation; those without a free seat on one of their licenses are invited without it.
const INVITATIONS: &str = "INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, \
    invited_by_name, created_at, expires_at, changed_by, changed_at, operation_id) \
    SELECT value ->> 'invitation', ?1, value ->> 'member', value ->> 'email', value ->> 'name', value ->> 'role', value -> 'seats', value ->> 'code_hash', \
    'pending', 'queued', (SELECT id FROM members WHERE organization_id = ?1 AND role = 'owner'), 'Dana Whitfield', value ->> 'invited_at', \
    value ->> 'expires_at', 'Dana Whitfield', value ->> 'invited_at', ?4 FROM json_each(?2) WHERE ?3 IS NOT NULL";

const MEMBERS: &str = "INSERT INTO members (id, organization_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id) \
    SELECT i.member_id, ?1, i.email, i.name, i.role, 'pending', iif(p.key % 3 = 0, 'csv', iif(p.key % 11 = 0, 'link', 'email')), i.created_at, i.changed_by, i.created_at, ?4 FROM json_each(?2) p \
    CROSS JOIN invitations i ON i.id = p.value ->> 'invitation' WHERE ?3 IS NOT NULL";

const ACCEPT: &str = "UPDATE invitations SET status = 'accepted', delivery = 'sent', user_id = p.value ->> 'user', answered_at = p.value ->> 'answered_at', \
    changed_by = p.value ->> 'name', changed_at = p.value ->> 'answered_at' FROM json_each(?2) p \
    WHERE invitations.id = p.value ->> 'invitation' AND invitations.organization_id = ?1 AND p.value ->> 'answer' = 'accepted'";

const END: &str = "UPDATE invitations SET status = p.value ->> 'answer', endings = endings + 1, delivery = 'sent', answered_at = iif(p.value ->> 'answer' = 'expired', NULL, p.value ->> 'answered_at'), \
    requested_at = iif(p.value ->> 'answer' = 'expired' AND (p.value ->> 'days_ago') % 2 = 0, p.value ->> 'signed_in_at', NULL), \
    changed_at = p.value ->> 'answered_at' FROM json_each(?2) p \
    WHERE invitations.id = p.value ->> 'invitation' AND invitations.organization_id = ?1 AND p.value ->> 'answer' IN ('declined', 'canceled', 'expired')";

const BOUNCE: &str = "UPDATE invitations SET delivery = p.value ->> 'delivery', \
    delivery_detail = iif(p.value ->> 'delivery' = 'bounced', '550 5.1.1 No such mailbox', NULL), changed_by = 'Usher' FROM json_each(?2) p \
    WHERE invitations.id = p.value ->> 'invitation' AND invitations.organization_id = ?1 AND p.value ->> 'answer' = 'pending'";

const DISABLE: &str = "UPDATE members SET status = 'disabled', departures = departures + 1, changed_by = 'Dana Whitfield', changed_at = ?3, operation_id = ?4 \
    WHERE organization_id = ?1 AND id IN (SELECT value ->> 'member' FROM json_each(?2) WHERE value ->> 'status' = 'disabled')";

const SIGN_INS: &str = "UPDATE members SET last_sign_in_at = iif(p.key % 9 = 0, p.value ->> 'answered_at', p.value ->> 'signed_in_at') FROM json_each(?2) p \
    WHERE members.id = p.value ->> 'member' AND members.organization_id = ?1 AND members.status = 'active'";

const TEAM_MEMBERS: &str = "INSERT INTO team_members (organization_id, team_id, member_id, leader) \
    SELECT ?1, t.id, p.value ->> 'member', p.key BETWEEN 8 AND 15 AND t.id = p.value ->> 'team' FROM json_each(?2) p \
    CROSS JOIN teams t ON t.organization_id = ?1 AND t.id IN (p.value ->> 'team', p.value ->> 'second_team')";

// Services of the teams, and what they have planned for the next days.
const SERVICES: &str = "INSERT INTO services (id, organization_id, name, description, active, everybody, created_at) \
    SELECT 'srv_' || substr(t.id, 6), ?1, r.value ->> 'name', r.value ->> 'about', t.name <> 'Library', t.name = 'Library', ?3 \
    FROM json_each('[{\"team\":\"Languages\",\"name\":\"Homework help in five languages\",\"about\":\"Two afternoons a week, for grades 3 to 8.\"}, \
    {\"team\":\"IT\",\"name\":\"Device desk\",\"about\":\"Broken screens, lost passwords, new tablets.\"}, \
    {\"team\":\"District office\",\"name\":\"Enrollment advice\",\"about\":\"\"}, \
    {\"team\":\"Library\",\"name\":\"Reading mentors\",\"about\":\"Rests until the new library opens.\"}]') r \
    JOIN teams t ON t.organization_id = ?1 AND t.name = r.value ->> 'team' WHERE ?2 IS NOT NULL AND ?4 IS NOT NULL";

const SERVICE_TEAMS: &str = "INSERT INTO service_teams (organization_id, service_id, team_id) SELECT ?1, s.id, t.id FROM services s \
    JOIN teams t ON t.organization_id = ?1 AND (substr(t.id, 6) = substr(s.id, 5) OR (s.name = 'Enrollment advice' AND t.name = 'Languages')) \
    WHERE s.organization_id = ?1 AND NOT s.everybody AND ?2 IS NOT NULL";

const APPOINTMENTS: &str = "INSERT INTO appointments (id, organization_id, service_id, service_name, starts_at, minutes, status, made_by, created_at, operation_id) \
    SELECT 'apt_' || substr(s.id, 5, 17) || d.value || substr(s.id, 23), ?1, s.id, s.name, strftime('%Y-%m-%dT15:30:00.000Z', ?3, (d.value * 2 - 3) || ' days'), 45, 'planned', \
    'Dana Whitfield', ?3, ?4 FROM services s JOIN json_each('[1,2,3]') d WHERE s.organization_id = ?1 AND s.active AND ?2 IS NOT NULL";

const APPOINTMENT_MEMBERS: &str = "INSERT INTO appointment_members (appointment_id, member_id, organization_id) \
    SELECT a.id, l.member_id, ?1 FROM appointments a JOIN service_members l ON l.service_id = a.service_id JOIN members m ON m.id = l.member_id \
    WHERE a.organization_id = ?1 AND m.seq % 17 = (unicode(substr(a.id, 22, 1)) + unicode(substr(a.id, -1))) % 17 AND m.status = 'active' AND ?2 IS NOT NULL";

// Programs know some people by two ids each, and have measured them for four weeks.
const EXTERNAL_IDS: &str = "INSERT INTO external_ids (organization_id, source, external_id, id, member_id, created_at, operation_id) \
    SELECT DISTINCT ?1, s.value, 'agent-' || (100 + m.seq), 'xid_' || substr(m.id, 5, 17) || s.key || substr(m.id, 23), m.id, ?3, ?4 FROM team_members x \
    JOIN teams t ON t.id = x.team_id AND t.name IN ('IT', 'Languages') JOIN members m ON m.id = x.member_id JOIN json_each('[\"voice\",\"chat\"]') s \
    WHERE x.organization_id = ?1 AND m.status = 'active' AND m.seq % 3 = 0 AND ?2 IS NOT NULL";

const MEASURES: &str = "WITH RECURSIVE days (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM days WHERE n < 27) \
    INSERT INTO measures (organization_id, key, source, external_id, metric, day, value, operation_id) \
    SELECT ?1, e.id || '-' || n, e.source, e.external_id, iif(e.source = 'voice', 'calls_handled', 'chats_answered'), date(?3, -n || ' days'), \
    length(e.source) + (n * 7 + unicode(substr(e.id, -1)) + unicode(e.source)) % 11, ?4 FROM external_ids e, days \
    WHERE e.organization_id = ?1 AND strftime('%w', date(?3, -n || ' days')) NOT IN ('0', '6') AND ?2 IS NOT NULL";

// A few customers who wrote in, by employer.
const CUSTOMER_USERS: &str = "INSERT INTO users (id, email, name, password_hash, created_at) \
    SELECT 'usr_' || substr(?4, 4, 25) || c.key, c.value ->> 1, iif(c.value ->> 0 <> '', c.value ->> 0, 'office'), '', ?3 FROM json_each('[[\"Kim Castellanos\",\"kim@harbor-books.example\"],[\"Bola Akande\",\"bola@harbor-books.example\"], \
    [\"Wren Halloran\",\"wren@lakeside-bus.example\"],[\"\",\"office@lakeside-bus.example\"],[\"Pia Sørli\",\"pia.sorli@gmail.com\"]]') c \
    WHERE ?1 IS NOT NULL AND ?2 IS NOT NULL";

const CUSTOMERS: &str = "INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id) \
    SELECT 'mem_' || substr(u.id, 5), ?1, u.id, u.email, iif(u.name = 'office', '', u.name), 'customer', 'active', 'contact', ?3, 'Help desk', ?3, ?4 FROM users u \
    WHERE u.id GLOB 'usr_' || substr(?4, 4, 25) || '*' AND ?2 IS NOT NULL";

const COMPANIES: &str = "INSERT INTO companies (id, organization_id, name, created_at, operation_id) SELECT 'cmp_' || substr(?4, 4, 25) || c.key, ?1, c.value, ?3, ?4 \
    FROM json_each('[\"Harbor Books\",\"Lakeside Bus Company\"]') c WHERE ?2 IS NOT NULL";

const COMPANY_DOMAINS: &str = "INSERT INTO company_domains (organization_id, domain, company_id) SELECT ?1, c.value, 'cmp_' || substr(?4, 4, 25) || c.key \
    FROM json_each('[\"harbor-books.example\",\"lakeside-bus.example\"]') c WHERE ?2 IS NOT NULL AND ?3 IS NOT NULL";

const EVENTS: &str = "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
    SELECT value ->> 'event', ?1, value ->> 'invited_at', 'invitation.created', 'member', (SELECT id FROM members WHERE organization_id = ?1 AND role = 'owner'), \
    'Dana Whitfield', value ->> 'invitation', value ->> 'name', json_object('role', value ->> 'role', 'seats', json_array_length(value -> 'seats')), ?4 \
    FROM json_each(?2) WHERE ?3 IS NOT NULL";

const ANSWERS: &str = "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
    SELECT value ->> 'answer_event', ?1, value ->> 'answered_at', 'invitation.' || (value ->> 'answer'), iif(value ->> 'answer' = 'canceled', 'member', 'invitee'), \
    iif(value ->> 'answer' = 'canceled', (SELECT id FROM members WHERE organization_id = ?1 AND role = 'owner'), value ->> 'user'), \
    iif(value ->> 'answer' = 'canceled', 'Dana Whitfield', value ->> 'name'), value ->> 'invitation', value ->> 'name', \
    json_object('seats', json_array_length(value -> 'seats')), ?4 FROM json_each(?2) \
    WHERE value ->> 'answer' IN ('accepted', 'declined', 'canceled') AND ?3 IS NOT NULL";

const TRAIL: &str = "INSERT INTO invitation_trail (organization_id, invitation_id, at, step) \
    SELECT ?1, i.id, p.value ->> 'invited_at', iif(i.delivery = 'bounced', 'bounced', 'sent') FROM json_each(?2) p CROSS JOIN invitations i ON i.id = p.value ->> 'invitation'";

// One license uses Zoom and Webex. Most of its people have a Zoom account that is known, half of them are connected, and
// a few of those connections don't work.
const PROVIDERS: &str = "INSERT INTO license_providers (license_id, provider, organization_id) SELECT l.id, p.value, ?1 \
    FROM licenses l JOIN json_each('[\"zoom\",\"webex\"]') p WHERE l.organization_id = ?1 AND l.name LIKE 'Lumen%' AND ?2 IS NOT NULL";

const SET_UP: &str = "INSERT INTO provider_settings (organization_id, provider, installed_at, ticks, changed_by, changed_at, operation_id) \
    SELECT ?1, 'zoom', ?3, json_object('admin_account', json_object('at', ?3, 'by', 'Dana Whitfield')), 'Dana Whitfield', ?3, ?4 WHERE ?2 IS NOT NULL";

const ACCOUNTS: &str = "INSERT INTO external_accounts (id, organization_id, provider, account_id, email, name, created_by, created_at, changed_by, changed_at, operation_id) \
    SELECT 'acc_' || substr(m.id, 5), ?1, u.provider, 'z-' || (1000 + p.key), m.email, m.name, 'Dana Whitfield', ?3, 'Dana Whitfield', ?3, ?4 \
    FROM json_each(?2) p CROSS JOIN members m ON m.id = p.value ->> 'member' JOIN assignments a ON a.member_id = m.id AND a.status = 'accepted' \
    JOIN license_providers u ON u.license_id = a.license_id AND u.provider = 'zoom' WHERE m.organization_id = ?1 AND p.key % 4 < 3";

const CONNECTIONS: &str = "INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, reason, way, changed_by, changed_at, operation_id) \
    SELECT 'con_' || substr(x.id, 5), ?1, p.value ->> 'member', x.provider, x.id, iif(p.key % 11 = 0, 'broken', 'connected'), \
    iif(p.key % 11 = 0, 'Zoom answered: the access token is no longer valid.', NULL), 'match', 'Dana Whitfield', ?3, ?4 \
    FROM json_each(?2) p CROSS JOIN external_accounts x ON x.organization_id = ?1 AND x.id = 'acc_' || substr(p.value ->> 'member', 5) WHERE p.key % 4 < 2";
