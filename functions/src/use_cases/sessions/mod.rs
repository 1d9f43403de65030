//! Sessions: signing in and out, who am I, and moving to another organization.

pub mod describe;
pub mod sign_in;
pub mod sign_out;
pub mod switch;

use shared::id::{OrganizationId, SessionId, UserId};

use crate::context::Context;
use crate::ports::Statement;
use crate::secrets;
use crate::store::sessions::{self, NewSession};

/// A new session's cookie value.
pub struct SignedIn {
    /// What the browser keeps.
    pub cookie: String,
}

/// Starts a session; the statement belongs in the batch that lets the person in.
pub fn start(
    ctx: &Context,
    user: UserId,
    organization: OrganizationId,
    user_agent: &str,
) -> (SignedIn, Statement) {
    let issued = secrets::issue_session(organization, ctx.bytes());
    let id: SessionId = ctx.id();
    let session = NewSession { id, hash: &issued.hash, user, organization, user_agent };
    let statement = sessions::insert(ctx, &session);
    (SignedIn { cookie: issued.text }, statement)
}
