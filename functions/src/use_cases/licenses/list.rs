//! The Licenses list.

use shared::api::Page;
use shared::api::licenses::License;

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{self, Window};
use crate::secrets::Credential;
use crate::store::licenses::{self, LicenseRow};

/// A page of licenses by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    search: Option<&str>,
    window: &Window,
) -> Result<Page<License>, Failure> {
    let statement = licenses::list(credential.organization, search, window);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    let mut found: Vec<LicenseRow> = rows[0].all()?;
    let limit = usize::from(window.limit());
    let more = found.len() > limit;
    found.truncate(limit);
    let next_cursor =
        found.last().filter(|_| more).map(|last| paging::cursor(&[&last.name, &last.id.to_string()]));
    Ok(Page { items: found.into_iter().map(|row| row.into_license(ctx.now)).collect(), next_cursor })
}
