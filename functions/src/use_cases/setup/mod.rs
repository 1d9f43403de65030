//! The first run: an organization and its owner, or the demo organization.

pub mod create;
pub mod demo;

use shared::{Code, Refusal};
use subtle::ConstantTimeEq as _;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::instance;

/// Whether the instance has an organization.
pub async fn is_done(ctx: &Context) -> Result<bool, Failure> {
    Ok(!ctx.query(instance::set_up()).await?.is_empty())
}

/// Refuses a set-up without the operator's token, where the operator set one.
fn check_token(ctx: &Context, given: Option<&str>) -> Result<(), Refusal> {
    let Some(expected) = &ctx.settings.setup_token else { return Ok(()) };
    let given = given.unwrap_or_default();
    if given.len() == expected.len() && bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        return Ok(());
    }
    let detail = "The set-up token is not the one that the operator set for this instance.";
    Err(Refusal::new(Code::SetupTokenWrong, detail).at("token"))
}

fn already_set_up() -> Refusal {
    Refusal::new(Code::AlreadySetUp, "This instance is set up already. Sign in instead.")
}

/// Turns the conflict of a second set-up into its refusal.
fn refuse_second(error: DbError) -> Failure {
    if error.is_constraint("instance") { already_set_up().into() } else { error.into() }
}
