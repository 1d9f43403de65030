//! Rows that are carried out by a batch of somebody else's: with all else that it writes, or not at all. They ask for
//! no seat. Not here: rows of their own (`invite`), which are tried again while seats are won and lost.

use shared::api::invitations::{InviteRow, RowResult};
use shared::invitation::DEFAULT_DAYS;
use shared::queue::WhenFull;

use super::invite::{Attempt, Judged};
use super::offers::Offers;
use super::written::Written;
use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};
use crate::use_cases::invitations::Way;

/// Rows that were judged and wait for their batch.
pub(in crate::use_cases) struct Along {
    rows: Vec<InviteRow>,
    judged: Judged,
    statements: Option<Vec<Statement>>,
}

impl Along {
    /// Judges the rows.
    pub(in crate::use_cases) async fn judge(
        ctx: &Context,
        actor: &Actor,
        rows: Vec<InviteRow>,
    ) -> Result<Self, Failure> {
        let way = Way::typed(actor);
        let (days, when_full) = (DEFAULT_DAYS, WhenFull::Refuse);
        let attempt = Attempt { ctx, actor, way: &way, days, when_full, receipt: None, open: &[], rows };
        let judged = attempt.judge().await?;
        let statements = attempt.batch(&judged.steps, &[], &Offers::default(), None);
        Ok(Self { rows: attempt.rows, judged, statements })
    }

    /// What would become of each row.
    pub(in crate::use_cases) fn verdicts(&self) -> Vec<RowResult> {
        self.results(|_| Some(None)).into_iter().flatten().collect()
    }

    /// The statements, once: they come last in their batch.
    pub(in crate::use_cases) fn take_statements(&mut self) -> Vec<Statement> {
        self.statements.as_mut().map(core::mem::take).unwrap_or_default()
    }

    /// What became of each row; `None` where somebody else was faster.
    pub(in crate::use_cases) fn answers(
        &self,
        ctx: &Context,
        answers: &[Rows],
    ) -> Result<Vec<Option<RowResult>>, Failure> {
        let written = match self.statements {
            Some(_) => Written::read(ctx, answers)?,
            None => Written::default(),
        };
        Ok(self.results(|at| written.id_of(&self.judged.steps[at]).ok()))
    }

    fn results(&self, id_of: impl Fn(usize) -> Option<Option<String>>) -> Vec<Option<RowResult>> {
        let all = self.rows.iter().zip(&self.judged.verdicts).enumerate();
        all.map(|(at, (row, verdict))| match verdict {
            Ok(plan) => id_of(at).map(|id| super::granted(row, plan, id)),
            Err(refusal) => Some(super::refused(row, refusal.clone(), &self.judged.facts)),
        })
        .collect()
    }
}
