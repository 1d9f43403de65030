//! Identifiers of people in other systems: given row by row, taken back. Moving one in a single act is not here.

use serde_json::json;
use shared::api::Named;
use shared::api::measures::{AddExternalIds, ExternalIdResult, ExternalIdResults, RowOutcome};
use shared::event::EventKind;
use shared::id::{ExternalIdId, MemberId, OperationId};
use shared::measure::{self, MAX_IDS};
use shared::{Code, Refusal};

use crate::authority::{self, EditMembers, Proof, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::events::{self, By, NewEvent};
use crate::store::external_ids::{self, HolderRow, NewId, OwnerRow};

/// A page of ids.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    member: Option<MemberId>,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = external_ids::list(credential.organization, member, search, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}

/// Gives ids; one that somebody else has is refused and names them.
pub async fn add(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    request: &AddExternalIds,
) -> Result<ExternalIdResults, Failure> {
    if !(1..=MAX_IDS).contains(&request.ids.len()) {
        return Err(Refusal::new(Code::TooManyRows, "Send 1 to 500 ids.").at("ids").into());
    }
    let (organization, operation): (_, OperationId) = (proof.organization(), ctx.id());
    let verdicts: Vec<_> =
        request.ids.iter().map(|row| measure::check_id(&row.source, &row.external_id)).collect();
    let new = |row: &'_ shared::api::measures::NewExternalId| (ctx.id(), ctx.id(), row.member);
    let rows: Vec<_> = request
        .ids
        .iter()
        .map(|row| {
            let (id, event, member) = new(row);
            NewId { id, event, source: &row.source, external_id: &row.external_id, member }
        })
        .collect();
    // A row that is refused is none for the database, and keeps its place.
    let rows: Vec<_> =
        rows.iter().zip(&verdicts).map(|(row, verdict)| verdict.is_ok().then_some(row)).collect();
    let rows = json!(rows).to_string();
    let by = By::from(proof.actor());
    let mut batch = vec![external_ids::holders(organization, &rows)];
    batch.extend(external_ids::add(ctx, organization, &rows, &by, operation));
    batch.push(external_ids::holders(organization, &rows));
    let answers = ctx.batch(batch).await?;
    let before = answers[0].all::<HolderRow>()?;
    let now = answers[3].all::<HolderRow>()?;
    let result = |(at, verdict): (usize, Result<(), Refusal>)| {
        let wanted = request.ids[at].member;
        let refused = |refusal: Refusal, holder| ExternalIdResult {
            outcome: RowOutcome::Refused,
            holder,
            code: Some(refusal.code),
            message: Some(refusal.detail),
        };
        if let Err(refusal) = verdict {
            return refused(refusal, None);
        }
        let Some(row) = now.iter().find(|row| row.at == at) else {
            return refused(Refusal::new(Code::NotFound, "There is no such member."), None);
        };
        let holder = Some(Named { id: row.member, name: row.name.clone() });
        if row.member != wanted {
            let detail = format!("This id is {}’s. Take it from them first.", row.name);
            return refused(Refusal::new(Code::IdTaken, detail), holder);
        }
        let fresh = row.operation_id == operation && before.iter().all(|row| row.at != at);
        let outcome = if fresh { RowOutcome::Added } else { RowOutcome::Unchanged };
        ExternalIdResult { outcome, holder, code: None, message: None }
    };
    Ok(ExternalIdResults { results: verdicts.into_iter().enumerate().map(result).collect() })
}

/// Takes an id from whoever has it; figures sent for it wait for the next.
pub async fn remove(ctx: &Context, proof: &Proof<EditMembers>, id: ExternalIdId) -> Result<(), Failure> {
    let organization = proof.organization();
    let row = ctx.query(external_ids::owner(organization, id)).await?.first::<OwnerRow>()?;
    let owner = row.ok_or_else(Refusal::not_found)?;
    let event = NewEvent {
        organization,
        kind: EventKind::ExternalIdTaken,
        by: &By::from(proof.actor()),
        target: owner.member.to_string(),
        target_name: &owner.name,
        details: json!({ "id": owner.words }),
        operation: ctx.id(),
    };
    ctx.batch(vec![external_ids::remove(organization, id), events::insert(ctx, &event)]).await?;
    Ok(())
}
