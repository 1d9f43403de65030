//! Imports: taking a file's rows in, carrying them out in the background, and telling what became of each.

pub mod cancel;
pub mod carry_out;
pub mod commit;
pub mod create;
pub mod get;
pub mod left_out;
pub mod list;
pub mod put_part;
pub mod receipt;
pub mod rows;
pub mod standings;

use serde::{Deserialize, Serialize};
use shared::api::imports::ImportRow;
use shared::email::Email;
use shared::id::{ImportId, LicenseId, OrganizationId};

use crate::context::Context;
use crate::failure::Failure;
use crate::store::imports;
use crate::use_cases::RawJson;

/// A row as it is kept: its words, and its address in the one spelling that is compared.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::use_cases) struct StoredRow {
    row: u32,
    email: String,
    name: String,
    role: String,
    licenses: String,
    #[serde(default)]
    teams: String,
    email_key: Option<Email>,
}

impl From<&ImportRow> for StoredRow {
    fn from(row: &ImportRow) -> Self {
        let ImportRow { row: number, email, name, role, licenses, teams } = row.clone();
        let email_key = Email::parse(&email).ok();
        Self { row: number, email, name, role, licenses, teams, email_key }
    }
}

impl StoredRow {
    fn words(&self) -> ImportRow {
        ImportRow {
            row: self.row,
            email: self.email.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            licenses: self.licenses.clone(),
            teams: self.teams.clone(),
        }
    }
}

/// A license and its name.
#[derive(Deserialize)]
struct LicenseName {
    id: LicenseId,
    name: String,
}

async fn item(ctx: &Context, organization: OrganizationId, import: ImportId) -> Result<RawJson, Failure> {
    super::only_item(&ctx.query(imports::item(organization, import)).await?)
}
