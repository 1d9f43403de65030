//! Is the instance well: does its database answer.

use crate::context::Context;
use crate::failure::Failure;
use crate::store::instance;

/// Fails when the database does not answer.
pub async fn check(ctx: &Context) -> Result<(), Failure> {
    ctx.query(instance::ping()).await?;
    Ok(())
}
