//! Gives a team another name.

use serde_json::json;
use shared::api::teams::NameTeam;
use shared::event::EventKind;
use shared::id::TeamId;

use super::{name_of, name_taken};
use crate::authority::{ManageTeams, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::teams;
use crate::use_cases::{RawJson, only_item};

/// Renames a team, or refuses a name that another one has.
pub async fn rename(
    ctx: &Context,
    proof: &Proof<ManageTeams>,
    team: TeamId,
    request: &NameTeam,
) -> Result<RawJson, Failure> {
    let (organization, name) = (proof.organization(), &request.name);
    let before = name_of(ctx, organization, team).await?;
    let mut batch = vec![teams::rename(organization, team, name)];
    if before != name.as_str() {
        let event = NewEvent {
            organization,
            kind: EventKind::TeamChanged,
            by: &By::from(proof.actor()),
            target: team.to_string(),
            target_name: name.as_str(),
            details: json!({ "name": { "from": before, "to": name } }),
            operation: ctx.id(),
        };
        batch.push(events::insert(ctx, &event));
    }
    let at = batch.len();
    batch.push(teams::item(organization, team));
    let rows = ctx.batch(batch).await.map_err(|error| name_taken(error, name))?;
    only_item(&rows[at])
}
