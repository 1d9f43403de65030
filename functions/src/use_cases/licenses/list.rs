//! The lists of licenses: by name, and by what they license.

use shared::api::Page;
use shared::api::licenses::{License, LicenseOrder};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{self, Window};
use crate::secrets::Credential;
pub use crate::store::licenses::Wanted;
use crate::store::licenses::{self, LicenseRow};

/// A page of licenses.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    wanted: &Wanted<'_>,
    window: &Window,
) -> Result<Page<License>, Failure> {
    let statement = licenses::list(ctx, credential.organization, wanted, window);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    let mut found: Vec<LicenseRow> = rows[0].all()?;
    let limit = usize::from(window.limit());
    let more = found.len() > limit;
    found.truncate(limit);
    let items: Vec<_> = found.into_iter().map(|row| row.into_license(ctx.now)).collect();
    let next_cursor = items.last().filter(|_| more).map(|last| cursor(last, wanted.order));
    Ok(Page { items, next_cursor })
}

fn cursor(last: &License, order: LicenseOrder) -> String {
    let id = last.id.to_string();
    match order {
        LicenseOrder::Name => paging::cursor(&[&last.name, &id]),
        LicenseOrder::Package => paging::cursor(&[&last.subscribed, &last.name, &id]),
    }
}
