//! Calls on coaching plans; insights are only read.

use shared::api::Done;
use shared::api::insights::{CoachingPlan, WriteCoachingPlan};
use shared::id::CoachingPlanId;

use super::{Answer, act, send};

/// Makes a coaching plan.
pub async fn create_plan(plan: &WriteCoachingPlan) -> Answer<CoachingPlan> {
    send("POST", "/api/v1/me/coaching-plans", plan).await
}

/// Writes a coaching plan anew.
pub async fn change_plan(id: CoachingPlanId, plan: &WriteCoachingPlan) -> Answer<CoachingPlan> {
    send("PUT", &format!("/api/v1/me/coaching-plans/{id}"), plan).await
}

/// Deletes a coaching plan.
pub async fn delete_plan(id: CoachingPlanId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/me/coaching-plans/{id}")).await
}
