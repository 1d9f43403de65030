//! My team for whoever leads one, and what one person did: for themselves, and for who leads a team of theirs.

use shared::Refusal;
use shared::api::Named;
use shared::api::insights::{MetricTotal, MyTeam, Performance, Teammate};
use shared::id::MemberId;

use super::span;
use crate::authority::{Proof, ReadOwnInsights, ReadTeamInsights};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::insights::{self, LeadsRow, MateMetricRow, MateRow, PersonRow, PlansRow};

/// The people of the teams that the caller leads: of no other (E7).
pub async fn my_team(ctx: &Context, proof: &Proof<ReadTeamInsights>, days: u16) -> Result<MyTeam, Failure> {
    let (organization, leader) = (proof.organization(), proof.actor().member());
    let (from, to) = span(ctx.now, days);
    let batch = vec![
        insights::led(organization, leader),
        insights::mates(organization, leader),
        insights::mate_metrics(organization, leader, &from),
    ];
    let rows = ctx.batch(batch).await?;
    let metrics = rows[2].all::<MateMetricRow>()?;
    let of = |id: MemberId| {
        let mine = metrics.iter().filter(|row| row.id == id);
        mine.map(|row| MetricTotal { metric: row.metric.clone(), total: row.total, count: row.count })
            .collect()
    };
    let mate = |row: MateRow| Teammate {
        metrics: of(row.id),
        id: row.id,
        name: row.name,
        open_plans: row.open_plans,
        done_plans: row.done_plans,
    };
    let people = rows[1].all::<MateRow>()?.into_iter().map(mate).collect();
    Ok(MyTeam { from, to, teams: rows[0].all()?, people })
}

/// One of them; whoever is in no team that the caller leads is not there.
pub async fn of_mate(
    ctx: &Context,
    proof: &Proof<ReadTeamInsights>,
    member: MemberId,
    days: u16,
) -> Result<Performance, Failure> {
    let leads = insights::leads(proof.organization(), proof.actor().member(), member);
    if ctx.query(leads).await?.first::<LeadsRow>()?.is_none_or(|row| row.leads == 0) {
        return Err(Refusal::not_found().into());
    }
    performance(ctx, proof, member, days).await
}

/// The caller's own (E8).
pub async fn own(ctx: &Context, proof: &Proof<ReadOwnInsights>, days: u16) -> Result<Performance, Failure> {
    performance(ctx, proof, proof.actor().member(), days).await
}

async fn performance<R>(
    ctx: &Context,
    proof: &Proof<R>,
    member: MemberId,
    days: u16,
) -> Result<Performance, Failure> {
    let organization = proof.organization();
    let (from, to) = span(ctx.now, days);
    let batch = vec![
        insights::person(organization, member),
        insights::of_person(organization, member, &from),
        insights::plans(organization, member),
    ];
    let rows = ctx.batch(batch).await?;
    let person = rows[0].first::<PersonRow>()?.ok_or_else(Refusal::not_found)?;
    let plans = rows[2].first::<PlansRow>()?.map(|row| row.plans()).transpose();
    Ok(Performance {
        ids: person.ids().map_err(|error| Failure::broken("external_ids", error))?,
        member: Named { id: member, name: person.name },
        days: rows[1].all()?,
        plans: plans.map_err(|error| Failure::broken("coaching_plans", error))?.unwrap_or_default(),
        from,
        to,
    })
}
