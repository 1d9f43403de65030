//! Changes the set-up of a provider: its app, the website's address, connecting by address, steps ticked by hand.

use serde_json::json;
use shared::Refusal;
use shared::api::providers::{ChangeProvider, ProviderSetup};
use shared::event::EventKind;
use shared::provider::ProviderId;
use shared::provider::setup::{SiteUrl, Tick, may_tick, ready};

use super::list::setups;
use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::providers::{self, FactsRow, SettingsChange};

/// Changes what is given, and answers with the set-up as it is then.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    id: ProviderId,
    request: &ChangeProvider,
) -> Result<ProviderSetup, Failure> {
    let organization = proof.organization();
    let before = ctx.query(providers::settings(organization, id)).await?.first::<FactsRow>()?;
    let before = before.ok_or_else(Refusal::not_found)?;
    let by = By::from(proof.actor());
    let (provider, operation) = (id.provider(), ctx.id());
    let site_url = match request.site_url.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(None),
        Some(url) => Some(Some(SiteUrl::parse(url)?)),
    };
    if let Some(tick) = &request.step {
        may_tick(provider, tick.step)?;
    }
    if request.auto_connect == Some(true) {
        provider.admins_connect()?;
        ready(provider, &before.facts())?;
    }
    let tick =
        request.step.map(|tick| (tick.step, tick.done.then(|| Tick { at: ctx.now, by: by.name.clone() })));
    let change = SettingsChange {
        organization,
        provider: id,
        installed: request.installed,
        site_url: site_url.as_ref().map(Option::as_ref),
        auto_connect: request.auto_connect,
        tick,
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization,
        kind: EventKind::ProviderChanged,
        by: &by,
        target: id.to_string(),
        target_name: provider.name,
        details: json!(request),
        operation,
    };
    let batch =
        vec![providers::save(ctx, &change), events::insert(ctx, &event), providers::facts(organization)];
    let rows = ctx.batch(batch).await?;
    let after = setups(&rows[2])?.into_iter().find(|setup| setup.id == id);
    Ok(after.ok_or_else(Refusal::not_found)?)
}
