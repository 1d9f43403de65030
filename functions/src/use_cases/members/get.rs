//! One person.

use shared::id::MemberId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members;
use crate::use_cases::{RawJson, only_item};

/// One member, removed ones included.
pub async fn get(ctx: &Context, credential: &Credential, member: MemberId) -> Result<RawJson, Failure> {
    let statement = members::item(ctx, credential.organization, member);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
