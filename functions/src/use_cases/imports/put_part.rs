//! Takes in a part of a draft.

use shared::api::imports::ImportPart;
use shared::id::ImportId;
use shared::import::{ImportStatus, ROWS_A_PART};
use shared::{Code, Refusal};

use super::StoredRow;
use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::imports::{self, Address, ImportState, Keeper};

/// Keeps the rows in place of what was sent for this part before. Only for whoever began the import.
pub async fn put_part(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    import: ImportId,
    n: &str,
    part: &ImportPart,
) -> Result<(), Failure> {
    let keeper = Keeper::from(proof.actor());
    let found = ctx.query(imports::find(keeper, import)).await?;
    let state = found.first::<ImportState>()?.ok_or_else(Refusal::not_found)?;
    state.require_mine()?;
    if state.status != ImportStatus::Draft {
        return Err(Refusal::new(Code::NotInThisState, "This import has begun. Begin a new one.").into());
    }
    let parts = (state.rows as usize).div_ceil(ROWS_A_PART);
    let index = n.parse().ok().filter(|n: &u32| (*n as usize) < parts).ok_or_else(Refusal::not_found)?;
    let due = (state.rows as usize - index as usize * ROWS_A_PART).min(ROWS_A_PART);
    if part.rows.len() != due {
        let detail = format!("This part has {due} rows; {} were sent.", part.rows.len());
        return Err(Refusal::new(Code::InvalidBody, detail).at("rows").into());
    }
    let rows: Vec<StoredRow> = part.rows.iter().map(StoredRow::from).collect();
    let addresses: Vec<_> = rows
        .iter()
        .filter_map(|row| row.email_key.clone().map(|email| Address { email, row: row.row }))
        .collect();
    let text = serde_json::to_string(&rows).map_err(|error| Failure::broken("import rows", error))?;
    let open = serde_json::json!(vec![(); rows.len()]).to_string();
    ctx.batch(imports::put_part(ctx, keeper, import, index, &text, &open, &addresses).to_vec()).await?;
    Ok(())
}
