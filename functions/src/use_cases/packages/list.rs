//! Lists products or packages.

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::packages::Thing;

/// A page by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    thing: Thing,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = thing.list(credential.organization, search, window);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
