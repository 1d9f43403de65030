//! One role.

use shared::Refusal;
use shared::access::Role;
use shared::api::roles::RoleInfo;

use super::{counted, shown};
use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members::{self, CountRow};
use crate::store::roles::{self, RoleRow};

/// A built-in role, or one that the organization made.
pub async fn get(ctx: &Context, credential: &Credential, role: Role) -> Result<RoleInfo, Failure> {
    let organization = credential.organization;
    let mut statements = vec![members::counts(organization)];
    statements.extend(role.custom().map(|id| roles::list(organization, Some(id))));
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), statements).await?;
    let counts: Vec<CountRow> = rows[0].all()?;
    let Some(rows) = rows.get(1) else { return Ok(counted(role, &counts)) };
    Ok(shown(rows.first::<RoleRow>()?.ok_or_else(Refusal::not_found)?, &counts))
}
