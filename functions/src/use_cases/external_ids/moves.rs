//! Moves ids to other people, all or none: a correction, or a swap. What was looked at before can be made a condition.

use serde_json::json;
use shared::api::external_ids::{IdMove, MoveExternalIds, MovesPreview};
use shared::external_id;
use shared::id::OperationId;
use shared::{Code, Refusal};

use crate::authority::{EditMembers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::By;
use crate::store::external_ids::{self, Concerned, NewMove};

/// What both sides have before and after.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    request: &MoveExternalIds,
) -> Result<MovesPreview, Failure> {
    let rows = json!(request.moves).to_string();
    let answers = ctx.batch(external_ids::concerned(proof.organization(), &rows).to_vec()).await?;
    let Concerned { holders, version, .. } = Concerned::read(&answers)?;
    Ok(MovesPreview { sides: external_id::sides(holders, &request.moves)?, version })
}

/// Moves them; refused as a whole when what was seen is no longer so.
pub async fn carry_out(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    seen: Option<&str>,
    request: &MoveExternalIds,
) -> Result<(), Failure> {
    let (organization, operation): (_, OperationId) = (proof.organization(), ctx.id());
    preview(ctx, proof, request).await?;
    let new = |step: &IdMove| NewMove { id: step.id, to: step.to, taken: ctx.id(), given: ctx.id() };
    let rows = json!(request.moves.iter().map(new).collect::<Vec<_>>()).to_string();
    let by = By::from(proof.actor());
    let mut batch = external_ids::carry_out(ctx, organization, &rows, seen, &by, operation).to_vec();
    batch.extend(external_ids::concerned(organization, &rows));
    let answers = ctx.batch(batch).await?;
    let Concerned { given_by, .. } = Concerned::read(&answers[3..])?;
    let moved = |id| given_by.iter().any(|(of, by)| *of == id && *by == operation);
    if request.moves.iter().all(|step| moved(step.id)) {
        return Ok(());
    }
    let detail = "Some of these ids or people changed since you looked. Look again and decide anew.";
    Err(Refusal::new(Code::ChangedMeanwhile, detail).into())
}
