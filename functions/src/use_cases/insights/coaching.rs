//! Coaching plans: made and tracked by their maker alone; their leaders read them.

use shared::api::insights::{CoachingPlan, MAX_STEPS, WriteCoachingPlan};
use shared::id::CoachingPlanId;
use shared::{Code, Refusal};

use crate::authority::{Proof, ReadOwnInsights};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::coaching_plans;
use crate::store::insights::{self, PlansRow};

/// Makes a plan of the caller's.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ReadOwnInsights>,
    plan: &WriteCoachingPlan,
) -> Result<CoachingPlan, Failure> {
    put(ctx, proof, ctx.id(), plan).await
}

/// Writes a plan of the caller's anew; another's is not there.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ReadOwnInsights>,
    id: CoachingPlanId,
    plan: &WriteCoachingPlan,
) -> Result<CoachingPlan, Failure> {
    own(ctx, proof, id).await?;
    put(ctx, proof, id, plan).await
}

/// Deletes a plan of the caller's.
pub async fn delete(
    ctx: &Context,
    proof: &Proof<ReadOwnInsights>,
    id: CoachingPlanId,
) -> Result<(), Failure> {
    own(ctx, proof, id).await?;
    ctx.query(coaching_plans::delete(proof.organization(), proof.actor().member(), id)).await?;
    Ok(())
}

async fn put(
    ctx: &Context,
    proof: &Proof<ReadOwnInsights>,
    id: CoachingPlanId,
    plan: &WriteCoachingPlan,
) -> Result<CoachingPlan, Failure> {
    if plan.steps.len() > MAX_STEPS {
        return Err(Refusal::new(Code::TooManyRows, "A plan has at most 20 steps.").at("steps").into());
    }
    let write = coaching_plans::put(ctx, proof.organization(), proof.actor().member(), id, plan);
    ctx.query(write).await?;
    own(ctx, proof, id).await
}

async fn own(
    ctx: &Context,
    proof: &Proof<ReadOwnInsights>,
    id: CoachingPlanId,
) -> Result<CoachingPlan, Failure> {
    let rows = ctx.query(insights::plans(proof.organization(), proof.actor().member())).await?;
    let plans = rows.first::<PlansRow>()?.map(|row| row.plans()).transpose();
    let plans = plans.map_err(|error| Failure::broken("coaching_plans", error))?.unwrap_or_default();
    Ok(plans.into_iter().find(|plan| plan.id == id).ok_or_else(Refusal::not_found)?)
}
