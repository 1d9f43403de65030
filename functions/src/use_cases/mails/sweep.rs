//! What the schedule does every minute: ends what ran out, and finds mails that nobody carries.

use serde::Deserialize;
use shared::id::OutboxId;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::{attempts, invitations, outbox, sessions};

#[derive(Deserialize)]
struct Due {
    id: OutboxId,
}

/// Expires invitations, forgets old sessions and attempts, and hands due mails to the queue.
pub async fn sweep(ctx: &Context) -> Result<(), Failure> {
    let mut batch = invitations::expire(ctx, None, ctx.id()).to_vec();
    batch.extend([sessions::sweep(ctx), attempts::sweep(ctx), outbox::due(ctx)]);
    let rows = ctx.batch(batch).await?;
    let due: Vec<OutboxId> = rows[4].all::<Due>()?.into_iter().map(|row| row.id).collect();
    if !due.is_empty() {
        ctx.jobs.deliver(due);
    }
    Ok(())
}
