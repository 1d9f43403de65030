//! The people of a team.

use shared::Refusal;
use shared::id::TeamId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::teams;

/// A page of the people of a team by name.
pub async fn list_members(
    ctx: &Context,
    credential: &Credential,
    team: TeamId,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let organization = credential.organization;
    let statements =
        vec![teams::name(organization, team), teams::members(organization, team, search, window)];
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    RawPage::read(&rows[1])
}
