//! The Invitations list.

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::invitations;
use shared::api::invitations::InvitationFilter;

/// A page of invitations, the newest first.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &InvitationFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = invitations::list(ctx, credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
