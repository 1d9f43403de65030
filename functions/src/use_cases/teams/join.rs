//! Puts members into a team, or makes them lead it.

use std::collections::HashSet;

use shared::api::teams::{JoinResult, JoinResults, JoinTeam, MAX_JOINING};
use shared::id::TeamId;
use shared::{Code, Refusal};

use super::name_of;
use crate::authority::{ManageTeams, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::By;
use crate::store::teams::{self, AmongRow, Passage};

/// Puts them in; a result for each in order. Who is no member of the organization is refused by themselves.
pub async fn join(
    ctx: &Context,
    proof: &Proof<ManageTeams>,
    team: TeamId,
    request: &JoinTeam,
) -> Result<JoinResults, Failure> {
    if !(1..=MAX_JOINING).contains(&request.members.len()) {
        let detail = format!("Name 1 to {MAX_JOINING} members.");
        return Err(Refusal::new(Code::TooManyRows, detail).at("members").into());
    }
    let organization = proof.organization();
    name_of(ctx, organization, team).await?;
    let distinct: HashSet<_> = request.members.iter().copied().collect();
    let passages: Vec<_> =
        distinct.iter().map(|member| Passage { team, member: *member, event: ctx.id() }).collect();
    let by = By::from(proof.actor());
    let mut batch = teams::join(ctx, organization, &passages, request.leader, &by, ctx.id()).to_vec();
    batch.push(teams::among(organization, team, &serde_json::json!(request.members).to_string()));
    let rows = ctx.batch(batch).await?;
    let there: HashSet<_> = rows[2].all::<AmongRow>()?.into_iter().map(|row| row.id).collect();
    let result = |member: &_| {
        let joined = there.contains(member);
        JoinResult { member: *member, joined, code: (!joined).then_some(Code::NotFound) }
    };
    Ok(JoinResults { results: request.members.iter().map(result).collect() })
}
