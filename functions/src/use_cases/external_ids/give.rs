//! Identifiers of people in other systems: given row by row, taken back. Moving one in a single act is in `moves`.

use std::collections::HashMap;

use serde_json::json;
use shared::api::Named;
use shared::api::measures::{AddExternalIds, ExternalIdResult, ExternalIdResults, NewExternalId, RowOutcome};
use shared::email::Email;
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
use crate::store::external_ids::{self, HolderRow, NewId, OwnerRow, PersonRow};

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
    judge(ctx, proof, request, true).await
}

/// What would become of each, and nothing is written.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    request: &AddExternalIds,
) -> Result<ExternalIdResults, Failure> {
    judge(ctx, proof, request, false).await
}

async fn judge(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    request: &AddExternalIds,
    write: bool,
) -> Result<ExternalIdResults, Failure> {
    if !(1..=MAX_IDS).contains(&request.ids.len()) {
        return Err(Refusal::new(Code::TooManyRows, "Send 1 to 500 ids.").at("ids").into());
    }
    let (organization, operation): (_, OperationId) = (proof.organization(), ctx.id());
    let new = |row: &'_ NewExternalId| {
        measure::check_id(&row.source, &row.external_id)?;
        let email = row.email.as_deref().map(Email::parse).transpose()?;
        let row = (row.source.clone(), row.external_id.clone(), row.member);
        let (source, external_id, member) = row;
        Ok(NewId { id: ctx.id(), event: ctx.id(), source, external_id, member, email })
    };
    // A row that is refused is none for the database, and keeps its place.
    let verdicts: Vec<Result<NewId, Refusal>> = request.ids.iter().map(new).collect();
    let rows = json!(verdicts.iter().map(|row| row.as_ref().ok()).collect::<Vec<_>>()).to_string();
    let by = By::from(proof.actor());
    let mut batch =
        vec![external_ids::people(organization, &rows), external_ids::holders(organization, &rows)];
    if write {
        batch.extend(external_ids::add(ctx, organization, &rows, &by, operation));
        batch.push(external_ids::holders(organization, &rows));
    }
    let answers = ctx.batch(batch).await?;
    let wanted = answers[0].all::<PersonRow>()?;
    let before = answers[1].all::<HolderRow>()?;
    let now = if write { answers[4].all::<HolderRow>()? } else { Vec::new() };
    let mut given: HashMap<(String, String), Named<MemberId>> = HashMap::new();
    let result = |(at, verdict): (usize, Result<NewId, Refusal>)| {
        let row = verdict?;
        let person = wanted.iter().find(|it| it.at == at);
        let person = person.ok_or_else(|| Refusal::new(Code::NotFound, "There is no such member."))?;
        let key = (row.source, row.external_id);
        let held = before.iter().find(|it| it.at == at);
        let raced = now.iter().find(|it| it.at == at && it.operation_id != operation);
        let holder = held.or(raced).map(|it| Named { id: it.member, name: it.name.clone() });
        let holder = holder.or_else(|| given.get(&key).cloned());
        Ok(match holder {
            Some(holder) if holder.id == person.id => (RowOutcome::Unchanged, holder),
            Some(holder) => (RowOutcome::Refused, holder),
            None => {
                let holder = Named { id: person.id, name: person.name.clone() };
                given.insert(key, holder.clone());
                (RowOutcome::Added, holder)
            }
        })
    };
    let results = verdicts.into_iter().enumerate().map(result).map(shown).collect();
    Ok(ExternalIdResults { results })
}

fn shown(result: Result<(RowOutcome, Named<MemberId>), Refusal>) -> ExternalIdResult {
    match result {
        Ok((RowOutcome::Refused, holder)) => {
            let detail = format!("This id is {}’s. Take it from them first, or move it.", holder.name);
            ExternalIdResult {
                outcome: RowOutcome::Refused,
                holder: Some(holder),
                code: Some(Code::IdTaken),
                message: Some(detail),
            }
        }
        Ok((outcome, holder)) => {
            ExternalIdResult { outcome, holder: Some(holder), code: None, message: None }
        }
        Err(refusal) => ExternalIdResult {
            outcome: RowOutcome::Refused,
            holder: None,
            code: Some(refusal.code),
            message: Some(refusal.detail),
        },
    }
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
