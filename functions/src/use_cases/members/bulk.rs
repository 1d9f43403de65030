//! Does one thing to many members, each judged by themselves, in one write.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::json;
use shared::access::{Role, Roles};
use shared::api::bulk::{
    BulkAct, BulkMembers, BulkOutcome, BulkResult, BulkResults, BulkTarget, MAX_ENABLED, MAX_PEOPLE,
};
use shared::bulk::{self as rule, Person, Verdict};
use shared::event::EventKind;
use shared::id::{MemberId, OperationId, TeamId};
use shared::member::{self, MemberStatus};
use shared::{Code, Refusal};

use super::set_status;
use crate::authority::{DeactivateMembers, EditMembers, ManageTeams, Proof, ReadMembers, RemoveMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::store::bulk::{self, ChangedRow, Hit, PersonRow};
use crate::store::events::By;
use crate::store::members::{self, CountRow};
use crate::store::outbox;
use crate::store::roles;
use crate::store::teams::{self, AmongRow, KnownRow, Passage};
use crate::use_cases::mails;
use crate::use_cases::roles::gone;
use crate::use_cases::staff_seats;

#[derive(Deserialize)]
struct Seats {
    seats: u32,
}

/// Does it; a result for each. Refuses as a whole only a selection that is too large or is another by now.
pub async fn bulk(
    ctx: &Context,
    proof: &Proof<ReadMembers>,
    request: &BulkMembers,
) -> Result<BulkResults, Failure> {
    may(proof, request.act)?;
    let (people, owners, roles) = people(ctx, proof, request).await?;
    let facts: Vec<_> = people.iter().map(person).collect();
    let verdicts = rule::judge(request.act, &facts, proof.actor().permissions, &roles, owners);
    let hit = |(row, verdict): (&PersonRow, &Result<Verdict, Refusal>)| {
        let hit =
            Hit { member: row.id, status: row.status, operation: row.operation.clone(), event: ctx.id() };
        matches!(verdict, Ok(Verdict::Do)).then_some(hit)
    };
    let hits: Vec<Hit> = people.iter().zip(&verdicts).filter_map(hit).collect();
    let Done { members, seats_freed, refusals } = act(ctx, proof, request.act, &hits).await?;
    let lost = || {
        let detail = "Somebody else changed this person at the same time. Look again and decide anew.";
        Refusal::new(Code::NotInThisState, detail)
    };
    let results = people.into_iter().zip(verdicts).map(|(row, verdict)| {
        let refusal = match verdict {
            Ok(Verdict::Do) if members.contains(&row.id) => return result(row, BulkOutcome::Done, None),
            Ok(Verdict::Unchanged) => return result(row, BulkOutcome::Unchanged, None),
            Ok(Verdict::Do) => refusals.get(&row.id).cloned().unwrap_or_else(lost),
            Err(refusal) => refusal,
        };
        result(row, BulkOutcome::Refused, Some(refusal))
    });
    let mut results: Vec<_> = results.collect();
    if let BulkTarget::Members(ids) = &request.to {
        results.extend(missing(ids, &results));
    }
    let done = results.iter().filter(|result| result.outcome == BulkOutcome::Done).count();
    Ok(BulkResults { done: u32::try_from(done).unwrap_or(u32::MAX), seats_freed, results })
}

/// Each act has its right.
fn may(proof: &Proof<ReadMembers>, act: BulkAct) -> Result<(), Refusal> {
    match act {
        BulkAct::Disable | BulkAct::Enable => proof.with::<DeactivateMembers>().map(|_| ()),
        BulkAct::Remove => proof.with::<RemoveMembers>().map(|_| ()),
        BulkAct::SetRole { .. } => proof.with::<EditMembers>().map(|_| ()),
        BulkAct::JoinTeam { .. } | BulkAct::LeaveTeam { .. } => proof.with::<ManageTeams>().map(|_| ()),
    }
}

/// Whom the request hits, how many active owners there are, and the organization's roles.
async fn people(
    ctx: &Context,
    proof: &Proof<ReadMembers>,
    request: &BulkMembers,
) -> Result<(Vec<PersonRow>, u32, Roles), Failure> {
    let organization = proof.organization();
    let team = match request.act {
        BulkAct::JoinTeam { team } | BulkAct::LeaveTeam { team } => Some(team),
        _ => None,
    };
    let most = if request.act == BulkAct::Enable { MAX_ENABLED } else { MAX_PEOPLE };
    let found = match &request.to {
        BulkTarget::Members(ids) if ids.is_empty() || ids.len() > most => {
            return Err(too_many(ids.len(), most).into());
        }
        BulkTarget::Members(ids) => bulk::named(organization, &json!(ids).to_string(), team),
        BulkTarget::Matching { filter, except, .. } => {
            super::check_filter(proof, filter)?;
            bulk::matching(ctx, organization, filter, &json!(except).to_string(), team, most + 1)
        }
    };
    let wanted: Vec<TeamId> = team.into_iter().collect();
    let batch = vec![
        found,
        members::counts(organization),
        teams::known(organization, &json!(wanted).to_string()),
        roles::catalog(organization),
    ];
    let rows = ctx.batch(batch).await?;
    if rows[2].all::<KnownRow>()?.len() < wanted.len() {
        return Err(shared::team::unknown().at("act.team").into());
    }
    let people: Vec<PersonRow> = rows[0].all()?;
    if people.len() > most {
        return Err(too_many(people.len(), most).into());
    }
    if let BulkTarget::Matching { expected: Some(expected), .. } = &request.to
        && usize::try_from(*expected).ok() != Some(people.len())
    {
        let detail = format!(
            "The filter finds {} people now, not {expected}. Look again, then decide anew.",
            people.len()
        );
        return Err(Refusal::new(Code::SelectionChanged, detail).at("to.matching.expected").into());
    }
    let owners = rows[1].all::<CountRow>()?.into_iter();
    let owners = owners.filter(|row| row.role == Role::Owner && row.status == MemberStatus::Active);
    Ok((people, owners.map(|row| row.people).sum(), roles::catalog_of(&rows[3])?))
}

fn person(row: &PersonRow) -> Person {
    let (role, permissions) = (row.rights.role, row.rights.effective());
    Person { id: row.id, role, permissions, status: row.status, in_team: row.in_team == 1 }
}

fn too_many(people: usize, most: usize) -> Refusal {
    let detail = format!("One request acts on 1 to {most} people, this one on {people}. Narrow the filter.");
    Refusal::new(Code::TooManyRows, detail).at("to")
}

fn result(row: PersonRow, outcome: BulkOutcome, refusal: Option<Refusal>) -> BulkResult {
    let (code, message) = refusal.map(|refusal| (refusal.code, refusal.detail)).unzip();
    BulkResult { member: row.id, name: row.name, outcome, code, message }
}

/// Those of the named who are not there.
fn missing(ids: &[MemberId], results: &[BulkResult]) -> Vec<BulkResult> {
    let there: HashSet<_> = results.iter().map(|result| result.member).collect();
    let refusal = Refusal::not_found();
    let missing = ids.iter().filter(|id| !there.contains(id)).map(|id| BulkResult {
        member: *id,
        name: String::new(),
        outcome: BulkOutcome::Refused,
        code: Some(refusal.code),
        message: Some(refusal.detail.clone()),
    });
    missing.collect()
}

/// What the write did.
#[derive(Default)]
struct Done {
    members: HashSet<MemberId>,
    seats_freed: u32,
    refusals: HashMap<MemberId, Refusal>,
}

async fn act(ctx: &Context, proof: &Proof<ReadMembers>, act: BulkAct, hits: &[Hit]) -> Result<Done, Failure> {
    if hits.is_empty() {
        return Ok(Done::default());
    }
    match act {
        BulkAct::Enable => enable(ctx, proof, hits).await,
        BulkAct::JoinTeam { team } | BulkAct::LeaveTeam { team } => {
            let joins = matches!(act, BulkAct::JoinTeam { .. });
            pass(ctx, proof, team, hits, joins).await
        }
        BulkAct::Disable => {
            let to = MemberStatus::Disabled;
            write(ctx, proof, hits, EventKind::MemberDisabled, "{}", |hits, by, operation| {
                bulk::set_status(ctx, proof.organization(), hits, to, by, operation)
            })
            .await
        }
        BulkAct::Remove => {
            let to = MemberStatus::Removed;
            write(ctx, proof, hits, EventKind::MemberRemoved, "{}", |hits, by, operation| {
                bulk::set_status(ctx, proof.organization(), hits, to, by, operation)
            })
            .await
        }
        BulkAct::SetRole { role } => {
            let details = json!({ "role": { "to": role } }).to_string();
            let mut done =
                write(ctx, proof, hits, EventKind::MemberChanged, &details, |hits, by, operation| {
                    bulk::set_role(ctx, proof.organization(), hits, role, by, operation)
                })
                .await?;
            // Whoever was left as they were found no seat for the role.
            if done.members.len() < hits.len()
                && let Some(full) = staff_seats::full(ctx, proof.organization(), role).await?
            {
                let left = hits.iter().map(|hit| hit.member).filter(|id| !done.members.contains(id));
                done.refusals = left.map(|id| (id, full.clone())).collect();
            }
            Ok(done)
        }
    }
}

/// One write for all of them, with an event each.
async fn write(
    ctx: &Context,
    proof: &Proof<ReadMembers>,
    hits: &[Hit],
    kind: EventKind,
    details: &str,
    change: impl Fn(&str, &str, OperationId) -> Statement,
) -> Result<Done, Failure> {
    let organization = proof.organization();
    let (by, operation, hits) = (By::from(proof.actor()), ctx.id(), json!(hits).to_string());
    let batch = vec![
        change(&hits, &by.name, operation),
        bulk::tell(ctx, organization, &hits, kind, details, &by, operation),
        bulk::changed(organization, operation),
        bulk::freed(organization, operation),
        outbox::of_now(ctx),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| {
        if error.is_constraint("last_owner") { member::last_owner().into() } else { gone(error) }
    })?;
    mails::carry(ctx, &rows[4])?;
    let members = rows[2].all::<ChangedRow>()?.into_iter().map(|row| row.id).collect();
    let seats_freed = rows[3].first::<Seats>()?.map_or(0, |row| row.seats);
    Ok(Done { members, seats_freed, ..Done::default() })
}

/// Enables one after the other: whether there is a seat for the next depends on the one before.
async fn enable(ctx: &Context, proof: &Proof<ReadMembers>, hits: &[Hit]) -> Result<Done, Failure> {
    let proof = proof.with::<DeactivateMembers>()?;
    let mut done = Done::default();
    for hit in hits {
        match set_status::enable(ctx, &proof, hit.member).await {
            Ok(_) => _ = done.members.insert(hit.member),
            Err(failure) => _ = done.refusals.insert(hit.member, failure.refusal()?),
        }
    }
    Ok(done)
}

/// Into the team, or out of it.
async fn pass(
    ctx: &Context,
    proof: &Proof<ReadMembers>,
    team: TeamId,
    hits: &[Hit],
    joins: bool,
) -> Result<Done, Failure> {
    let (organization, by) = (proof.organization(), By::from(proof.actor()));
    let passages: Vec<_> =
        hits.iter().map(|hit| Passage { team, member: hit.member, event: hit.event }).collect();
    let mut batch = if joins {
        teams::join(ctx, organization, &passages, None, &by, ctx.id()).to_vec()
    } else {
        teams::leave(ctx, organization, &passages, &by, ctx.id()).to_vec()
    };
    let members: Vec<_> = hits.iter().map(|hit| hit.member).collect();
    batch.push(teams::among(organization, team, &json!(members).to_string()));
    let rows = ctx.batch(batch).await?;
    let inside: HashSet<_> = rows[2].all::<AmongRow>()?.into_iter().map(|row| row.id).collect();
    // Who was removed in between, or whose team was deleted, came into none.
    let members = members.into_iter().filter(|member| inside.contains(member) == joins).collect();
    Ok(Done { members, ..Done::default() })
}
