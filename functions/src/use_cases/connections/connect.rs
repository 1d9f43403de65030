//! Connects a member to an account. Whoever comes second is told who holds it.

use serde_json::json;
use shared::Refusal;
use shared::api::connections::Connect;
use shared::provider::ProviderId;
use shared::provider::connecting::{self, Standing};
use shared::provider::setup::ready;

use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::connections::{self, NewConnection, StandingRow};
use crate::store::events::By;
use crate::store::providers::{self, FactsRow};
use crate::use_cases::RawJson;

/// Connects, and answers with the connection; connected to that account before: the same.
pub async fn connect(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    request: &Connect,
) -> Result<RawJson, Failure> {
    let (organization, by, operation) = (proof.organization(), By::from(proof.actor()), ctx.id());
    let provider = request.provider.provider();
    provider.admins_connect()?;
    let row =
        NewConnection { id: ctx.id(), member: request.member, account: request.account, event: ctx.id() };
    let rows = json!([row]).to_string();
    // A set-up that is not done and an account of another provider are found out before anything is written.
    let before = vec![
        providers::settings(organization, request.provider),
        connections::standing(organization, request.member, request.account),
    ];
    let before = ctx.batch(before).await?;
    set_up(&before[0], request.provider)?;
    let before = before[1].first::<StandingRow>()?.ok_or_else(Refusal::not_found)?;
    if before.provider != Some(request.provider) {
        connecting::judge(&standing(&before), request.provider, request.account)?;
    }
    let batch = vec![
        connections::connect(ctx, organization, &rows, "admin", request.instead_of, &by.name, operation),
        connections::tell(ctx, organization, &rows, &by, operation),
        connections::standing(organization, request.member, request.account),
    ];
    let answer = ctx.batch(batch).await?;
    let after = answer[2].first::<StandingRow>()?.ok_or_else(Refusal::not_found)?;
    connecting::judge(&standing(&after), request.provider, request.account)?;
    Ok(RawJson(after.item.ok_or_else(Refusal::not_found)?))
}

/// Says no while a step of the provider's set-up is open before which nobody can be connected.
pub(super) fn set_up(settings: &Rows, id: ProviderId) -> Result<(), Failure> {
    let row = settings.first::<FactsRow>()?.ok_or_else(Refusal::not_found)?;
    Ok(ready(id.provider(), &row.facts())?)
}

fn standing(row: &StandingRow) -> Standing {
    Standing {
        member: row.member,
        name: row.name.clone().unwrap_or_default(),
        provider: row.provider,
        current: row.current.zip(row.current_name.clone()),
        holder: row.holder.clone(),
    }
}
