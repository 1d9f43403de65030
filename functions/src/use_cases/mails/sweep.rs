//! What the schedule does every minute: ends what ran out, and finds mails that nobody carries.

use crate::context::Context;
use crate::failure::Failure;
use crate::store::{attempts, invitations, outbox, queue, sessions};
use crate::use_cases::notices;

/// Expires invitations, moves queues on, forgets old sessions and attempts, and hands due mails to the queue, and tells what is to
/// be told about licenses.
pub async fn sweep(ctx: &Context) -> Result<(), Failure> {
    let mut batch = invitations::expire(ctx, None, ctx.id()).to_vec();
    batch.extend(queue::sweep(ctx, ctx.id()));
    batch.extend([sessions::sweep(ctx), attempts::sweep(ctx)]);
    let at = batch.len();
    batch.push(outbox::due(ctx));
    let rows = ctx.batch(batch).await?;
    super::carry(ctx, &rows[at])?;
    notices::announce::announce(ctx).await
}
