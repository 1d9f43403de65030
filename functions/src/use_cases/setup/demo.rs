//! Fills a fresh instance with an organization to look at.

use shared::api::session::DemoReady;

use crate::context::Context;
use crate::failure::Failure;

/// Makes the demo organization.
pub async fn demo(ctx: &Context, token: Option<&str>) -> Result<DemoReady, Failure> {
    super::check_token(ctx, token)?;
    Err(super::already_set_up().into())
}
