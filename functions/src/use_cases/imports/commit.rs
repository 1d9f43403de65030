//! Sets an import going: from here on its rows are carried out in the background.

use serde_json::json;
use shared::event::EventKind;
use shared::id::ImportId;
use shared::import::ImportStatus;
use shared::{Code, Refusal};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::imports::{self, ImportState, Keeper};
use crate::use_cases::RawJson;

/// Sets it going; one that goes already stays so. Only for whoever began it: it is carried out with their rights.
pub async fn commit(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    import: ImportId,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let keeper = Keeper::from(proof.actor());
    let found = ctx.query(imports::find(keeper, import)).await?;
    let state = found.first::<ImportState>()?.ok_or_else(Refusal::not_found)?;
    state.require_mine()?;
    if state.status == ImportStatus::Canceled {
        return Err(Refusal::new(Code::NotInThisState, "This import was canceled. Begin a new one.").into());
    }
    if state.status == ImportStatus::Draft {
        if state.sent != state.rows {
            let detail =
                format!("{} of {} rows have come. Send the other parts first.", state.sent, state.rows);
            return Err(Refusal::new(Code::NotInThisState, detail).into());
        }
        let operation = ctx.id();
        let event = NewEvent {
            organization,
            kind: EventKind::ImportStarted,
            by: &By::from(proof.actor()),
            target: import.to_string(),
            target_name: &state.name,
            details: json!({ "rows": state.rows }),
            operation,
        };
        let begun = events::insert_if(ctx, &event, imports::MOVED);
        ctx.batch(vec![imports::start(keeper, import, operation), begun]).await?;
        ctx.jobs.import(import);
    }
    super::item(ctx, organization, import).await
}
