//! The seat ledger: why every seat is taken.

use shared::Refusal;
use shared::id::{AssignmentId, LicenseId};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::licenses;

/// A page of a license's ledger, the newest first; of one assignment where one is named.
pub async fn ledger(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    assignment: Option<AssignmentId>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let organization = credential.organization;
    let statements = vec![
        licenses::find(organization, license),
        licenses::ledger(organization, license, assignment, window),
    ];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    RawPage::read(&rows[1])
}
