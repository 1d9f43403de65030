//! Moves a person to another of their organizations: a new session there, the old one ends.

use shared::Refusal;
use shared::api::session::SwitchOrganization;

use super::SignedIn as NewSession;
use crate::authority::{Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::{members, sessions, whole_domains};

/// Switches, or answers "not found" where the person is not active.
pub async fn switch(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    credential: &Credential,
    request: &SwitchOrganization,
    user_agent: &str,
) -> Result<NewSession, Failure> {
    let user = proof.actor().person()?.user;
    let there = members::active_there(user, request.organization);
    if ctx.query(there).await?.is_empty() {
        return Err(Refusal::not_found().into());
    }
    let (signed_in, session) = super::start(ctx, user, request.organization, user_agent);
    let end = sessions::end_by_hash(&credential.hash);
    let mut batch = vec![session, end, members::note_sign_in(ctx, user, request.organization)];
    batch.extend(whole_domains::enroll(ctx, user, request.organization, ctx.id()));
    ctx.batch(batch).await?;
    Ok(signed_in)
}
