//! Every provider with its set-up as a checklist.

use shared::api::Page;
use shared::api::providers::{ProviderSetup, StepState};
use shared::provider::order;
use shared::provider::setup::{is_done, ready};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::providers::{self, FactsRow};

/// Every provider, in the order of the table.
pub async fn list(ctx: &Context, credential: &Credential) -> Result<Page<ProviderSetup>, Failure> {
    let statement = providers::facts(credential.organization);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    Ok(Page { items: setups(&rows[0])?, next_cursor: None })
}

/// The set-ups that the facts make.
pub(super) fn setups(rows: &Rows) -> Result<Vec<ProviderSetup>, Failure> {
    rows.all::<FactsRow>()?.iter().map(setup).collect()
}

fn setup(row: &FactsRow) -> Result<ProviderSetup, Failure> {
    let (provider, mut facts) = (row.provider.provider(), row.facts());
    let steps = provider.steps.iter().map(|it| StepState {
        step: it.step,
        required: it.required,
        by_hand: it.step.by_hand(),
        done: is_done(it.step, &facts),
        tick: facts.ticks.get(&it.step).cloned(),
    });
    Ok(ProviderSetup {
        id: provider.id,
        name: provider.name.to_owned(),
        way: provider.way,
        steps: steps.collect(),
        ready: ready(provider, &facts).is_ok(),
        installed_at: row.installed_at,
        site_url: facts.site_url.take(),
        auto_connect: row.auto_connect != 0,
        licenses: crate::json::read(&row.licenses).map_err(|error| Failure::broken("providers", error))?,
        people: facts.people,
        accounts: row.accounts,
        matching: if provider.admins_connect().is_ok() { row.matching } else { 0 },
        order: order(provider, row.installed_at, row.first_unconnected),
        live_needs: provider.live_needs.iter().map(|need| (*need).to_owned()).collect(),
    })
}
