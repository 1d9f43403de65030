//! Takes a member out of a team.

use shared::id::{MemberId, TeamId};

use super::name_of;
use crate::authority::{ManageTeams, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::By;
use crate::store::teams::{self, Passage};

/// Takes them out; who is not in stays out.
pub async fn leave(
    ctx: &Context,
    proof: &Proof<ManageTeams>,
    team: TeamId,
    member: MemberId,
) -> Result<(), Failure> {
    let organization = proof.organization();
    name_of(ctx, organization, team).await?;
    let passage = Passage { team, member, event: ctx.id() };
    let by = By::from(proof.actor());
    ctx.batch(teams::leave(ctx, organization, &[passage], &by, ctx.id()).to_vec()).await?;
    Ok(())
}
