//! How many people a filter finds.

use shared::api::members::{Matching, MemberFilter};

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::bulk;

/// Counts.
pub async fn count(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
) -> Result<Matching, Failure> {
    let statement = bulk::count(ctx, credential.organization, filter);
    let (proof, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    super::check_filter(&proof, filter)?;
    Ok(rows[0].first()?.unwrap_or(Matching { people: 0 }))
}
