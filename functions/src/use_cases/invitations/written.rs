//! What the gate let in of a batch that carried rows out, and what each step is answered with.

use std::collections::HashSet;

use shared::id::{AdditionId, Id, InvitationId};

use super::invite::Step;
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::assignments::{Claim, ClaimedRow};
use crate::store::queue::StandingRow;
use crate::use_cases::mails;

#[derive(serde::Deserialize)]
struct MadeRow {
    id: InvitationId,
}

#[derive(serde::Deserialize)]
struct AddedRow {
    id: AdditionId,
}

/// What the gate let in.
#[derive(Default)]
pub(super) struct Written {
    made: HashSet<InvitationId>,
    added: HashSet<AdditionId>,
    claimed: Vec<ClaimedRow>,
    pub(super) places: Vec<StandingRow>,
}

/// Somebody else was faster.
pub(super) struct Lost;

impl Written {
    /// Reads the answers to a batch of [`Attempt::batch`], which may have begun with other statements.
    pub(super) fn read(ctx: &Context, answers: &[Rows]) -> Result<Self, Failure> {
        let [.., made, claimed, places, mails, added] = answers else {
            return Err(Failure::broken("invitations", "a batch without its answers"));
        };
        mails::carry(ctx, mails)?;
        Ok(Self {
            made: made.all::<MadeRow>()?.into_iter().map(|row| row.id).collect(),
            added: added.all::<AddedRow>()?.into_iter().map(|row| row.id).collect(),
            claimed: claimed.all()?,
            places: places.all()?,
        })
    }

    /// The id to answer with, or that the step did not take place in full.
    pub(super) fn id_of(&self, step: &Step) -> Result<Option<String>, Lost> {
        match step {
            Step::Nothing => Ok(None),
            Step::Invite(new) if self.made.contains(&new.id) => Ok(Some(new.id.to_string())),
            Step::Add(new) if self.added.contains(&new.id) => Ok(Some(match new.claims.first() {
                Some(claim) => claim.assignment.to_string(),
                None => new.member.to_string(),
            })),
            Step::Invite(_) | Step::Add(_) => Err(Lost),
            Step::Claim(claims) => {
                let found = |claim: &Claim| {
                    self.claimed.iter().find(|row| row.member == claim.member && row.license == claim.license)
                };
                let ids: Option<Vec<_>> =
                    claims.iter().map(|claim| found(claim).map(|row| Id::to_string(&row.id))).collect();
                let ids = ids.ok_or(Lost)?;
                let joined = claims.first().and_then(|claim| claim.invitation).map(|id| id.to_string());
                Ok(joined.or_else(|| ids.into_iter().next()))
            }
        }
    }
}
