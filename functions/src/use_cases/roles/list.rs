//! The roles: the built-in ones, and those that the organization made.

use shared::access::Role;
use shared::api::Page;
use shared::api::roles::RoleInfo;

use super::{counted, shown};
use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members::{self, CountRow};
use crate::store::roles::{self, RoleRow};

/// All of them, the built-in ones first.
pub async fn list(ctx: &Context, credential: &Credential) -> Result<Page<RoleInfo>, Failure> {
    let organization = credential.organization;
    let statements = vec![roles::list(organization, None), members::counts(organization)];
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), statements).await?;
    let counts: Vec<CountRow> = rows[1].all()?;
    let built_in = Role::BUILT_IN.iter().map(|role| counted(*role, &counts));
    let custom = rows[0].all::<RoleRow>()?.into_iter().map(|row| shown(row, &counts));
    Ok(Page { items: built_in.chain(custom).collect(), next_cursor: None })
}
