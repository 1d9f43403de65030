//! Makes, changes, lists and deletes fields of people.

use serde_json::json;
use shared::api::custom_fields::{ChangeField, CreateField};
use shared::custom_field::Definition;
use shared::event::EventKind;
use shared::id::{FieldId, OrganizationId};
use shared::{Code, Refusal};

use crate::authority::{self, EditMembers, Proof, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::secrets::Credential;
use crate::store::custom_fields::{self, FieldRow};
use crate::store::events::{self, By, NewEvent};
use crate::store::search;
use crate::use_cases::{RawJson, only_item};

/// All fields by name.
pub async fn list(ctx: &Context, credential: &Credential) -> Result<RawJson, Failure> {
    let statement = custom_fields::all(credential.organization);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}

/// Makes a field.
pub async fn create(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    request: CreateField,
) -> Result<RawJson, Failure> {
    let (organization, id): (_, FieldId) = (proof.organization(), ctx.id());
    let CreateField { name, kind, choices, required, visible_to_person, edited_by_person, searchable } =
        request;
    let searchable = searchable.unwrap_or(kind.finds());
    let definition = Definition { kind, choices, visible_to_person, edited_by_person, searchable }.check()?;
    let by = By::from(proof.actor());
    let event = NewEvent {
        organization,
        kind: EventKind::FieldCreated,
        by: &by,
        target: id.to_string(),
        target_name: name.as_str(),
        details: json!({ "kind": kind }),
        operation: ctx.id(),
    };
    let batch = vec![
        custom_fields::insert(ctx, organization, id, name.as_str(), required, &definition),
        events::insert(ctx, &event),
        custom_fields::item(organization, id),
    ];
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[2])
}

/// Changes what is given; values that are there stay.
pub async fn change(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    id: FieldId,
    request: &ChangeField,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let before = find(ctx, organization, id).await?;
    let now = before.definition()?;
    let definition = Definition {
        kind: before.kind,
        choices: request.choices.clone().unwrap_or(now.choices),
        visible_to_person: request.visible_to_person.unwrap_or(now.visible_to_person),
        edited_by_person: request.edited_by_person.unwrap_or(now.edited_by_person),
        searchable: request.searchable.unwrap_or(now.searchable),
    }
    .check()?;
    let required = request.required.unwrap_or(before.required());
    let name = request.name.as_ref().map_or(before.name.as_str(), |name| name.as_str());
    let by = By::from(proof.actor());
    let event = NewEvent {
        organization,
        kind: EventKind::FieldChanged,
        by: &by,
        target: id.to_string(),
        target_name: name,
        details: json!({ "name": (name != before.name).then(|| json!({ "from": before.name, "to": name })) }),
        operation: ctx.id(),
    };
    let batch = vec![
        custom_fields::update(organization, id, name, required, &definition),
        events::insert(ctx, &event),
        custom_fields::item(organization, id),
        search::renew(Some(organization)),
    ];
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[2])
}

/// Deletes it with all its values.
pub async fn delete(ctx: &Context, proof: &Proof<EditMembers>, id: FieldId) -> Result<(), Failure> {
    let organization = proof.organization();
    let before = find(ctx, organization, id).await?;
    let by = By::from(proof.actor());
    let event = NewEvent {
        organization,
        kind: EventKind::FieldDeleted,
        by: &by,
        target: id.to_string(),
        target_name: &before.name,
        details: json!({}),
        operation: ctx.id(),
    };
    let batch = vec![
        custom_fields::delete(organization, id),
        events::insert(ctx, &event),
        search::renew(Some(organization)),
    ];
    ctx.batch(batch).await?;
    Ok(())
}

async fn find(ctx: &Context, organization: OrganizationId, id: FieldId) -> Result<FieldRow, Failure> {
    let rows: Vec<FieldRow> = ctx.query(custom_fields::of_member(organization, None)).await?.all()?;
    Ok(rows.into_iter().find(|row| row.id == id).ok_or_else(Refusal::not_found)?)
}

fn refusal_of(error: DbError) -> Failure {
    if error.is_constraint("too_many_fields") {
        let detail = "An organization has at most 50 fields. Delete one that nobody needs.";
        return Refusal::new(Code::TooManyFields, detail).into();
    }
    if error.is_constraint("custom_fields.organization_id, custom_fields.name_key") {
        let detail = "There is a field of this name already. Choose another name.";
        return Refusal::new(Code::NameTaken, detail).at("name").into();
    }
    error.into()
}
