//! Accounts that people have at a meeting provider. Who is connected to them is `store::connections`.

use serde::{Deserialize, Serialize};
use shared::email::Email;
use shared::id::{EventId, ExternalAccountId, MemberId, OperationId, OrganizationId};
use shared::provider::ProviderId;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::emails::member_of;
use crate::store::events::By;
use crate::store::page::Listing;

/// An account as the API shows it (`shared::api::providers::ExternalAccount`).
const ITEM: &str = "json_object('id', x.id, 'provider', x.provider, 'account_id', x.account_id, 'email', x.email, 'name', x.name, \
    'holder', iif(m.id IS NULL, NULL, json_object('id', m.id, 'name', iif(m.name <> '', m.name, m.email))), \
    'holder_status', m.status, 'connection', c.id, \
    'created_by', x.created_by, 'created_at', x.created_at)";

/// Accounts with who is connected to them.
const FROM: &str = "FROM external_accounts x LEFT JOIN connections c ON c.account_id = x.id LEFT JOIN members m ON m.id = c.member_id";

/// A page of accounts by id there; `free` are those that nobody is connected to.
pub fn list(
    organization: OrganizationId,
    provider: Option<ProviderId>,
    search: Option<&str>,
    free: bool,
    window: &Window,
) -> Statement {
    let mut conditions = Conditions::default()
        .and("x.organization_id = ?", [organization.into()])
        .and_some("x.provider = ?", provider.map(ProviderId::as_str))
        .and_contains("x.account_id || ' ' || coalesce(x.email, '') || ' ' || x.name", search);
    if free {
        conditions = conditions.and("c.id IS NULL", []);
    }
    if window.after(0) != Param::Null {
        conditions = conditions.and("(x.account_id, x.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("{FROM}{}", conditions.sql());
    let listing = Listing {
        item: ITEM,
        key: "json_array(x.account_id, x.id)",
        from: &from,
        order: "x.account_id, x.id",
    };
    conditions.bind_to(listing.statement(window))
}

/// An account to make known.
#[derive(Clone, Debug, Serialize)]
pub struct NewAccount {
    /// Its id here, if it is not known yet.
    pub id: ExternalAccountId,
    /// Where.
    pub provider: ProviderId,
    /// Its id there.
    pub account_id: String,
    /// Its address.
    pub email: Option<Email>,
    /// Its name; may be empty.
    pub name: String,
    /// The event that tells of it.
    pub event: EventId,
}

/// Lets go of the addresses that known accounts are to lose by these rows, so that [`add`] can give them to others of the
/// rows: two accounts change theirs, or each takes the next one's. Only of those who get what they are to have: not where
/// an account that keeps its address has that, by itself or because its own row is held up so (`stuck`).
pub fn let_go(organization: OrganizationId, rows: &str) -> Statement {
    Statement::new(
        "WITH RECURSIVE r (provider, account_id, email) AS MATERIALIZED (SELECT value ->> 'provider', value ->> 'account_id', value ->> 'email' FROM json_each(?2) \
         WHERE value ->> 'email' IS NOT NULL), \
         stuck (provider, account_id) AS (SELECT r.provider, r.account_id FROM r JOIN external_accounts o ON o.organization_id = ?1 \
         AND o.provider = r.provider AND o.email = r.email WHERE o.account_id <> r.account_id \
         AND NOT EXISTS (SELECT 1 FROM r k WHERE k.account_id = o.account_id AND k.provider = o.provider) \
         UNION SELECT r.provider, r.account_id FROM stuck s JOIN external_accounts o ON o.organization_id = ?1 \
         AND o.provider = s.provider AND o.account_id = s.account_id JOIN r ON r.email = o.email AND r.provider = o.provider WHERE r.account_id <> o.account_id) \
         UPDATE external_accounts SET email = NULL WHERE id IN (SELECT o.id FROM r CROSS JOIN external_accounts o ON o.organization_id = ?1 \
         AND o.provider = r.provider AND o.account_id = r.account_id WHERE o.email <> r.email) \
         AND (provider, account_id) NOT IN (SELECT provider, account_id FROM stuck)",
    )
    .bind(organization)
    .bind(rows)
}

/// Makes accounts known, each by itself; what is known takes over a new address or name. Left out is whose address
/// another account has ([`let_go`] before); no two rows have one id or one address. Read back with [`added`].
pub fn add(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO external_accounts (id, organization_id, provider, account_id, email, name, created_by, created_at, changed_by, changed_at, operation_id) \
         SELECT r.value ->> 'id', ?1, r.value ->> 'provider', r.value ->> 'account_id', r.value ->> 'email', r.value ->> 'name', \
         ?3, ?4, ?3, ?4, ?5 FROM json_each(?2) r WHERE NOT EXISTS (SELECT 1 FROM external_accounts o WHERE o.organization_id = ?1 \
         AND o.provider = r.value ->> 'provider' AND o.email = r.value ->> 'email' AND o.account_id <> r.value ->> 'account_id') \
         ON CONFLICT (organization_id, provider, account_id) DO UPDATE SET email = coalesce(excluded.email, email), \
         name = iif(excluded.name <> '', excluded.name, name), changed_by = excluded.changed_by, changed_at = excluded.changed_at, \
         operation_id = excluded.operation_id WHERE (excluded.email IS NOT NULL AND email IS NOT excluded.email) \
         OR (excluded.name <> '' AND excluded.name <> name)",
    )
    .bind(organization)
    .bind(rows)
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}

/// Tells the log which accounts this operation added or changed.
pub fn tell(
    ctx: &Context,
    organization: OrganizationId,
    rows: &str,
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT r.value ->> 'event', ?1, ?3, iif(x.id = r.value ->> 'id', 'account.added', 'account.changed'), ?4, ?5, ?6, x.id, x.account_id, \
         json_object('provider', x.provider, 'email', x.email), ?2 FROM json_each(?7) r CROSS JOIN external_accounts x ON x.organization_id = ?1 \
         AND x.provider = r.value ->> 'provider' AND x.account_id = r.value ->> 'account_id' WHERE x.operation_id = ?2",
    )
    .bind(organization)
    .bind(operation)
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(rows)
}

/// What became of the rows, in their order: [`AddedRow`]s.
pub fn added(organization: OrganizationId, rows: &str, operation: OperationId) -> Statement {
    Statement::new(
        "SELECT x.id, coalesce(x.operation_id = ?3, 0) AS changed, coalesce(c.operation_id = ?3, 0) AS connected, \
         (SELECT o.account_id FROM external_accounts o WHERE o.organization_id = ?1 AND o.provider = r.value ->> 'provider' \
         AND o.email = r.value ->> 'email' AND o.account_id <> r.value ->> 'account_id') AS same_address \
         FROM json_each(?2) r LEFT JOIN external_accounts x ON x.organization_id = ?1 AND x.provider = r.value ->> 'provider' \
         AND x.account_id = r.value ->> 'account_id' LEFT JOIN connections c ON c.account_id = x.id ORDER BY r.key",
    )
    .bind(organization)
    .bind(rows)
    .bind(operation)
}

/// A row of [`added`].
#[derive(Debug, Deserialize)]
pub struct AddedRow {
    /// The account, if it is known now.
    pub id: Option<ExternalAccountId>,
    /// Whether this operation wrote it.
    pub changed: u8,
    /// Whether somebody was connected to it by their address.
    pub connected: u8,
    /// Another account that has its address.
    pub same_address: Option<String>,
}

/// Tells the log that an account goes, if nobody is connected to it; then [`remove`] takes it.
pub fn tell_removed(
    ctx: &Context,
    organization: OrganizationId,
    account: ExternalAccountId,
    by: &By,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT ?3, ?1, ?4, 'account.removed', ?5, ?6, ?7, x.id, x.account_id, json_object('provider', x.provider, 'email', x.email), ?8 \
         FROM external_accounts x WHERE x.organization_id = ?1 AND x.id = ?2 \
         AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.account_id = x.id)",
    )
    .bind(organization)
    .bind(account)
    .bind(ctx.id::<shared::id::Event>())
    .bind(ctx.now)
    .bind(by.kind.as_str())
    .bind(&by.id)
    .bind(&by.name)
    .bind(operation)
}

/// Takes an account off the list, if nobody is connected to it.
pub fn remove(organization: OrganizationId, account: ExternalAccountId) -> Statement {
    Statement::new(
        "DELETE FROM external_accounts WHERE organization_id = ?1 AND id = ?2 \
         AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.account_id = external_accounts.id)",
    )
    .bind(organization)
    .bind(account)
}

/// An account with who is connected to it: one row of [`HeldRow`], or none.
pub fn held(organization: OrganizationId, account: ExternalAccountId) -> Statement {
    Statement::new(format!(
        "SELECT x.account_id, iif(m.name <> '', m.name, m.email) AS holder {FROM} WHERE x.organization_id = ?1 AND x.id = ?2"
    ))
    .bind(organization)
    .bind(account)
}

/// A row of [`held`].
#[derive(Debug, Deserialize)]
pub struct HeldRow {
    /// Its id there.
    pub account_id: String,
    /// Who is connected to it.
    pub holder: Option<String>,
}

/// Makes the account known that a person states as their own; one that is known stays as it is. Not made known is what
/// bears an address by which somebody else is known here: so nobody takes a colleague's account before they do.
pub fn state_own(
    ctx: &Context,
    organization: OrganizationId,
    account: &NewAccount,
    member: MemberId,
    operation: OperationId,
) -> Statement {
    Statement::new(format!(
        "INSERT INTO external_accounts (id, organization_id, provider, account_id, email, name, stated_by, created_by, created_at, changed_by, changed_at, operation_id) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, ?8, ?6, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM members o WHERE o.id = {} \
         AND o.id <> ?7 AND o.status <> 'removed') ON CONFLICT DO NOTHING",
        member_of("?2", "?5")
    ))
    .bind(account.id)
    .bind(organization)
    .bind(account.provider.as_str())
    .bind(&account.account_id)
    .bind(account.email.as_ref())
    .bind(&account.name)
    .bind(member)
    .bind(ctx.now)
    .bind(operation)
}

/// Forgets an account that its person stated, now that nobody is connected to it.
pub fn forget_own(organization: OrganizationId, member: MemberId, provider: ProviderId) -> Statement {
    Statement::new(
        "DELETE FROM external_accounts WHERE organization_id = ?1 AND provider = ?3 AND stated_by = ?2 \
         AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.account_id = external_accounts.id)",
    )
    .bind(organization)
    .bind(member)
    .bind(provider.as_str())
}
