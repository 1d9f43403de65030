//! One person.

use shared::access::Permission;
use shared::id::MemberId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members;
use crate::use_cases::members::SIGN_IN;
use crate::use_cases::{RawJson, only_version};

/// One member, removed ones included, and the version that they are in.
pub async fn get(
    ctx: &Context,
    credential: &Credential,
    member: MemberId,
) -> Result<(RawJson, String), Failure> {
    let statement = members::item(ctx, credential.organization, member);
    let (proof, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    let (item, version) = only_version(&rows[0])?;
    let all = proof.actor().permissions.has(Permission::ReadSignIns);
    Ok((if all { item } else { item.without(SIGN_IN)? }, version))
}
