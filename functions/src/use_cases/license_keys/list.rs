//! The keys or links of a license.

use shared::Refusal;
use shared::api::Page;
use shared::api::license_keys::LicenseKey;
use shared::id::LicenseId;
use shared::license_key::KeyForm;

use crate::authority::{self, ManageAssignments};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::license_keys::{self, KeyItem};
use crate::store::licenses;

/// A page of a license's keys or links, the newest first, with their secrets for those who may see them.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    form: KeyForm,
    window: &Window,
) -> Result<Page<LicenseKey>, Failure> {
    let organization = credential.organization;
    let statements =
        vec![licenses::find(organization, license), license_keys::list(organization, license, form, window)];
    let (proof, rows) = authority::read::<ManageAssignments>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    let page: Page<KeyItem> = crate::json::read(&RawPage::read(&rows[1])?.into_json())
        .map_err(|error| Failure::broken("license keys", error))?;
    let items = page.items.into_iter().map(|item| super::shown(ctx, proof.actor(), item)).collect();
    Ok(Page { items, next_cursor: page.next_cursor })
}
