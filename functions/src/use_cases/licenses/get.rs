//! One license.

use shared::Refusal;
use shared::api::licenses::License;
use shared::id::LicenseId;

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::licenses::{self, LicenseRow};

/// One license with its seats.
pub async fn get(ctx: &Context, credential: &Credential, license: LicenseId) -> Result<License, Failure> {
    let statement = licenses::find(credential.organization, license);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    let row = rows[0].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    Ok(row.into_license(ctx.now))
}
