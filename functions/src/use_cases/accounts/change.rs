//! Changes my name or language.

use shared::api::account::ChangeAccount;
use shared::api::session::SignedInUser;

use crate::authority::{Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::users;

/// Changes what is given and answers with the account as it is now.
pub async fn change(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    request: ChangeAccount,
) -> Result<SignedInUser, Failure> {
    let person = proof.actor().person()?;
    ctx.batch(users::change(person.user, request.name.as_ref(), request.language).to_vec()).await?;
    Ok(SignedInUser {
        id: person.user,
        name: request.name.map_or_else(|| person.name.clone(), |name| name.to_string()),
        email: person.email.clone(),
        language: request.language.unwrap_or(person.language),
    })
}
