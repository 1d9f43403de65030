//! Whoever is refused a seat because a license is full learns whom to ask for more (A17).

use shared::Code;
use shared::api::invitations::RowResults;
use shared::api::organization::{Contact, Organization};
use shared::id::OrganizationId;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::organizations;
use crate::use_cases::only_item;

/// The failure, and with it whom to ask if no seat was free.
pub async fn with_failure(ctx: &Context, organization: OrganizationId, failure: Failure) -> Failure {
    match failure.refusal() {
        Ok(refusal) if matches!(refusal.code, Code::SeatLimitReached | Code::StaffSeatsMissing) => {
            // The refusal stands even if the contact can't be read.
            let contact = named(ctx, organization).await.unwrap_or_default();
            refusal.ask(contact).into()
        }
        Ok(refusal) => refusal.into(),
        Err(broken) => broken,
    }
}

/// The results, and with them whom to ask if a row found no free seat.
pub async fn with_rows(
    ctx: &Context,
    organization: OrganizationId,
    mut rows: RowResults,
) -> Result<RowResults, Failure> {
    if rows.results.iter().any(|row| row.code == Some(Code::SeatLimitReached)) {
        let contact = named(ctx, organization).await?;
        rows.contact = (!contact.is_empty()).then(|| Box::new(contact));
    }
    Ok(rows)
}

async fn named(ctx: &Context, organization: OrganizationId) -> Result<Contact, Failure> {
    let found = only_item(&ctx.query(organizations::item(organization)).await?)?;
    let found: Organization =
        crate::json::read(&found.0).map_err(|error| Failure::broken("organizations", error))?;
    Ok(found.contact)
}
