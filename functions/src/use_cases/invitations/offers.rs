//! What rows of people offer beside seats: teams, and ids in other systems.

use shared::access::Permission;
use shared::api::invitations::Outcome;
use shared::id::OperationId;
use shared::invitation::Plan;

use crate::authority::Actor;
use crate::context::Context;
use crate::ports::Statement;
use crate::store::events::By;
use crate::store::external_ids::{self, OfferedId};
use crate::store::teams::{self, OfferedTeam};

/// The teams and ids of some plans.
#[derive(Default)]
pub(super) struct Offers<'a> {
    teams: Vec<OfferedTeam<'a>>,
    ids: Vec<OfferedId<'a>>,
}

impl<'a> Offers<'a> {
    /// What these plans offer.
    pub(super) fn of(ctx: &Context, plans: impl Iterator<Item = &'a Plan>) -> Self {
        let mut offers = Self::default();
        for plan in plans {
            let (email, sure) = (&plan.email, is_sure(plan));
            let team = |team: &_| OfferedTeam { email, team: *team, event: ctx.id(), sure };
            offers.teams.extend(plan.teams.iter().map(team));
            offers.ids.extend(plan.ids.iter().map(|id| OfferedId {
                email,
                id: ctx.id(),
                event: ctx.id(),
                source: &id.source,
                external_id: &id.external_id,
                sure,
            }));
        }
        offers
    }

    /// Whether nothing is offered.
    pub(super) const fn is_empty(&self) -> bool {
        self.teams.is_empty() && self.ids.is_empty()
    }

    /// The statements that write it, after those of the seats.
    pub(super) fn statements(
        &self,
        ctx: &Context,
        actor: &Actor,
        by: &By,
        operation: OperationId,
    ) -> Vec<Statement> {
        let mut batch = Vec::new();
        if !self.teams.is_empty() {
            let manages = actor.permissions.has(Permission::ManageTeams);
            batch.extend(teams::offer(ctx, actor.organization, &self.teams, manages, by, operation));
        }
        if !self.ids.is_empty() {
            batch.extend(external_ids::offer(ctx, actor.organization, &self.ids, by, operation));
        }
        batch
    }
}

/// Whether a plan needs no seat and no new invitation, so that it cannot lose a race.
fn is_sure(plan: &Plan) -> bool {
    let asks = plan.outcome == Outcome::Invited || plan.adds_a_member();
    plan.claims.is_empty() && plan.waits.is_empty() && !asks
}
