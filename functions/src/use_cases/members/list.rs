//! The People list.

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::members;
use shared::api::members::MemberFilter;

/// A page of members.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = members::list(ctx, credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
