//! Ends the session of this browser.

use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::sessions;

/// Signs out; somebody who is not signed in is signed out already.
pub async fn sign_out(ctx: &Context, credential: Option<&Credential>) -> Result<(), Failure> {
    if let Some(credential) = credential {
        ctx.query(sessions::end_by_hash(&credential.hash)).await?;
    }
    Ok(())
}
