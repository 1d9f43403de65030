//! Takes an account off the list; one that somebody is connected to stays.

use shared::id::ExternalAccountId;
use shared::{Code, Refusal};

use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::By;
use crate::store::external_accounts::{self, HeldRow};

/// Removes the account, or refuses with `account_taken`, which names who is connected to it.
pub async fn remove(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    account: ExternalAccountId,
) -> Result<(), Failure> {
    let (organization, by) = (proof.organization(), By::from(proof.actor()));
    let batch = vec![
        external_accounts::held(organization, account),
        external_accounts::tell_removed(ctx, organization, account, &by, ctx.id()),
        external_accounts::remove(organization, account),
    ];
    let rows = ctx.batch(batch).await?;
    let found = rows[0].first::<HeldRow>()?.ok_or_else(Refusal::not_found)?;
    match found.holder {
        None => Ok(()),
        Some(holder) => {
            let detail = format!("{holder} is connected to {}. Disconnect them first.", found.account_id);
            Err(Refusal::new(Code::AccountTaken, detail).into())
        }
    }
}
