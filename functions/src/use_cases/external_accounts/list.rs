//! The list of accounts.

use shared::provider::ProviderId;

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::external_accounts;

/// A page of accounts by id there; `free` are those that nobody is connected to.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    provider: Option<ProviderId>,
    search: Option<&str>,
    free: bool,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = external_accounts::list(credential.organization, provider, search, free, window);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
