//! Who waits for a license, in order.

use shared::Refusal;
use shared::id::LicenseId;
use shared::queue::QueueState;

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::{licenses, queue};

/// A page of the queue.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    state: QueueState,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let organization = credential.organization;
    let statements = vec![
        licenses::find(organization, license),
        queue::list(organization, license, state, search, window),
    ];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    RawPage::read(&rows[1])
}
