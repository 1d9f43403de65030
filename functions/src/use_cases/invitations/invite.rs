//! Carries out rows of people: invites strangers, or adds them at once where the acting admin has authority over their
//! domain; joins open invitations; seats members, or asks them.
//!
//! Each round reads the facts, judges, writes one batch and reads back what the gate let in. Rows that lost a race
//! are judged again by what is true then, so that each ends with a reason that holds.

use shared::api::invitations::{Invite, InviteRow, Outcome, RowResult, RowResults};
use shared::id::{InvitationId, MemberId};
use shared::invitation::{self, Facts, Plan};
use shared::license::Door;
use shared::member::Source;
use shared::queue::WhenFull;
use shared::{Refusal, seat};

use crate::authority::{Actor, ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{DbError, Statement};
use crate::store::additions::{self, NewAddition};
use crate::store::assignments::{self, Claim};
use crate::store::events::By;
use crate::store::imports::TURN_TAKEN;
use crate::store::invitations::{self, NewClaim, NewInvitation, Sending};
use crate::store::license_invites;
use crate::store::outbox;
use crate::store::queue::{self, Joining, NewEntry};
use crate::use_cases::imports::receipt::{Kept, Receipt};
use crate::use_cases::invitations::Way;
use crate::use_cases::invitations::offers::Offers;
use crate::use_cases::invitations::written::{Lost, Written};
use crate::use_cases::organization::contact;
use crate::use_cases::queue::join;

/// Rounds after which a row that keeps losing is refused: each round somebody else won, so seats are scarce.
const ROUNDS: usize = 3;

/// Invites; a result for each row in order.
pub async fn invite(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    request: &Invite,
) -> Result<RowResults, Failure> {
    let rows = run(ctx, proof.actor(), &Way::typed(proof.actor()), request).await?;
    contact::with_rows(ctx, proof.organization(), rows).await
}

/// Carries out the rows for an actor whose right the caller has proved.
pub(in crate::use_cases) async fn run(
    ctx: &Context,
    actor: &Actor,
    way: &Way,
    request: &Invite,
) -> Result<RowResults, Failure> {
    run_kept(ctx, actor, way, request, None).await
}

/// The same, and keeps what becomes of the rows in the batch that brings it about.
pub(in crate::use_cases) async fn run_kept(
    ctx: &Context,
    actor: &Actor,
    way: &Way,
    request: &Invite,
    receipt: Option<&Receipt>,
) -> Result<RowResults, Failure> {
    let rows = &request.invitations;
    super::check_size(rows.len())?;
    let days = invitation::check_days(request.expires_in_days.unwrap_or(invitation::DEFAULT_DAYS))?;
    let mut results: Vec<Option<RowResult>> = vec![None; rows.len()];
    let mut open: Vec<usize> = (0..rows.len()).collect();
    for round in 0..ROUNDS {
        let attempt = Attempt {
            ctx,
            actor,
            way,
            days,
            when_full: request.when_full,
            receipt,
            open: &open,
            rows: open.iter().map(|index| rows[*index].clone()).collect(),
        };
        let Some(answers) = attempt.run(round + 1 == ROUNDS).await? else { continue };
        if let Some(receipt) = receipt {
            receipt.settle(&open, &answers);
        }
        open = settle(&mut results, &open, answers);
        if open.is_empty() {
            break;
        }
    }
    let unknown = Facts::of(way.door);
    let lost = |index: usize| super::refused(&rows[index], seat::full(0), &unknown);
    Ok(RowResults {
        results: results
            .into_iter()
            .enumerate()
            .map(|(index, result)| result.unwrap_or_else(|| lost(index)))
            .collect(),
        contact: None,
    })
}

/// Keeps the answers that are final and tells which rows are still open.
fn settle(results: &mut [Option<RowResult>], open: &[usize], answers: Vec<Option<RowResult>>) -> Vec<usize> {
    let mut left = Vec::new();
    for (index, answer) in open.iter().zip(answers) {
        match answer {
            Some(answer) => results[*index] = Some(answer),
            None => left.push(*index),
        }
    }
    left
}

pub(super) struct Attempt<'a> {
    pub(super) ctx: &'a Context,
    pub(super) actor: &'a Actor,
    pub(super) way: &'a Way,
    pub(super) days: u8,
    pub(super) when_full: WhenFull,
    pub(super) receipt: Option<&'a Receipt>,
    /// Which rows of the request these are.
    pub(super) open: &'a [usize],
    pub(super) rows: Vec<InviteRow>,
}

/// What the rows come to, and what that takes.
pub(super) struct Judged {
    pub(super) facts: Facts,
    pub(super) verdicts: Vec<Result<Plan, Refusal>>,
    pub(super) steps: Vec<Step>,
}

/// What one plan writes.
pub(super) enum Step {
    Invite(NewInvitation),
    Add(NewAddition),
    Claim(Vec<Claim>),
    Nothing,
}

impl Attempt<'_> {
    /// Judges the rows by what is true now.
    pub(super) async fn judge(&self) -> Result<Judged, Failure> {
        let (organization, acting) = (self.actor.organization, self.actor.member());
        let facts =
            super::facts(self.ctx, organization, acting, self.way, &self.rows, self.when_full).await?;
        let verdicts = invitation::judge(&self.rows, &facts, self.actor.permissions);
        let steps = verdicts
            .iter()
            .map(|verdict| verdict.as_ref().map_or(Step::Nothing, |plan| self.step(plan)))
            .collect();
        Ok(Judged { facts, verdicts, steps })
    }

    /// One round; `None` for a row that lost a race. `None` for all when the batch lost one as a whole.
    async fn run(&self, last: bool) -> Result<Option<Vec<Option<RowResult>>>, Failure> {
        let ctx = self.ctx;
        let Judged { facts, verdicts, steps } = self.judge().await?;
        let places: Vec<NewEntry> = match self.when_full {
            WhenFull::Refuse => Vec::new(),
            WhenFull::Queue => verdicts.iter().flatten().flat_map(|plan| join::entries(ctx, plan)).collect(),
        };
        let kept = self.receipt.map(|receipt| (receipt, self.kept(&verdicts, &steps)));
        let offers = Offers::of(ctx, verdicts.iter().flatten());
        let Some(written) = self.write(&steps, &places, &offers, kept).await? else { return Ok(None) };
        let answers =
            self.rows.iter().zip(verdicts).zip(&steps).map(|((row, verdict), step)| match verdict {
                Err(refusal) => Some(super::refused(row, refusal, &facts)),
                Ok(plan) => match written.id_of(step) {
                    Ok(id) if plan.waits.is_empty() => Some(super::granted(row, &plan, id)),
                    Ok(id) if !plan.claims.is_empty() => Some(RowResult {
                        waiting: join::waiting(&plan.email, &written.places),
                        ..super::granted(row, &plan, id)
                    }),
                    Ok(_) => join::instead(super::granted(row, &plan, None), &plan, &written.places),
                    Err(Lost) if self.when_full == WhenFull::Queue => {
                        join::instead(super::granted(row, &plan, None), &plan, &written.places)
                    }
                    Err(Lost) if last && !plan.claims.is_empty() => {
                        let total = plan
                            .claims
                            .iter()
                            .filter_map(|license| facts.licenses.get(license))
                            .map(|offered| offered.seats.total);
                        Some(super::refused(row, seat::full(total.min().unwrap_or_default()), &facts))
                    }
                    Err(Lost) => None,
                },
            });
        Ok(Some(answers.collect()))
    }

    /// What is to be kept of the steps, should they take place.
    fn kept(&self, verdicts: &[Result<Plan, Refusal>], steps: &[Step]) -> Vec<(usize, Kept)> {
        let all = self.open.iter().zip(&self.rows).zip(verdicts).zip(steps);
        let kept = all.filter_map(|(((index, row), verdict), step)| {
            let plan = verdict.as_ref().ok()?;
            let by = match step {
                Step::Invite(new) => Kept { invitation: Some(new.id), ..Kept::default() },
                Step::Add(new) => Kept { addition: Some(new.id), ..Kept::default() },
                Step::Claim(claims) => Kept {
                    seats: claims.iter().map(|claim| (claim.license, claim.member)).collect(),
                    ..Kept::default()
                },
                Step::Nothing => return None,
            };
            let id = by.invitation.map(|id| id.to_string());
            Some((*index, Kept { result: Some(super::granted(row, plan, id)), ..by }))
        });
        kept.collect()
    }

    fn step(&self, plan: &Plan) -> Step {
        let ctx = self.ctx;
        let claims = |member: MemberId, invitation: Option<InvitationId>| {
            let asked = plan.asked;
            let mut mail = asked.then(|| ctx.id());
            let claim = |license: &_| Claim {
                assignment: ctx.id(),
                license: *license,
                member,
                invitation,
                asked,
                door: plan.door,
                event: ctx.id(),
                mail: mail.take(),
            };
            Step::Claim(plan.claims.iter().map(claim).collect())
        };
        let seats = || {
            let door = |license| if plan.staff == Some(license) { Door::Role } else { plan.door };
            let seat = |it: &_| NewClaim { license: *it, assignment: ctx.id(), door: door(*it) };
            plan.claims.iter().map(seat).collect()
        };
        let name = || plan.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let member = || plan.standing.as_ref().map_or_else(|| ctx.id(), |standing| standing.member);
        match (plan.outcome, &plan.standing) {
            _ if plan.adds_a_member() => Step::Add(NewAddition {
                id: ctx.id(),
                member: member(),
                user: ctx.id(),
                email: plan.email.clone(),
                name: name(),
                role: plan.role,
                claims: seats(),
                door: plan.door,
                mail: ctx.id(),
                event: ctx.id(),
            }),
            (Outcome::Added, Some(standing)) => claims(standing.member, None),
            (Outcome::Extended, Some(standing)) => claims(standing.member, standing.invitation),
            (Outcome::Invited, Some(standing)) if plan.is_active() => claims(standing.member, None),
            (Outcome::Invited, _) => {
                let id = ctx.id();
                Step::Invite(NewInvitation {
                    id,
                    member: member(),
                    email: plan.email.clone(),
                    name: name(),
                    role: plan.role,
                    claims: seats(),
                    code_hash: ctx.settings.key.join_code_hash(ctx.settings.key.join_code(id)),
                    mail: ctx.id(),
                    event: ctx.id(),
                })
            }
            _ => Step::Nothing,
        }
    }

    /// Writes one batch; `None` when somebody else made one of the members in the meantime.
    async fn write(
        &self,
        steps: &[Step],
        places: &[NewEntry],
        offers: &Offers<'_>,
        kept: Option<(&Receipt, Vec<(usize, Kept)>)>,
    ) -> Result<Option<Written>, Failure> {
        let Some(batch) = self.batch(steps, places, offers, kept.as_ref()) else {
            return Ok(Some(Written::default()));
        };
        let answers = match self.ctx.batch(batch).await {
            Err(error) if error.is_constraint(TURN_TAKEN) => return Err(error.into()),
            Err(DbError::Constraint(_)) => return Ok(None),
            answers => answers?,
        };
        if let Some((receipt, _)) = kept {
            receipt.turned();
        }
        Written::read(self.ctx, &answers).map(Some)
    }

    /// The statements that carry the steps out; the last ones tell what the gate let in. `None` for nothing to do.
    pub(super) fn batch(
        &self,
        steps: &[Step],
        places: &[NewEntry],
        offers: &Offers<'_>,
        kept: Option<&(&Receipt, Vec<(usize, Kept)>)>,
    ) -> Option<Vec<Statement>> {
        let ctx = self.ctx;
        let organization = self.actor.organization;
        let by = By::from(self.actor);
        let operation = ctx.id();
        let new: Vec<&NewInvitation> = steps
            .iter()
            .filter_map(|step| if let Step::Invite(new) = step { Some(new) } else { None })
            .collect();
        let added: Vec<&NewAddition> = steps
            .iter()
            .filter_map(|step| if let Step::Add(added) = step { Some(added) } else { None })
            .collect();
        let claims: Vec<&[Claim]> = steps
            .iter()
            .filter_map(|step| if let Step::Claim(claims) = step { Some(claims.as_slice()) } else { None })
            .filter(|claims| !claims.is_empty())
            .collect();
        if new.is_empty() && added.is_empty() && claims.is_empty() && places.is_empty() && offers.is_empty() {
            return None;
        }
        let expires_at = ctx.now.plus_days(i64::from(self.days));
        let came_by = Source::of(self.way.door);
        let inviter = self.actor.member();
        let sending = Sending { organization, inviter, by: &by, expires_at, came_by, key: None, operation };
        let mut batch = invitations::insert(ctx, &new, &sending).to_vec();
        if !added.is_empty() {
            batch.extend(additions::insert(ctx, organization, &added, &by, operation));
        }
        // Whoever is to get several seats gets all or none: a statement sees what the one before it took.
        let (single, several): (Vec<_>, Vec<_>) = claims.iter().partition(|claims| claims.len() == 1);
        let single: Vec<&Claim> = single.into_iter().flatten().collect();
        batch.push(assignments::claim(ctx, organization, &single, &by.name, operation));
        batch.extend(
            several
                .into_iter()
                .map(|claims| assignments::claim_all(ctx, organization, claims, &by.name, operation)),
        );
        let all: Vec<&Claim> = claims.into_iter().flatten().collect();
        batch.push(assignments::tell(ctx, organization, &all, &by, operation));
        batch.push(license_invites::notify(ctx, organization, &all, operation));
        // Whoever got no seat waits for one, so that nobody has to come back who agreed to wait.
        let places: Vec<_> = places.iter().collect();
        if !places.is_empty() {
            let joining = Joining { organization, inviter, by: &by, days: self.days, came_by, operation };
            batch.extend(queue::join(ctx, &places, &joining));
        }
        batch.extend(offers.statements(ctx, self.actor, &by, operation));
        if let Some((receipt, kept)) = kept {
            batch.push(receipt.statement(kept, operation));
        }
        batch.push(invitations::made(organization, operation));
        batch.push(assignments::claimed(organization, operation));
        batch.push(queue::standings(organization, &places));
        batch.push(outbox::of_now(ctx));
        batch.push(additions::made(organization, operation));
        Some(batch)
    }
}
