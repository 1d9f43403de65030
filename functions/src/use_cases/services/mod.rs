//! Services: making, changing, deleting, and who is linked to them.

pub mod change;
pub mod create;
pub mod delete;
pub mod read;

use std::collections::BTreeSet;

use shared::api::services::MAX_TEAMS;
use shared::gather::gather;
use shared::id::{OrganizationId, TeamId};
use shared::text::Name;
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::teams::{self, KnownRow};

/// Refuses teams that there are not.
async fn check_teams(ctx: &Context, organization: OrganizationId, wanted: &[TeamId]) -> Result<(), Failure> {
    if wanted.is_empty() {
        return Ok(());
    }
    if wanted.len() > MAX_TEAMS {
        return Err(Refusal::new(Code::TooManyRows, "A service has at most 100 teams.").at("teams").into());
    }
    let wanted: BTreeSet<_> = gather(wanted.iter().copied());
    let known = ctx.query(teams::known(organization, &serde_json::json!(wanted).to_string())).await?;
    if known.all::<KnownRow>()?.len() < wanted.len() {
        return Err(shared::team::unknown().into());
    }
    Ok(())
}

/// Turns the conflict of two equal names into its refusal.
fn name_taken(error: DbError, name: Option<&Name>) -> Failure {
    match name {
        Some(name) if error.is_constraint("services.organization_id, services.name_key") => {
            let detail = format!("There is a service {name} already. Choose another name.");
            Refusal::new(Code::NameTaken, detail).at("name").into()
        }
        _ => error.into(),
    }
}
