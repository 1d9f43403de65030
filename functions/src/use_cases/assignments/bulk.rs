//! Does one thing to many seats of a license, each judged by itself, in one write. Undoing is another such act, which
//! names the one before and asks the gate again.

use std::collections::{BTreeSet, HashSet};

use serde_json::json;
use shared::api::bulk::{BulkOutcome, MAX_PEOPLE};
use shared::api::bulk_seats::{
    BulkSeatResult, BulkSeatResults, BulkSeats, MatchingSeats, SeatAct, SeatFilter, SeatTarget,
};
use shared::bulk::Verdict;
use shared::bulk_seats::{self as rule, Place};
use shared::gather::gather;
use shared::id::{AssignmentId, LicenseId, OperationId};
use shared::invitation::InvitationStatus;
use shared::{Code, Refusal, seat};

use crate::authority::{self, ManageAssignments, Proof, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::secrets::Credential;
use crate::store::bulk_seats::{self, Act, ChangedRow, Hit, SeatRow, Stood};
use crate::store::events::By;
use crate::store::licenses::{self, LicenseRow};
use crate::store::outbox;
use crate::use_cases::mails;

/// Says how many a filter finds.
pub async fn count(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    filter: &SeatFilter,
) -> Result<MatchingSeats, Failure> {
    let organization = credential.organization;
    let statements =
        vec![licenses::find(organization, license), bulk_seats::count(organization, license, filter)];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    rows[1].first()?.ok_or_else(|| Failure::broken("assignments", "a count without a row"))
}

/// Does it; a result for each. Refuses as a whole a selection that is too large or is another by now, and a license
/// that gives no seats.
pub async fn bulk(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    request: &BulkSeats,
) -> Result<BulkSeatResults, Failure> {
    let there = match request.act {
        SeatAct::Move { to } => Some(to),
        SeatAct::Remove | SeatAct::Restore => None,
    };
    let organization = proof.organization();
    let asked = there.unwrap_or(license);
    let found = find(proof, license, there, request)?;
    let facts = vec![licenses::find(organization, license), licenses::find(organization, asked), found];
    let facts = ctx.batch(facts).await?;
    if facts[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    let giver: LicenseRow = facts[1].first()?.ok_or_else(|| Refusal::not_found().at("act.to"))?;
    if let Some(to) = there {
        rule::check_move(license, to)?;
    }
    if request.act != SeatAct::Remove {
        rule::check_gives(&giver.name, giver.state(ctx.now))?;
    }
    let rows: Vec<SeatRow> = facts[2].all()?;
    check_selection(&rows, &request.to)?;
    let verdicts: Vec<_> = rows.iter().map(|row| rule::judge(request.act, place(row))).collect();
    let hits: Vec<Hit<'_>> = rows
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| matches!(verdict, Ok(Verdict::Do)))
        .map(|(row, _)| hit(ctx, row, request.act))
        .collect();
    let operation = ctx.id();
    let changed = write(ctx, proof, license, request, &hits, operation).await?;
    let full = || {
        let mut refusal = seat::full(giver.seats().total);
        refusal.detail = format!("{}: {}", giver.name, refusal.detail);
        refusal
    };
    let mut seats_freed = 0;
    let results = rows.into_iter().zip(verdicts).map(|(row, verdict)| match verdict {
        Ok(Verdict::Do) if changed.contains(&row.id) => {
            seats_freed += u32::from(row.status.takes_a_seat());
            result(row, BulkOutcome::Done, None)
        }
        Ok(Verdict::Unchanged) => result(row, BulkOutcome::Unchanged, None),
        Ok(Verdict::Do) if request.act == SeatAct::Remove => result(row, BulkOutcome::Unchanged, None),
        Ok(Verdict::Do) => result(row, BulkOutcome::Refused, Some(full())),
        Err(refusal) => result(row, BulkOutcome::Refused, Some(refusal)),
    });
    let mut results: Vec<_> = results.collect();
    if let SeatTarget::Assignments(ids) = &request.to {
        results.extend(missing(ids, &results));
    }
    let done = results.iter().filter(|result| result.outcome == BulkOutcome::Done).count();
    let operation = (done > 0).then_some(operation);
    Ok(BulkSeatResults { done: u32::try_from(done).unwrap_or(u32::MAX), seats_freed, operation, results })
}

/// The statement that finds whom the request means.
fn find(
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    there: Option<LicenseId>,
    request: &BulkSeats,
) -> Result<Statement, Refusal> {
    let organization = proof.organization();
    Ok(match &request.to {
        SeatTarget::Operation(operation) => {
            bulk_seats::of_operation(organization, license, *operation, there)
        }
        _ if request.act == SeatAct::Restore => {
            let detail = "Name the operation that is to be undone.";
            return Err(Refusal::new(Code::InvalidBody, detail).at("to.operation"));
        }
        SeatTarget::Assignments(ids) if ids.is_empty() || ids.len() > MAX_PEOPLE => {
            return Err(too_many(ids.len()));
        }
        SeatTarget::Assignments(ids) => {
            bulk_seats::named(organization, license, &json!(ids).to_string(), there)
        }
        SeatTarget::Matching { filter, except, .. } => {
            let except = json!(except).to_string();
            bulk_seats::matching(organization, license, filter, &except, there, MAX_PEOPLE + 1)
        }
    })
}

fn check_selection(rows: &[SeatRow], to: &SeatTarget) -> Result<(), Refusal> {
    if rows.len() > MAX_PEOPLE {
        return Err(too_many(rows.len()));
    }
    match to {
        SeatTarget::Matching { expected: Some(expected), .. }
            if usize::try_from(*expected).ok() != Some(rows.len()) =>
        {
            let now = rows.len();
            let detail =
                format!("The filter finds {now} people now, not {expected}. Look again, then decide anew.");
            Err(Refusal::new(Code::SelectionChanged, detail).at("to.matching.expected"))
        }
        SeatTarget::Operation(_) if rows.is_empty() => Err(Refusal::not_found().at("to.operation")),
        _ => Ok(()),
    }
}

fn too_many(people: usize) -> Refusal {
    let detail =
        format!("One request acts on 1 to {MAX_PEOPLE} people, this one on {people}. Narrow the filter.");
    Refusal::new(Code::TooManyRows, detail).at("to")
}

fn place(row: &SeatRow) -> Place {
    Place {
        status: row.status,
        there: row.there,
        before: row.before,
        untouched: row.untouched == 1,
        open: row.invitation.is_none_or(|status| status == InvitationStatus::Pending),
        member: row.member_status,
        by_role: row.by_role == 1,
    }
}

fn hit<'a>(ctx: &Context, row: &'a SeatRow, act: SeatAct) -> Hit<'a> {
    let there = matches!(act, SeatAct::Move { .. }).then(|| ctx.id());
    let before = row.before.filter(|_| act == SeatAct::Restore);
    let stood = before.map(|before| {
        let (before, why) = rule::again(before, row.why.as_deref().unwrap_or_default(), row.member_status);
        Stood { before, why }
    });
    Hit { assignment: row.id, there, event: ctx.id(), stood }
}

/// The write; which assignments it changed.
async fn write(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    request: &BulkSeats,
    hits: &[Hit<'_>],
    operation: OperationId,
) -> Result<HashSet<AssignmentId>, Failure> {
    if hits.is_empty() {
        return Ok(HashSet::new());
    }
    let (by, json) = (By::from(proof.actor()), json!(hits).to_string());
    let act = Act { organization: proof.organization(), license, hits: &json, by: &by, operation };
    let mut batch = match (request.act, &request.to) {
        (SeatAct::Move { to }, _) => act.move_to(ctx, to).to_vec(),
        (SeatAct::Restore, SeatTarget::Operation(undone)) => {
            let ways: BTreeSet<Stood<'_>> = gather(hits.iter().filter_map(|hit| hit.stood));
            let restore = |stood| act.restore(ctx, *undone, stood);
            let mut batch: Vec<_> = ways.into_iter().map(restore).collect();
            batch.push(act.tell_restored(ctx));
            batch
        }
        _ => act.remove(ctx).to_vec(),
    };
    batch.extend([act.changed(), outbox::of_now(ctx)]);
    let rows = ctx.batch(batch).await?;
    let [.., changed, sent] = rows.as_slice() else {
        return Err(Failure::broken("assignments", "a batch without its answers"));
    };
    mails::carry(ctx, sent)?;
    Ok(changed.all::<ChangedRow>()?.into_iter().map(|row| row.id).collect())
}

fn result(row: SeatRow, outcome: BulkOutcome, refusal: Option<Refusal>) -> BulkSeatResult {
    let (code, message) = refusal.map(|refusal| (refusal.code, refusal.detail)).unzip();
    BulkSeatResult { assignment: row.id, member: Some(row.member), name: row.name, outcome, code, message }
}

/// Those of the named who are not there.
fn missing(ids: &[AssignmentId], results: &[BulkSeatResult]) -> Vec<BulkSeatResult> {
    let mut seen: HashSet<_> = results.iter().map(|result| result.assignment).collect();
    let refusal = Refusal::not_found();
    let missing = ids.iter().filter(|id| seen.insert(**id)).map(|id| BulkSeatResult {
        assignment: *id,
        member: None,
        name: String::new(),
        outcome: BulkOutcome::Refused,
        code: Some(refusal.code),
        message: Some(refusal.detail.clone()),
    });
    missing.collect()
}
