//! What is due now, and what is wanted.

use shared::api::notices::Notices;

use crate::authority::{Proof, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::notices;

/// The notices and choices of the caller's organization.
pub async fn get(ctx: &Context, proof: &Proof<ReadLicenses>) -> Result<Notices, Failure> {
    let (organization, member) = (proof.organization(), proof.actor().member());
    let batch = vec![
        notices::current(ctx, organization, 100),
        notices::unwanted(organization, None),
        notices::unwanted(organization, Some(member)),
    ];
    let rows = ctx.batch(batch).await?;
    let wanted = super::choice(&rows[1])?;
    Ok(Notices {
        notices: super::due_now(rows[0].all()?, wanted, ctx.now),
        organization: wanted,
        mine: super::choice(&rows[2])?,
    })
}
