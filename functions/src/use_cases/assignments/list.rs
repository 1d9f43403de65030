//! The people of a license.

use shared::Refusal;
use shared::api::bulk_seats::SeatFilter;
use shared::id::LicenseId;

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::{assignments, licenses};

/// A page of the people on a license by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    filter: &SeatFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let organization = credential.organization;
    let statements =
        vec![licenses::find(organization, license), assignments::list(organization, license, filter, window)];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    RawPage::read(&rows[1])
}
