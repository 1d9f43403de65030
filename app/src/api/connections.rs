//! Calls about meeting providers, accounts and connections.

use serde_json::json;
use shared::api::connections::{BoardRow, Connect, ConnectMine, Connection, MatchResults, MyConnections};
use shared::api::providers::{
    AccountResults, AccountRow, AddAccounts, ChangeProvider, ExternalAccount, LicenseProviders,
    ProviderSetup, UseProviders,
};
use shared::api::{Done, Page};
use shared::id::{ConnectionId, ExternalAccountId, LicenseId, MemberId};
use shared::provider::ProviderId;

use super::{Answer, act, get, list, send};

/// Where one person stands with each provider.
pub async fn board_of(member: MemberId) -> Answer<Option<BoardRow>> {
    let member = member.to_string();
    let page: Page<BoardRow> = get(&list("connections", &[("member", &member)])).await?;
    Ok(page.items.into_iter().next())
}

/// Some accounts that nobody is connected to and that match a text.
pub async fn free_accounts(provider: ProviderId, q: &str) -> Answer<Page<ExternalAccount>> {
    let filters = [("provider", provider.as_str()), ("free", "true"), ("q", q), ("limit", "8")];
    get(&list("external-accounts", &filters)).await
}

/// Connects a member to an account.
pub async fn connect(request: &Connect) -> Answer<Connection> {
    send("POST", "/api/v1/connections", request).await
}

/// Ends a connection.
pub async fn disconnect(id: ConnectionId) -> Answer<Done> {
    act("POST", &format!("/api/v1/connections/{id}/disconnect")).await
}

/// Marks a broken connection as working again.
pub async fn reconnect(id: ConnectionId) -> Answer<Connection> {
    act("POST", &format!("/api/v1/connections/{id}/reconnect")).await
}

/// Who would be connected by their address.
pub async fn preview_match(provider: ProviderId) -> Answer<MatchResults> {
    send("POST", "/api/v1/connections/match/preview", &json!({ "provider": provider })).await
}

/// Connects everybody by their address.
pub async fn apply_match(provider: ProviderId) -> Answer<MatchResults> {
    send("POST", "/api/v1/connections/match", &json!({ "provider": provider })).await
}

/// Changes the set-up of a provider.
pub async fn change_provider(id: ProviderId, change: &ChangeProvider) -> Answer<ProviderSetup> {
    send("PATCH", &format!("/api/v1/providers/{id}"), change).await
}

/// Makes a license use these providers and no others.
pub async fn use_providers(license: LicenseId, providers: Vec<ProviderId>) -> Answer<LicenseProviders> {
    send("PUT", &format!("/api/v1/licenses/{license}/providers"), &UseProviders { providers }).await
}

/// Makes accounts known.
pub async fn add_accounts(accounts: Vec<AccountRow>) -> Answer<AccountResults> {
    send("POST", "/api/v1/external-accounts", &AddAccounts { accounts }).await
}

/// Takes an account off the list.
pub async fn remove_account(id: ExternalAccountId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/external-accounts/{id}")).await
}

/// Connects my own account.
pub async fn connect_mine(provider: ProviderId, account: String) -> Answer<MyConnections> {
    send("PUT", &format!("/api/v1/account/connections/{provider}"), &ConnectMine { account }).await
}

/// Disconnects my own account.
pub async fn disconnect_mine(provider: ProviderId) -> Answer<MyConnections> {
    act("DELETE", &format!("/api/v1/account/connections/{provider}")).await
}

/// Changes whether I am connected by my address.
pub async fn change_mine(auto_connect: bool) -> Answer<MyConnections> {
    send("PATCH", "/api/v1/account/connections", &json!({ "auto_connect": auto_connect })).await
}
