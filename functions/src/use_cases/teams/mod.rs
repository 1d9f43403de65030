//! Teams: making, renaming, deleting, and who is in them.

pub mod create;
pub mod delete;
pub mod get;
pub mod join;
pub mod leave;
pub mod list;
pub mod list_members;
pub mod rename;

use shared::id::TeamId;
use shared::text::Name;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::teams::{self, NameRow};

/// The name of a team, or "not found".
async fn name_of(
    ctx: &Context,
    organization: shared::id::OrganizationId,
    team: TeamId,
) -> Result<String, Failure> {
    let row = ctx.query(teams::name(organization, team)).await?.first::<NameRow>()?;
    Ok(row.ok_or_else(Refusal::not_found)?.name)
}

/// Turns the conflict of two equal names into its refusal.
fn name_taken(error: DbError, name: &Name) -> Failure {
    if error.is_constraint("teams.organization_id, teams.name_key") {
        let detail = format!("There is a team {name} already. Choose another name.");
        return Refusal::new(Code::NameTaken, detail).at("name").into();
    }
    error.into()
}
