//! Fields that an organization adds to its people, and their values (C6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::custom_field::FieldKind;
use crate::id::FieldId;
use crate::text::Name;
use crate::time::Timestamp;

/// A field.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct CustomField {
    /// The field.
    pub id: FieldId,
    /// Its name.
    pub name: String,
    /// What it holds; never changes.
    pub kind: FieldKind,
    /// What can be chosen, for a choice.
    pub choices: Vec<String>,
    /// Whether it can't be left out.
    pub required: bool,
    /// Whether the person sees it; else staff alone do.
    pub visible_to_person: bool,
    /// Whether the person fills it; else admins do.
    pub edited_by_person: bool,
    /// Whether people are found by it.
    pub searchable: bool,
    /// How many people have a value.
    pub values: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Makes a field.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateField {
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub kind: FieldKind,
    /// What can be chosen, at most 100, for a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether it can't be left out.
    #[serde(default)]
    pub required: bool,
    /// Whether the person sees it.
    #[serde(default)]
    pub visible_to_person: bool,
    /// Whether the person fills it.
    #[serde(default)]
    pub edited_by_person: bool,
    /// Whether people are found by it; absent: by all but days, and yes or no, which finds nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searchable: Option<bool>,
}

/// Changes a field; what is absent stays. Values that are there stay in any case.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeField {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// What can be chosen from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<String>>,
    /// Whether it can't be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Whether the person sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_person: Option<bool>,
    /// Whether the person fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_by_person: Option<bool>,
    /// Whether people are found by it. Where many have a value it takes some minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searchable: Option<bool>,
}

/// A field of one person with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct FieldValue {
    /// The field.
    pub id: FieldId,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// What can be chosen, for a choice.
    pub choices: Vec<String>,
    /// Whether it can't be left out.
    pub required: bool,
    /// Whether the person sees it.
    pub visible_to_person: bool,
    /// Whether whoever asks may change it here.
    pub editable: bool,
    /// Its value: a text, a number, true or false; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// The fields of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct FieldValues {
    /// By their names.
    pub fields: Vec<FieldValue>,
}

/// Changes values; fields that are absent stay, `null` takes a value out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeValues {
    /// By the id of the field.
    pub values: BTreeMap<FieldId, Value>,
}
