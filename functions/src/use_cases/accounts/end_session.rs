//! Ends one of my sessions.

use shared::Refusal;
use shared::id::SessionId;

use crate::authority::{Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::sessions;

/// Ends the session, or answers "not found" where it is not mine.
pub async fn end_session(ctx: &Context, proof: &Proof<SignedIn>, session: SessionId) -> Result<(), Failure> {
    let user = proof.actor().person()?.user;
    if ctx.query(sessions::end(user, session)).await?.is_empty() {
        return Err(Refusal::not_found().into());
    }
    Ok(())
}
