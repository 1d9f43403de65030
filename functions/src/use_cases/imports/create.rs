//! Begins an import: a draft that takes rows in and does nothing yet.

use shared::api::imports::CreateImport;
use shared::csv::MAX_ROWS;
use shared::id::ImportId;
use shared::{Code, Refusal, invitation};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::imports::{self, NewImport};
use crate::use_cases::RawJson;

/// Begins an import.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    request: &CreateImport,
) -> Result<RawJson, Failure> {
    let actor = proof.actor();
    if request.rows == 0 || request.rows as usize > MAX_ROWS {
        let detail = "An import has 1 to 100,000 rows. Split the file in parts.";
        return Err(Refusal::new(Code::TooManyRows, detail).at("rows").into());
    }
    let days = invitation::check_days(request.expires_in_days.unwrap_or(invitation::DEFAULT_DAYS))?;
    let id: ImportId = ctx.id();
    let import = NewImport {
        id,
        organization: actor.organization,
        name: request.name.as_str(),
        rows: request.rows,
        license: request.license,
        days,
        member: actor.member(),
        token: actor.token(),
        by: actor.name(),
        operation: ctx.id(),
    };
    ctx.query(imports::insert(ctx, &import)).await?;
    let made = super::item(ctx, actor.organization, id).await;
    made.map_err(|_| Refusal::new(Code::NotFound, "There is no such license.").at("license").into())
}
