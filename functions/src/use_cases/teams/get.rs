//! One team.

use shared::id::TeamId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::teams;
use crate::use_cases::{RawJson, only_item};

/// One team with its leaders.
pub async fn get(ctx: &Context, credential: &Credential, team: TeamId) -> Result<RawJson, Failure> {
    let statement = teams::item(credential.organization, team);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
