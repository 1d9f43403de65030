//! The Teams list.

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::teams;

/// A page of teams by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = teams::list(credential.organization, search, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
