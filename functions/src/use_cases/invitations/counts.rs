//! How many invitations stand where.

use shared::api::invitations::InvitationCounts;

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::invitations;

/// The numbers of the tabs.
pub async fn counts(ctx: &Context, credential: &Credential) -> Result<InvitationCounts, Failure> {
    let statement = invitations::counts(ctx, credential.organization);
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), vec![statement]).await?;
    Ok(rows[0].first()?.unwrap_or_default())
}
