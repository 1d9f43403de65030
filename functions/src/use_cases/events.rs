//! Reading the audit log.

use crate::authority::{self, ReadEvents};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::events;
use shared::api::events::EventFilter;

/// A page of events, the newest first.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &EventFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = events::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadEvents>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
