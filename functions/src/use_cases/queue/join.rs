//! Waiting as part of inviting and assigning: who finds no seat stands last in the license's queue.
//!
//! The entries are written in the batch of the claims, for every license of the rows, and only those without a seat
//! come in: whoever loses the race for the last seat waits, and nobody has to try again.

use shared::api::invitations::{Outcome, RowResult};
use shared::api::queue::Waiting;
use shared::email::Email;
use shared::invitation::Plan;
use shared::license::AssignmentStatus;
use shared::queue::QueueState;

use crate::context::Context;
use crate::store::queue::{NewEntry, StandingRow};

/// What a plan is to wait for unless there are seats.
pub fn entries(ctx: &Context, plan: &Plan) -> Vec<NewEntry> {
    let key = &ctx.settings.key;
    let member = plan.standing.as_ref().map_or_else(|| ctx.id(), |standing| standing.member);
    let entry = |license: &_| {
        let invitation = ctx.id();
        NewEntry {
            id: ctx.id(),
            license: *license,
            member,
            email: plan.email.clone(),
            name: plan.name.as_ref().map(ToString::to_string).unwrap_or_default(),
            role: plan.role,
            asked: plan.asked,
            invitation,
            code_hash: key.join_code_hash(key.join_code(invitation)),
            event: ctx.id(),
        }
    };
    // Nobody waits for the seat of a role.
    let claims = plan.claims.iter().filter(|license| plan.staff != Some(**license));
    claims.chain(plan.waits.keys()).map(entry).collect()
}

/// The licenses for which an address waits.
pub fn waiting(email: &Email, rows: &[StandingRow]) -> Vec<Waiting> {
    let of = rows.iter().filter(|row| row.email == *email && row.state == QueueState::Waiting);
    of.map(|row| Waiting { license: row.license, entry: Some(row.id), place: row.place }).collect()
}

/// What became of a row whose claims did not take place: it waits or, where a seat came free meanwhile, has it. `None`
/// when neither is so.
pub fn instead(mut result: RowResult, plan: &Plan, rows: &[StandingRow]) -> Option<RowResult> {
    result.waiting = waiting(&plan.email, rows);
    result.member = rows.iter().find(|row| row.email == plan.email).map(|row| row.member);
    let seated = rows.iter().find(|row| row.email == plan.email && row.state == QueueState::Seated);
    (result.outcome, result.id) = match (seated, result.waiting.first()) {
        (Some(row), _) if row.status == Some(AssignmentStatus::Accepted) => {
            (Outcome::Added, row.assignment.map(|id| id.to_string()))
        }
        (Some(row), _) => {
            let open = plan.standing.as_ref().and_then(|standing| standing.invitation);
            let joined = open.is_some() && open == row.invitation;
            let outcome = if joined { Outcome::Extended } else { Outcome::Invited };
            // A member who is asked has no invitation: what they are offered is the seat itself.
            let id = row.invitation.map(|id| id.to_string());
            (outcome, id.or_else(|| row.assignment.map(|id| id.to_string())))
        }
        (None, Some(waiting)) => {
            let outcome = if plan.claims.is_empty() { plan.outcome } else { Outcome::Queued };
            (outcome, waiting.entry.map(|id| id.to_string()))
        }
        (None, None) => return None,
    };
    Some(result)
}
