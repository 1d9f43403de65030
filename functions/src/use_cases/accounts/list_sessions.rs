//! The browsers in which I am signed in.

use crate::authority::{self, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::sessions;

/// A page of my sessions, the newest first.
pub async fn list_sessions(
    ctx: &Context,
    credential: &Credential,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = sessions::list(ctx, &credential.hash, window);
    let (_, rows) = authority::read::<SignedIn>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}
