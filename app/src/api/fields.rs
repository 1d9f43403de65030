//! Calls on the fields that an organization adds to its people, and on their values.

use shared::api::Done;
use shared::api::custom_fields::{ChangeField, ChangeValues, CreateField, CustomField, FieldValues};
use shared::id::FieldId;

use super::{Answer, act, send};

/// Makes a field.
pub async fn create_field(field: &CreateField) -> Answer<CustomField> {
    send("POST", "/api/v1/custom-fields", field).await
}

/// Changes a field.
pub async fn change_field(id: FieldId, change: &ChangeField) -> Answer<CustomField> {
    send("PATCH", &format!("/api/v1/custom-fields/{id}"), change).await
}

/// Deletes a field with all its values.
pub async fn delete_field(id: FieldId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/custom-fields/{id}")).await
}

/// Changes values: of a member, or my own, as the path says.
pub async fn change_values(path: &str, change: &ChangeValues) -> Answer<FieldValues> {
    send("PATCH", path, change).await
}
