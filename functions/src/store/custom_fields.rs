//! Fields that an organization adds to its people, and their values.

use serde::Deserialize;
use shared::custom_field::{Definition, FieldKind};
use shared::id::{FieldId, MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;

/// A field as the API shows it (`shared::api::custom_fields::CustomField`).
const ITEM: &str = "json_object('id', f.id, 'name', f.name, 'kind', f.kind, 'choices', json(f.choices), \
    'required', json(iif(f.required, 'true', 'false')), 'visible_to_person', json(iif(f.visible_to_person, 'true', 'false')), \
    'edited_by_person', json(iif(f.edited_by_person, 'true', 'false')), 'searchable', json(iif(f.searchable, 'true', 'false')), \
    'values', (SELECT count(*) FROM member_fields v WHERE v.field_id = f.id), 'created_at', f.created_at)";

/// Whose eyes see the fields of a person, and whose hands change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// Staff who may change them.
    Admin,
    /// Staff who may not.
    Staff,
    /// The person.
    Own,
}

/// All fields of an organization by name, as JSON text, in a row with `item`.
pub fn all(organization: OrganizationId) -> Statement {
    Statement::new(format!(
        "SELECT json_object('items', json(coalesce((SELECT json_group_array(json(item)) FROM \
         (SELECT {ITEM} AS item FROM custom_fields f WHERE f.organization_id = ?1 ORDER BY f.name_key, f.id)), '[]'))) AS item"
    ))
    .bind(organization)
}

/// One field as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, field: FieldId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM custom_fields f WHERE f.organization_id = ?1 AND f.id = ?2"
    ))
    .bind(organization)
    .bind(field)
}

/// The fields of an organization as rules need them, with the value that a member has: rows of [`FieldRow`].
pub fn of_member(organization: OrganizationId, member: Option<MemberId>) -> Statement {
    Statement::new(
        "SELECT f.id, f.name, f.kind, f.choices, f.required, f.visible_to_person, f.edited_by_person, f.searchable, v.value FROM custom_fields f \
         LEFT JOIN member_fields v ON v.field_id = f.id AND v.member_id = ?2 WHERE f.organization_id = ?1 ORDER BY f.name_key, f.id",
    )
    .bind(organization)
    .bind(member.map_or_else(String::new, |member| member.to_string()))
}

/// A row of [`of_member`].
#[derive(Debug, Deserialize)]
pub struct FieldRow {
    /// The field.
    pub id: FieldId,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    choices: String,
    required: u8,
    visible_to_person: u8,
    edited_by_person: u8,
    searchable: u8,
    /// The member's value as JSON.
    pub value: Option<String>,
}

impl FieldRow {
    /// Whether it can't be left out.
    pub const fn required(&self) -> bool {
        self.required == 1
    }

    /// Whether these eyes see it.
    pub fn seen_by(&self, eyes: Eyes) -> bool {
        eyes != Eyes::Own || self.visible_to_person == 1
    }

    /// Whether these hands change it.
    pub const fn edited_by(&self, eyes: Eyes) -> bool {
        match eyes {
            Eyes::Admin => true,
            Eyes::Staff => false,
            Eyes::Own => self.edited_by_person == 1,
        }
    }

    /// What it is like.
    pub fn definition(&self) -> Result<Definition, Failure> {
        Ok(Definition {
            kind: self.kind,
            choices: crate::json::read(&self.choices)
                .map_err(|error| Failure::broken("custom_fields", error))?,
            visible_to_person: self.visible_to_person == 1,
            edited_by_person: self.edited_by_person == 1,
            searchable: self.searchable == 1,
        })
    }
}

/// Makes a field; a name that is taken is a conflict.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    field: FieldId,
    name: &str,
    required: bool,
    definition: &Definition,
) -> Statement {
    Statement::new(
        "INSERT INTO custom_fields (id, organization_id, name, kind, choices, required, visible_to_person, edited_by_person, created_at, searchable) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )
    .bind(field)
    .bind(organization)
    .bind(name)
    .bind(definition.kind.as_str())
    .bind(serde_json::json!(definition.choices).to_string())
    .bind(i64::from(required))
    .bind(i64::from(definition.visible_to_person))
    .bind(i64::from(definition.edited_by_person))
    .bind(ctx.now)
    .bind(i64::from(definition.searchable))
}

/// Gives a field another name and definition; what it holds stays.
pub fn update(
    organization: OrganizationId,
    field: FieldId,
    name: &str,
    required: bool,
    definition: &Definition,
) -> Statement {
    Statement::new(
        "UPDATE custom_fields SET name = ?3, choices = ?4, required = ?5, visible_to_person = ?6, edited_by_person = ?7, searchable = ?8 \
         WHERE organization_id = ?1 AND id = ?2",
    )
    .bind(organization)
    .bind(field)
    .bind(name)
    .bind(serde_json::json!(definition.choices).to_string())
    .bind(i64::from(required))
    .bind(i64::from(definition.visible_to_person))
    .bind(i64::from(definition.edited_by_person))
    .bind(i64::from(definition.searchable))
}

/// Deletes a field, and with it all its values.
pub fn delete(organization: OrganizationId, field: FieldId) -> Statement {
    Statement::new("DELETE FROM custom_fields WHERE organization_id = ?1 AND id = ?2")
        .bind(organization)
        .bind(field)
}

/// Writes values of a member: `values` is a JSON array of `{field, value}`, `null` takes one out.
pub fn set(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    values: &str,
    by: &str,
    operation: OperationId,
) -> [Statement; 2] {
    [
        Statement::new(
            "DELETE FROM member_fields WHERE organization_id = ?1 AND member_id = ?2 AND field_id IN \
             (SELECT r.value ->> 'field' FROM json_each(?3) r WHERE r.value ->> 'value' IS NULL)",
        )
        .bind(organization)
        .bind(member)
        .bind(values),
        Statement::new(
            "INSERT INTO member_fields (organization_id, member_id, field_id, value, changed_by, changed_at, operation_id) \
             SELECT ?1, m.id, f.id, r.value -> 'value', ?4, ?5, ?6 FROM json_each(?3) r \
             CROSS JOIN custom_fields f ON f.organization_id = ?1 AND f.id = r.value ->> 'field' \
             JOIN members m ON m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed' WHERE r.value ->> 'value' IS NOT NULL \
             ON CONFLICT (member_id, field_id) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, \
             changed_at = excluded.changed_at, operation_id = excluded.operation_id",
        )
        .bind(organization)
        .bind(member)
        .bind(values)
        .bind(by)
        .bind(ctx.now)
        .bind(operation),
    ]
}
