//! The organization's imports.

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::imports;

/// A page of imports, the newest first.
pub async fn list(ctx: &Context, credential: &Credential, window: &Window) -> Result<RawPage, Failure> {
    let statement = imports::list(credential.organization, window);
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
