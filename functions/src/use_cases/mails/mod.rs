//! Mails leaving the outbox: at least once, with a stable message id, retried with growing pauses.

pub mod deliver;
pub mod dev_mailbox;
pub mod sweep;

use serde::Deserialize;
use shared::id::OutboxId;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;

#[derive(Deserialize)]
struct Due {
    id: OutboxId,
}

/// Hands mails to the queue, from rows of `id`: whoever frees a seat may have had somebody invited who waited for it.
pub(in crate::use_cases) fn carry(ctx: &Context, rows: &Rows) -> Result<(), Failure> {
    let due: Vec<OutboxId> = rows.all::<Due>()?.into_iter().map(|row| row.id).collect();
    if !due.is_empty() {
        ctx.jobs.deliver(due);
    }
    Ok(())
}
