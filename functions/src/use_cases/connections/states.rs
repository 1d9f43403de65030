//! What happens to a connection: it is reported broken, works again, or ends.

use shared::event::EventKind;
use shared::id::ConnectionId;
use shared::{Code, Refusal};

use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::connections::{self, Label};
use crate::store::events::By;
use crate::use_cases::RawJson;

/// The longest reason, in characters.
const MAX_REASON: usize = 200;

/// Ends a connection; the account is free for somebody else.
pub async fn disconnect(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    connection: ConnectionId,
) -> Result<(), Failure> {
    let (organization, by) = (proof.organization(), By::from(proof.actor()));
    let ended = EventKind::ConnectionEnded;
    let batch = vec![
        connections::label(organization, connection),
        connections::tell_one(ctx, organization, connection, ended, &by, ctx.id(), "true"),
        connections::end(organization, connection),
    ];
    let rows = ctx.batch(batch).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    Ok(())
}

/// Marks a broken connection as working again, where admins do so.
pub async fn reconnect(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    connection: ConnectionId,
) -> Result<RawJson, Failure> {
    let label = connections::label(proof.organization(), connection);
    let label = ctx.query(label).await?.first::<Label>()?.ok_or_else(Refusal::not_found)?;
    label.provider.provider().admins_connect()?;
    set(ctx, proof, connection, None).await
}

/// Marks a connection as broken, with a reason for the admins.
pub async fn report(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    connection: ConnectionId,
    reason: &str,
) -> Result<RawJson, Failure> {
    let reason = reason.trim();
    let fits = (1..=MAX_REASON).contains(&reason.chars().count()) && !reason.chars().any(char::is_control);
    if !fits {
        let detail = "Say in 1 to 200 characters, without line breaks, what does not work.";
        return Err(Refusal::new(Code::InvalidBody, detail).at("reason").into());
    }
    set(ctx, proof, connection, Some(reason)).await
}

async fn set(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    connection: ConnectionId,
    reason: Option<&str>,
) -> Result<RawJson, Failure> {
    let (organization, by, operation) = (proof.organization(), By::from(proof.actor()), ctx.id());
    let kind = if reason.is_some() { EventKind::ConnectionBroken } else { EventKind::ConnectionMade };
    let batch = vec![
        connections::set_state(ctx, organization, connection, reason, &by.name, operation),
        connections::tell_one(ctx, organization, connection, kind, &by, operation, "c.operation_id = ?8"),
        connections::label(organization, connection),
    ];
    let rows = ctx.batch(batch).await?;
    Ok(RawJson(rows[2].first::<Label>()?.ok_or_else(Refusal::not_found)?.item))
}
