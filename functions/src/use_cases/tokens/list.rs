//! The organization's API tokens, without their secrets.

use crate::authority::{self, ManageTokens};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::tokens;

/// A page of tokens, the newest first.
pub async fn list(ctx: &Context, credential: &Credential, window: &Window) -> Result<RawPage, Failure> {
    let statement = tokens::list(credential.organization, window);
    let (_, rows) = authority::read::<ManageTokens>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
