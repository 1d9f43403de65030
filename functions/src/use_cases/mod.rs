//! What callers can do, one file a use case. Each takes the [`Context`](crate::context::Context), a
//! [`Proof`](crate::authority::Proof) of the right where one is due, and wire types; each write is one batch with
//! its events and mails. No HTTP and no SQL text here.

pub mod accounts;
pub mod answers;
pub mod appointments;
pub mod assignments;
pub mod check;
pub mod collaboration;
pub mod companies;
pub mod connections;
pub mod csv_file;
pub mod custom_fields;
pub mod domains;
pub mod events;
pub mod external_accounts;
pub mod external_ids;
pub mod health;
pub mod home;
pub mod imports;
pub mod insights;
pub mod invitations;
pub mod join_by_domain;
pub mod license_keys;
pub mod licenses;
pub mod mails;
pub mod members;
pub mod notices;
pub mod organization;
pub mod organizations;
pub mod own_licenses;
pub mod packages;
pub mod profiles;
pub mod providers;
pub mod queue;
pub mod roles;
pub mod services;
pub mod sessions;
pub mod setup;
pub mod staff_seats;
pub mod teams;
pub mod tokens;

use serde::Deserialize;
use shared::Refusal;

use crate::failure::Failure;
use crate::ports::Rows;

/// A finished JSON document that the database built.
#[derive(Debug)]
pub struct RawJson(pub String);

impl RawJson {
    /// The same without a field.
    fn without(self, field: &str) -> Result<Self, Failure> {
        let mut item: serde_json::Map<String, serde_json::Value> =
            crate::json::read(&self.0).map_err(|error| Failure::broken("item", error))?;
        item.remove(field);
        Ok(Self(serde_json::json!(item).to_string()))
    }
}

#[derive(Deserialize)]
struct Item {
    item: String,
    #[serde(default)]
    version: String,
}

/// The one document of a row with `item` and `version`, or "not found".
fn only_version(rows: &Rows) -> Result<(RawJson, String), Failure> {
    let item = rows.first::<Item>()?.ok_or_else(Refusal::not_found)?;
    Ok((RawJson(item.item), item.version))
}

/// The one document of a row with `item`, or "not found".
fn only_item(rows: &Rows) -> Result<RawJson, Failure> {
    let item = rows.first::<Item>()?.ok_or_else(Refusal::not_found)?;
    Ok(RawJson(item.item))
}
