//! Connections: who is tied to which account. That an account has one holder and a person one account at a provider is
//! held by unique indexes; connecting by address happens in triggers. The board is `store::connection_board`.

use serde::{Deserialize, Serialize};
use shared::email::Email;
use shared::event::EventKind;
use shared::id::{ConnectionId, EventId, ExternalAccountId, MemberId, OperationId, OrganizationId};
use shared::member::MemberStatus;
use shared::provider::ProviderId;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::events::By;

/// A connection as the API shows it (`shared::api::connections::Connection`): of connections `c` and accounts `x`.
pub const ITEM: &str = "json_object('id', c.id, 'provider', c.provider, 'state', c.state, 'reason', c.reason, \
    'account', json_object('id', x.id, 'account_id', x.account_id, 'email', x.email, 'name', x.name), \
    'changed_by', c.changed_by, 'changed_at', c.changed_at)";

/// Somebody to connect.
#[derive(Clone, Debug, Serialize)]
pub struct NewConnection {
    /// The connection's id, if there is none yet.
    pub id: ConnectionId,
    /// Whom.
    pub member: MemberId,
    /// To which account.
    pub account: ExternalAccountId,
    /// The event that tells of it.
    pub event: EventId,
}

/// Connects people, each by themselves. Left out is who is not active, whose account somebody else has, and who has
/// another account there than the one to leave. Read back with [`standing`] or [`made`].
pub fn connect(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    way: &str,
    instead_of: Option<ExternalAccountId>,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id) \
         SELECT r.value ->> 'id', ?1, m.id, x.provider, x.id, 'connected', ?3, ?5, ?6, ?7 FROM json_each(?2) r \
         CROSS JOIN members m ON m.organization_id = ?1 AND m.id = r.value ->> 'member' AND m.status = 'active' \
         JOIN external_accounts x ON x.organization_id = ?1 AND x.id = r.value ->> 'account' \
         WHERE NOT EXISTS (SELECT 1 FROM connections h WHERE h.account_id = x.id) \
         ON CONFLICT (member_id, provider) DO UPDATE SET account_id = excluded.account_id, state = 'connected', reason = NULL, \
         way = excluded.way, changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id \
         WHERE connections.account_id = ?4",
    )
    .bind(organization)
    .bind(rows)
    .bind(way)
    .bind(instead_of)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Tells the log whom this operation connected.
pub fn tell(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT r.value ->> 'event', ?1, ?3, 'connection.made', ?4, ?5, ?6, m.id, iif(m.name <> '', m.name, m.email), \
         json_object('provider', c.provider, 'account', x.account_id), ?2 FROM json_each(?7) r \
         CROSS JOIN connections c ON c.member_id = r.value ->> 'member' AND c.account_id = r.value ->> 'account' \
         JOIN external_accounts x ON x.id = c.account_id JOIN members m ON m.id = c.member_id \
         WHERE c.organization_id = ?1 AND c.operation_id = ?2",
    )
    .bind(organization)
    .bind(operation)
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(rows)
}

/// How person and account stand: one row of [`StandingRow`].
pub fn standing(organization: OrganizationId, member: MemberId, account: ExternalAccountId) -> Statement {
    Statement::new(format!(
        "SELECT m.status AS member, iif(m.name <> '', m.name, m.email) AS name, x.provider, c.account_id AS current, \
         (SELECT a.account_id FROM external_accounts a WHERE a.id = c.account_id) AS current_name, \
         (SELECT iif(p.name <> '', p.name, p.email) FROM connections h JOIN members p ON p.id = h.member_id WHERE h.account_id = x.id) AS holder, \
         iif(c.account_id = x.id, {ITEM}, NULL) AS item FROM (SELECT 1) \
         LEFT JOIN members m ON m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed' \
         LEFT JOIN external_accounts x ON x.organization_id = ?1 AND x.id = ?3 \
         LEFT JOIN connections c ON c.member_id = m.id AND c.provider = x.provider"
    ))
    .bind(organization)
    .bind(member)
    .bind(account)
}

/// A row of [`standing`].
#[derive(Debug, Deserialize)]
pub struct StandingRow {
    /// Where the person stands; none: there is no such person.
    pub member: Option<MemberStatus>,
    /// Their name or address.
    pub name: Option<String>,
    /// The account's provider; none: there is no such account.
    pub provider: Option<ProviderId>,
    /// The account that the person is connected to there.
    pub current: Option<ExternalAccountId>,
    /// Its id there.
    pub current_name: Option<String>,
    /// Who is connected to the account.
    pub holder: Option<String>,
    /// Their connection as JSON text, if it is the one that was asked for.
    pub item: Option<String>,
}

/// The members that this operation connected: rows of `member`.
pub fn made(organization: OrganizationId, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT member_id AS member FROM connections WHERE organization_id = ?1 AND operation_id = ?2",
    )
    .bind(organization)
    .bind(operation)
}

/// One connection, for its label: one row of [`Label`], or none.
pub fn label(organization: OrganizationId, connection: ConnectionId) -> Statement {
    labels("c.organization_id = ?1 AND c.id = ?2").bind(organization).bind(connection)
}

/// The connection of a member at a provider: one row of [`Label`], or none.
pub fn label_of(organization: OrganizationId, member: MemberId, provider: ProviderId) -> Statement {
    labels("c.organization_id = ?1 AND c.member_id = ?2 AND c.provider = ?3")
        .bind(organization)
        .bind(member)
        .bind(provider.as_str())
}

fn labels(condition: &str) -> Statement {
    Statement::new(format!(
        "SELECT c.id, c.provider, m.id AS member, iif(m.name <> '', m.name, m.email) AS person, x.account_id AS account, {ITEM} AS item \
         FROM connections c JOIN members m ON m.id = c.member_id JOIN external_accounts x ON x.id = c.account_id WHERE {condition}"
    ))
}

/// A row of [`label`].
#[derive(Debug, Deserialize)]
pub struct Label {
    /// The connection.
    pub id: ConnectionId,
    /// Where.
    pub provider: ProviderId,
    /// Whose.
    pub member: MemberId,
    /// Their name or address.
    pub person: String,
    /// The account's id there.
    pub account: String,
    /// The connection as JSON text.
    pub item: String,
}

/// Marks a connection as broken, or, without a reason, as working again; nothing happens if it is so already.
pub fn set_state(
    ctx: &Context,
    organization: OrganizationId,
    connection: ConnectionId,
    reason: Option<&str>,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "UPDATE connections SET state = iif(?3 IS NULL, 'connected', 'broken'), reason = ?3, changed_by = ?4, changed_at = ?5, operation_id = ?6 \
         WHERE organization_id = ?1 AND id = ?2 AND reason IS NOT ?3",
    )
    .bind(organization)
    .bind(connection)
    .bind(reason)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Tells the log of a connection, if `condition` on connections `c` holds; `?8` is the operation.
pub fn tell_one(
    ctx: &Context,
    organization: OrganizationId,
    connection: ConnectionId,
    kind: EventKind,
    by: &By,
    operation: OperationId,
    condition: &str,
) -> Statement {
    Statement::new(format!(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT ?3, ?1, ?4, ?9, ?5, ?6, ?7, m.id, iif(m.name <> '', m.name, m.email), \
         json_object('provider', c.provider, 'account', x.account_id, 'reason', c.reason), ?8 \
         FROM connections c JOIN external_accounts x ON x.id = c.account_id JOIN members m ON m.id = c.member_id \
         WHERE c.organization_id = ?1 AND c.id = ?2 AND {condition}"
    ))
    .bind(organization)
    .bind(connection)
    .bind(ctx.id::<shared::id::Event>())
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(operation)
    .bind(kind.as_str())
}

/// Ends a connection.
pub fn end(organization: OrganizationId, connection: ConnectionId) -> Statement {
    Statement::new("DELETE FROM connections WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(connection)
}

/// People with a seat and without a connection at a provider, those who match a free account first; one more than
/// `limit` when there are more.
pub fn unconnected(organization: OrganizationId, provider: ProviderId, limit: usize) -> Statement {
    Statement::new(format!(
        "SELECT m.id AS member, m.name, m.email, EXISTS (SELECT 1 FROM auto_connect_refused r WHERE r.member_id = m.id) AS opted_out \
         FROM members m WHERE m.organization_id = ?1 AND m.status = 'active' AND m.id IN (SELECT a.member_id FROM license_providers u \
         JOIN assignments a ON a.license_id = u.license_id AND a.status = 'accepted' WHERE u.organization_id = ?1 AND u.provider = ?2) \
         AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.member_id = m.id AND c.provider = ?2) \
         ORDER BY EXISTS (SELECT 1 FROM external_accounts x WHERE x.organization_id = ?1 AND x.provider = ?2 AND x.email = m.email \
         AND NOT EXISTS (SELECT 1 FROM connections h WHERE h.account_id = x.id)) AND opted_out = 0 DESC, m.sort_key, m.id LIMIT {}",
        limit + 1
    ))
    .bind(organization)
    .bind(provider.as_str())
}

/// The accounts at a provider that bear one of these addresses, with who is connected: `emails` is a JSON array.
pub fn accounts_of(organization: OrganizationId, provider: ProviderId, emails: &[&Email]) -> Statement {
    Statement::new(
        "SELECT x.id AS account, x.email, iif(m.name <> '', m.name, m.email) AS holder FROM json_each(?3) e \
         CROSS JOIN external_accounts x ON x.organization_id = ?1 AND x.provider = ?2 AND x.email = e.value \
         LEFT JOIN connections c ON c.account_id = x.id LEFT JOIN members m ON m.id = c.member_id",
    )
    .bind(organization)
    .bind(provider.as_str())
    .bind(serde_json::json!(emails).to_string())
}

/// Connects a person to the account that they state as their own: one that they stated, or that bears their address.
pub fn connect_own(
    ctx: &Context,
    organization: OrganizationId,
    own: &OwnAccount<'_>,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id) \
         SELECT ?3, ?1, m.id, x.provider, x.id, 'connected', 'person', ?6, ?7, ?8 FROM members m \
         JOIN external_accounts x ON x.organization_id = ?1 AND x.provider = ?4 AND x.account_id = ?5 \
         WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status = 'active' AND (x.stated_by = m.id OR x.email = m.email) \
         AND NOT EXISTS (SELECT 1 FROM connections h WHERE h.account_id = x.id) ON CONFLICT (member_id, provider) DO NOTHING",
    )
    .bind(organization)
    .bind(own.member)
    .bind(own.connection)
    .bind(own.provider.as_str())
    .bind(own.account_id)
    .bind(own.name)
    .bind(ctx.now)
    .bind(operation)
}

/// The account that a person states as their own.
pub struct OwnAccount<'a> {
    /// The connection's id.
    pub connection: ConnectionId,
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: &'a str,
    /// Where.
    pub provider: ProviderId,
    /// Its id there.
    pub account_id: &'a str,
}

/// Whether a person is connected by their address where that is switched on: a row with `refused`.
pub fn refuses(member: MemberId) -> Statement {
    Statement::new("SELECT count(*) AS refused FROM auto_connect_refused WHERE member_id = ?1").bind(member)
}

/// Keeps whether a person is connected by their address.
pub fn set_refused(organization: OrganizationId, member: MemberId, refused: bool) -> Statement {
    Statement::new(if refused {
        "INSERT INTO auto_connect_refused (member_id, organization_id) VALUES (?2, ?1) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM auto_connect_refused WHERE organization_id = ?1 AND member_id = ?2"
    })
    .bind(organization)
    .bind(member)
}
