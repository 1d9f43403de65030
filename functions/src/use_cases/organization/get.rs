//! The organization's name and whom to ask about licenses.

use crate::authority::{self, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::organizations;
use crate::use_cases::{RawJson, only_item};

/// The organization of the caller.
pub async fn get(ctx: &Context, credential: &Credential) -> Result<RawJson, Failure> {
    let statement = organizations::item(credential.organization);
    let (_, rows) = authority::read::<SignedIn>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
