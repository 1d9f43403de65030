//! The People list.

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members::{self, MemberFilter};
use crate::store::page::{RawPage, Window};

/// A page of members.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = members::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
