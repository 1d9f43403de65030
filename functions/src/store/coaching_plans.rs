//! Coaching plans: each is its maker's to write; who reads them is `store::insights`.

use shared::api::insights::WriteCoachingPlan;
use shared::id::{CoachingPlanId, MemberId, OrganizationId};

use crate::context::Context;
use crate::ports::{Param, Statement};

/// Makes a plan, or writes that of its maker anew.
pub fn put(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    id: CoachingPlanId,
    plan: &WriteCoachingPlan,
) -> Statement {
    Statement::new(
        "INSERT INTO coaching_plans (id, organization_id, member_id, goal, steps, due, notes, done, created_at, changed_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) ON CONFLICT (id) DO UPDATE SET goal = excluded.goal, steps = excluded.steps, \
         due = excluded.due, notes = excluded.notes, done = excluded.done, changed_at = excluded.changed_at \
         WHERE organization_id = excluded.organization_id AND member_id = excluded.member_id",
    )
    .bind(id)
    .bind(organization)
    .bind(member)
    .bind(plan.goal.as_str())
    .bind(serde_json::json!(plan.steps).to_string())
    .bind(plan.due.map_or(Param::Null, Param::from))
    .bind(plan.notes.as_str())
    .bind(i64::from(plan.done))
    .bind(ctx.now)
}

/// Deletes a plan of its maker.
pub fn delete(organization: OrganizationId, member: MemberId, id: CoachingPlanId) -> Statement {
    Statement::new("DELETE FROM coaching_plans WHERE organization_id = ?1 AND member_id = ?2 AND id = ?3")
        .bind(organization)
        .bind(member)
        .bind(id)
}
