//! What the schedule does every minute: ends what ran out, and finds mails and imports that nobody carries.

use serde::Deserialize;
use shared::id::ImportId;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::domain_joins::{self, DueRow};
use crate::store::{attempts, imports, invitations, outbox, queue, search, sessions, terms, whole_domains};
use crate::use_cases::notices;

/// How many parts of what search looks into are made anew, so that a field of a hundred thousand is in it within minutes and
/// nobody else waits for long.
const PARTS: usize = 20;

#[derive(Deserialize)]
struct Stalled {
    id: ImportId,
}

/// Expires invitations, suspends the people of licenses that have ended, moves queues on, forgets old sessions, attempts and
/// drafts of imports, hands due mails and stalled imports to their queues, gives seats and places to those who joined by their
/// domain and have neither yet, tells what is to be told about licenses, and makes anew what search looks into.
pub async fn sweep(ctx: &Context) -> Result<(), Failure> {
    let mut batch = invitations::expire(ctx, None, ctx.id()).to_vec();
    batch.extend(terms::lapse(ctx, ctx.id()));
    batch.extend(queue::sweep(ctx, ctx.id()));
    batch.extend([sessions::sweep(ctx), attempts::sweep(ctx)]);
    batch.extend(imports::sweep(ctx));
    let at = batch.len();
    batch.push(outbox::due(ctx));
    batch.extend([imports::stalled(ctx), domain_joins::due()]);
    let rows = ctx.batch(batch).await?;
    for stalled in rows[at + 1].all::<Stalled>()? {
        ctx.jobs.import(stalled.id);
    }
    super::carry(ctx, &rows[at])?;
    // What cannot be done now is done later; it stops nothing else.
    let told = notices::announce::announce(ctx).await;
    for _ in 0..PARTS {
        if ctx.batch(vec![search::renew(None), search::due()]).await?[1].is_empty() {
            break;
        }
    }
    seat_joined(ctx, rows[at + 2].all()?).await.and(told)
}

async fn seat_joined(ctx: &Context, due: Vec<DueRow>) -> Result<(), Failure> {
    for DueRow { invitation_id, organization_id, user_id } in due {
        let operation = ctx.id();
        let mut batch = whole_domains::enroll(ctx, user_id, organization_id, operation).to_vec();
        batch.extend(domain_joins::wait(ctx, invitation_id, operation));
        ctx.batch(batch).await?;
    }
    Ok(())
}
