//! How meeting providers are set up, and which licenses use them.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::id::{LicenseId, OperationId, OrganizationId};
use shared::provider::setup::{Facts, SiteUrl, Step, Tick};
use shared::provider::{PROVIDERS, People, ProviderId};
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;

/// People `s` with a seat on a license that uses a provider, one row for each provider, and their connection `c`.
/// `?1` is the organization; what stands for `{license}` may narrow the licenses.
fn standing(license: &str) -> String {
    format!(
        "(SELECT u.provider, a.member_id, min(a.changed_at) AS since FROM license_providers u \
         JOIN assignments a ON a.license_id = u.license_id AND a.status = 'accepted' \
         WHERE u.organization_id = ?1 {license} GROUP BY u.provider, a.member_id) s \
         LEFT JOIN connections c ON c.member_id = s.member_id AND c.provider = s.provider"
    )
}

/// People by how they stand.
const COUNTED: &str = "count(*) AS licensed, count(*) FILTER (WHERE c.state = 'connected') AS connected, \
    count(*) FILTER (WHERE c.state = 'broken') AS broken, count(*) FILTER (WHERE c.state IS NULL) AS not_connected";

/// What is known of every provider: a [`FactsRow`] for each, in the order of the table.
pub fn facts(organization: OrganizationId) -> Statement {
    let ids: Vec<_> = PROVIDERS.iter().map(|provider| provider.id).collect();
    let standing = standing("");
    Statement::new(format!(
        "SELECT p.value AS provider, t.installed_at, t.site_url, coalesce(t.auto_connect, 0) AS auto_connect, coalesce(t.ticks, '{{}}') AS ticks, \
         (SELECT count(*) FROM external_accounts x WHERE x.organization_id = ?1 AND x.provider = p.value) AS accounts, \
         (SELECT json_group_array(json_object('id', l.id, 'name', l.name)) FROM license_providers u JOIN licenses l ON l.id = u.license_id \
         WHERE u.organization_id = ?1 AND u.provider = p.value) AS licenses, \
         coalesce(n.licensed, 0) AS licensed, coalesce(n.connected, 0) AS connected, coalesce(n.broken, 0) AS broken, \
         coalesce(n.not_connected, 0) AS not_connected, n.first_unconnected, coalesce(n.matching, 0) AS matching \
         FROM json_each(?2) p LEFT JOIN provider_settings t ON t.organization_id = ?1 AND t.provider = p.value \
         LEFT JOIN (SELECT s.provider, {COUNTED}, min(s.since) FILTER (WHERE c.state IS NULL) AS first_unconnected, \
         count(*) FILTER (WHERE c.state IS NULL AND EXISTS (SELECT 1 FROM members m JOIN external_accounts x \
         ON x.organization_id = ?1 AND x.provider = s.provider AND x.email = m.email WHERE m.id = s.member_id \
         AND NOT EXISTS (SELECT 1 FROM connections h WHERE h.account_id = x.id) \
         AND NOT EXISTS (SELECT 1 FROM auto_connect_refused r WHERE r.member_id = m.id))) AS matching \
         FROM {standing} GROUP BY s.provider) n ON n.provider = p.value ORDER BY p.key"
    ))
    .bind(organization)
    .bind(serde_json::json!(ids).to_string())
}

/// The set-up of one provider alone, without what has to be counted: one [`FactsRow`].
pub fn settings(organization: OrganizationId, provider: ProviderId) -> Statement {
    Statement::new(
        "SELECT ?2 AS provider, t.installed_at, t.site_url, coalesce(t.auto_connect, 0) AS auto_connect, coalesce(t.ticks, '{}') AS ticks, \
         0 AS accounts, '[]' AS licenses, 0 AS licensed, 0 AS connected, 0 AS broken, 0 AS not_connected, NULL AS first_unconnected, \
         0 AS matching FROM (SELECT 1) LEFT JOIN provider_settings t ON t.organization_id = ?1 AND t.provider = ?2",
    )
    .bind(organization)
    .bind(provider.as_str())
}

/// A row of [`facts`].
#[derive(Debug, Deserialize)]
pub struct FactsRow {
    /// The provider.
    pub provider: ProviderId,
    /// When its admin app was installed.
    pub installed_at: Option<Timestamp>,
    site_url: Option<SiteUrl>,
    /// Whether people are connected by their address by themselves.
    pub auto_connect: u8,
    ticks: String,
    /// Accounts that are known.
    pub accounts: u32,
    /// A JSON array of licenses by id and name.
    pub licenses: String,
    #[serde(rename = "*")]
    people: People,
    /// Since when the longest waiting person without a connection holds their seat.
    pub first_unconnected: Option<Timestamp>,
    /// People who can be connected now.
    pub matching: u32,
}

impl FactsRow {
    /// What the rules of the set-up look at.
    pub fn facts(&self) -> Facts {
        let ticks: BTreeMap<Step, Tick> = crate::json::read(&self.ticks).unwrap_or_default();
        Facts {
            ticks,
            installed_at: self.installed_at,
            site_url: self.site_url.clone(),
            accounts: self.accounts,
            people: self.people,
        }
    }
}

/// What changes in the set-up of a provider; what is absent stays, so that two admins don't undo each other.
pub struct SettingsChange<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Which.
    pub provider: ProviderId,
    /// Whether its admin app is installed: since now, unless it was before.
    pub installed: Option<bool>,
    /// The website's address; the inner none takes it away.
    pub site_url: Option<Option<&'a SiteUrl>>,
    /// Whether people are connected by their address by themselves.
    pub auto_connect: Option<bool>,
    /// A step that is ticked, unless it was before, or whose tick goes.
    pub tick: Option<(Step, Option<Tick>)>,
    /// Who changes it.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Writes what changes in the set-up of a provider.
pub fn save(ctx: &Context, change: &SettingsChange<'_>) -> Statement {
    let (ticked, unticked) = match &change.tick {
        Some((step, Some(tick))) => (Some(serde_json::json!({ step.as_str(): tick }).to_string()), None),
        Some((step, None)) => (None, Some(format!("$.{}", step.as_str()))),
        None => (None, None),
    };
    Statement::new(
        "INSERT INTO provider_settings (organization_id, provider, installed_at, site_url, auto_connect, ticks, changed_by, changed_at, operation_id) \
         VALUES (?1, ?2, iif(?3 = 1, ?10, NULL), ?5, coalesce(?6, 0), coalesce(?7, '{}'), ?9, ?10, ?11) \
         ON CONFLICT (organization_id, provider) DO UPDATE SET \
         installed_at = CASE ?3 WHEN 1 THEN coalesce(installed_at, ?10) WHEN 0 THEN NULL ELSE installed_at END, \
         site_url = iif(?4 = 1, ?5, site_url), auto_connect = coalesce(?6, auto_connect), \
         ticks = json_remove(json_patch(coalesce(?7, '{}'), ticks), coalesce(?8, '$.none')), \
         changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id",
    )
    .bind(change.organization)
    .bind(change.provider.as_str())
    .bind(change.installed.map(i64::from))
    .bind(i64::from(change.site_url.is_some()))
    .bind(change.site_url.flatten().map(SiteUrl::as_str))
    .bind(change.auto_connect.map(i64::from))
    .bind(ticked)
    .bind(unticked)
    .bind(change.by)
    .bind(ctx.now)
    .bind(change.operation)
}

/// The providers that a license uses, with its people: rows of [`UsedRow`].
pub fn of_license(organization: OrganizationId, license: LicenseId) -> Statement {
    let standing = standing("AND u.license_id = ?2");
    Statement::new(format!(
        "SELECT u.provider, coalesce(n.licensed, 0) AS licensed, coalesce(n.connected, 0) AS connected, coalesce(n.broken, 0) AS broken, \
         coalesce(n.not_connected, 0) AS not_connected FROM license_providers u \
         LEFT JOIN (SELECT s.provider, {COUNTED} FROM {standing} GROUP BY s.provider) n ON n.provider = u.provider \
         WHERE u.organization_id = ?1 AND u.license_id = ?2"
    ))
    .bind(organization)
    .bind(license)
}

/// A row of [`of_license`].
#[derive(Debug, Deserialize)]
pub struct UsedRow {
    /// The provider.
    pub provider: ProviderId,
    /// The people who hold a seat on the license.
    #[serde(rename = "*")]
    pub people: People,
}

/// Makes a license use these providers and no others; `providers` is a JSON array.
pub fn use_only(organization: OrganizationId, license: LicenseId, providers: &str) -> [Statement; 2] {
    let bind = |sql: &str| Statement::new(sql).bind(organization).bind(license).bind(providers);
    [
        bind(
            "DELETE FROM license_providers WHERE organization_id = ?1 AND license_id = ?2 \
             AND provider NOT IN (SELECT value FROM json_each(?3))",
        ),
        bind(
            "INSERT INTO license_providers (organization_id, license_id, provider) SELECT ?1, l.id, p.value \
             FROM licenses l JOIN json_each(?3) p WHERE l.organization_id = ?1 AND l.id = ?2 ON CONFLICT DO NOTHING",
        ),
    ]
}
