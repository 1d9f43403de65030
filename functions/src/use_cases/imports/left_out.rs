//! The rows that were refused or never reached, as a file to correct and bring again.

use serde::Deserialize;
use shared::csv::write;
use shared::id::ImportId;
use shared::import::{self, Catalog, ImportStatus};

use super::{LicenseName, StoredRow};
use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::imports::{self, LeftOut};

#[derive(Deserialize)]
struct Became {
    outcome: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Standing {
    status: ImportStatus,
    license: Option<LicenseName>,
}

/// The file. Its heads are those that imports read, and the reason, which they pass over. Rows that name no license name
/// the import's, so that they mean the same when they come again.
pub async fn file(ctx: &Context, credential: &Credential, import: ImportId) -> Result<String, Failure> {
    let organization = credential.organization;
    let statements = vec![
        imports::item(organization, import),
        imports::left_out(organization, import, -1),
        imports::license_names(organization),
    ];
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), statements).await?;
    let item = super::super::only_item(&rows[0])?;
    let standing: Standing = crate::json::read(&item.0).map_err(|error| Failure::broken("imports", error))?;
    let licenses: Vec<LicenseName> = rows[2].all()?;
    let licenses = licenses.iter().map(|license| (license.id, license.name.as_str()));
    let word = Catalog::new(licenses, [], standing.license.map(|license| license.id)).license_word();
    let canceled = standing.status == ImportStatus::Canceled;
    // The mark tells spreadsheets that it is UTF-8.
    let mut file =
        format!("\u{feff}{}", write::line(&["email", "name", "role", "licenses", "teams", "row", "reason"]));
    let mut parts: Vec<LeftOut> = rows[1].all()?;
    while let Some(last) = parts.last().map(|part| part.n) {
        for part in &parts {
            lines(part, canceled, &word, &mut file)?;
        }
        parts = ctx.query(imports::left_out(organization, import, i64::from(last))).await?.all()?;
    }
    Ok(file)
}

fn lines(part: &LeftOut, canceled: bool, license: &str, file: &mut String) -> Result<(), Failure> {
    let broken = |error| Failure::broken("import_parts", error);
    let rows: Vec<StoredRow> = crate::json::read(&part.rows).map_err(broken)?;
    let results: Vec<Option<Became>> = crate::json::read(&part.results).map_err(broken)?;
    for (row, result) in rows.iter().zip(results) {
        let reason = match result {
            Some(result) if result.outcome == "refused" => result.message,
            None if canceled => "The import was canceled before this row.".to_owned(),
            _ => continue,
        };
        let number = row.row.to_string();
        let StoredRow { email, name, role, licenses, teams, .. } = row;
        let licenses = import::licenses_cell(licenses, license);
        file.push_str(&write::line(&[email, name, role, licenses, teams, &number, &reason]));
    }
    Ok(())
}
