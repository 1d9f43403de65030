//! The Invitations list.

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::invitations::{self, InvitationFilter};
use crate::store::page::{RawPage, Window};

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
