//! The People list.

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::members;
use crate::use_cases::members::SIGN_IN;
use shared::access::Permission;
use shared::api::members::MemberFilter;

/// A page of members.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = members::list(ctx, credential.organization, filter, window);
    let (proof, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    let page = RawPage::read(&rows[0])?;
    super::check_filter(&proof, filter)?;
    if proof.actor().permissions.has(Permission::ReadSignIns) { Ok(page) } else { page.without(SIGN_IN) }
}
