//! The values of one person's fields: staff see all of them, the person what is meant for them; each changes what is
//! theirs to change.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::api::custom_fields::{ChangeValues, FieldValue, FieldValues};
use shared::custom_field::needed;
use shared::event::EventKind;
use shared::id::{FieldId, MemberId, OrganizationId};
use shared::member::MemberStatus;
use shared::{Code, Refusal};

use super::Eyes;
use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::store::custom_fields::{self, FieldRow};
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};

/// The fields of a member by name; whoever is removed has none.
pub async fn get(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    eyes: Eyes,
) -> Result<FieldValues, Failure> {
    let (person, fields) = facts(ctx, organization, member).await?;
    shown(if person.status == MemberStatus::Removed { &[] } else { &fields }, eyes)
}

/// Changes values, all or none.
pub async fn change(
    ctx: &Context,
    actor: &Actor,
    member: MemberId,
    eyes: Eyes,
    request: &ChangeValues,
) -> Result<FieldValues, Failure> {
    let organization = actor.organization;
    let (person, fields) = read(ctx, organization, member).await?;
    let wanted = judge(&fields, eyes, &request.values)?;
    if wanted.is_empty() {
        return shown(&fields, eyes);
    }
    let names: Vec<_> =
        fields.iter().filter(|field| wanted.contains_key(&field.id)).map(|field| &field.name).collect();
    let (by, operation) = (By::from(actor), ctx.id());
    let event = NewEvent {
        organization,
        kind: EventKind::MemberFields,
        by: &by,
        target: member.to_string(),
        target_name: person.label(),
        // The log names fields; what they hold is seen where it may be seen.
        details: json!({ "fields": names }),
        operation,
    };
    let values: Vec<_> =
        wanted.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect();
    let values = json!(values).to_string();
    let mut batch = custom_fields::set(ctx, organization, member, &values, &by.name, operation).to_vec();
    batch.extend([events::insert(ctx, &event), custom_fields::of_member(organization, Some(member))]);
    shown(&ctx.batch(batch).await?[3].all::<FieldRow>()?, eyes)
}

/// The member, who isn't removed, with their fields.
async fn read(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
) -> Result<(MemberRow, Vec<FieldRow>), Failure> {
    let (person, fields) = facts(ctx, organization, member).await?;
    if person.status == MemberStatus::Removed {
        return Err(Refusal::not_found().into());
    }
    Ok((person, fields))
}

async fn facts(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
) -> Result<(MemberRow, Vec<FieldRow>), Failure> {
    let facts =
        vec![members::find(organization, member), custom_fields::of_member(organization, Some(member))];
    let rows = ctx.batch(facts).await?;
    Ok((rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?, rows[1].all()?))
}

/// What is to be written, or the refusal at its field.
fn judge(
    fields: &[FieldRow],
    eyes: Eyes,
    values: &BTreeMap<FieldId, Value>,
) -> Result<BTreeMap<FieldId, Value>, Failure> {
    let mut wanted = BTreeMap::new();
    for (id, value) in values {
        let at = format!("values.{id}");
        let field = fields.iter().find(|field| field.id == *id && field.seen_by(eyes));
        let field = field.ok_or_else(|| Refusal::not_found().at(at.as_str()))?;
        if !field.edited_by(eyes) {
            let detail =
                format!("{} is filled by the admins of your organization. Ask one of them.", field.name);
            return Err(Refusal::new(Code::Forbidden, detail).at(at).into());
        }
        let kept = field.kind.check(&field.definition()?.choices, value).map_err(|refusal| refusal.at(at))?;
        wanted.insert(*id, kept);
    }
    // Nothing that is needed is taken out, and whoever saves fills what is theirs to fill.
    for field in fields.iter().filter(|field| field.required() && field.edited_by(eyes)) {
        let kept = if field.value.is_some() { &Value::Bool(true) } else { &Value::Null };
        needed(&field.name, true, wanted.get(&field.id).unwrap_or(kept))
            .map_err(|refusal| refusal.at(format!("values.{}", field.id)))?;
    }
    Ok(wanted)
}

fn shown(fields: &[FieldRow], eyes: Eyes) -> Result<FieldValues, Failure> {
    let fields = fields.iter().filter(|field| field.seen_by(eyes));
    let one = |field: &FieldRow| {
        let definition = field.definition()?;
        let value = field.value.as_deref().map(crate::json::read).transpose();
        Ok(FieldValue {
            id: field.id,
            name: field.name.clone(),
            kind: field.kind,
            choices: definition.choices,
            required: field.required(),
            visible_to_person: definition.visible_to_person,
            editable: field.edited_by(eyes),
            value: value.map_err(|error| Failure::broken("member_fields", error))?,
        })
    };
    Ok(FieldValues { fields: fields.map(one).collect::<Result<_, Failure>>()? })
}
