//! Changes the set-up of a provider: its app, the website's address, connecting by address, steps ticked by hand.

use serde_json::json;
use shared::Refusal;
use shared::api::providers::{ChangeProvider, ProviderSetup};
use shared::event::EventKind;
use shared::provider::ProviderId;
use shared::provider::setup::{Facts, SiteUrl, Tick, may_tick, ready};

use super::list::setups;
use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::providers::{self, FactsRow, Settings};

/// Changes what is given, and answers with the set-up as it is then.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    id: ProviderId,
    request: &ChangeProvider,
) -> Result<ProviderSetup, Failure> {
    let organization = proof.organization();
    let rows = ctx.query(providers::facts(organization)).await?.all::<FactsRow>()?;
    let before = rows.into_iter().find(|row| row.provider == id).ok_or_else(Refusal::not_found)?;
    let by = By::from(proof.actor());
    let (mut facts, operation) = (before.facts(), ctx.id());
    apply(ctx, id, request, &by, &mut facts)?;
    let auto_connect = request.auto_connect.unwrap_or(before.auto_connect != 0);
    if request.auto_connect == Some(true) {
        id.provider().admins_connect()?;
        ready(id.provider(), &facts)?;
    }
    let settings =
        Settings { organization, provider: id, facts: &facts, auto_connect, by: &by.name, operation };
    let event = NewEvent {
        organization,
        kind: EventKind::ProviderChanged,
        by: &by,
        target: id.to_string(),
        target_name: id.provider().name,
        details: json!(request),
        operation,
    };
    let batch =
        vec![providers::save(ctx, &settings), events::insert(ctx, &event), providers::facts(organization)];
    let rows = ctx.batch(batch).await?;
    let after = setups(&rows[2])?.into_iter().find(|setup| setup.id == id);
    Ok(after.ok_or_else(Refusal::not_found)?)
}

fn apply(
    ctx: &Context,
    id: ProviderId,
    request: &ChangeProvider,
    by: &By,
    facts: &mut Facts,
) -> Result<(), Refusal> {
    if let Some(installed) = request.installed {
        facts.installed_at = if installed { facts.installed_at.or(Some(ctx.now)) } else { None };
    }
    if let Some(url) = &request.site_url {
        facts.site_url = if url.trim().is_empty() { None } else { Some(SiteUrl::parse(url)?) };
    }
    if let Some(tick) = &request.step {
        may_tick(id.provider(), tick.step)?;
        if tick.done {
            facts.ticks.entry(tick.step).or_insert_with(|| Tick { at: ctx.now, by: by.name.clone() });
        } else {
            facts.ticks.remove(&tick.step);
        }
    }
    Ok(())
}
