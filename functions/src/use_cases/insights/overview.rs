//! Insights of the whole organization, and one chart of them as a file.

use shared::access::{self, Permission};
use shared::api::Named;
use shared::api::insights::{Insights, SeatDay, SignInDay, TeamTotal};
use shared::csv::write;

use super::span;
use crate::authority::{self, Export, Proof, ReadInsights, Right};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::insights::{self, TeamRow};

/// Adoption, and what was measured, over so many days.
pub async fn overview(ctx: &Context, credential: &Credential, days: u16) -> Result<Insights, Failure> {
    Ok(read::<ReadInsights>(ctx, credential, days).await?.1)
}

async fn read<R: Right>(
    ctx: &Context,
    credential: &Credential,
    days: u16,
) -> Result<(Proof<R>, Insights), Failure> {
    let (organization, (from, to)) = (credential.organization, span(ctx.now, days));
    let statements = vec![
        insights::seats(organization, &to),
        insights::invitations(organization, &from),
        insights::sign_ins(organization, &from),
        insights::days(organization, &from),
        insights::teams(organization, &from),
    ];
    let (proof, rows) = authority::read::<R>(ctx, Some(credential), statements).await?;
    let total = |row: TeamRow| TeamTotal {
        team: Named { id: row.id, name: row.name },
        metric: row.metric,
        total: row.total,
        count: row.count,
    };
    let insights = Insights {
        seats: every_day(&rows[0].all::<SeatDay>()?, ctx, days),
        invitations: rows[1].all()?,
        sign_ins: each_day(&rows[2].all()?, ctx, days),
        days: rows[3].all()?,
        teams: rows[4].all::<TeamRow>()?.into_iter().map(total).collect(),
        from,
        to,
    };
    Ok((proof, insights))
}

/// The seats at the end of each day: those of the last day on which one moved.
fn every_day(moved: &[SeatDay], ctx: &Context, days: u16) -> Vec<SeatDay> {
    let day = |back: i64| ctx.now.plus_days(-back).to_string()[..10].to_owned();
    let at_end = |day: String| {
        let last = moved.iter().take_while(|it| it.day <= day).last();
        let (total, reserved, held) = last.map_or((0, 0, 0), |it| (it.total, it.reserved, it.held));
        SeatDay { day, total, reserved, held }
    };
    (0..i64::from(days)).rev().map(day).map(at_end).collect()
}

/// Sign-ins of each day, also of those on which nobody came.
fn each_day(came: &[SignInDay], ctx: &Context, days: u16) -> Vec<SignInDay> {
    let day = |back: i64| ctx.now.plus_days(-back).to_string()[..10].to_owned();
    let of = |day: String| {
        let people = came.iter().find(|it| it.day == day).map_or(0, |it| it.people);
        SignInDay { day, people }
    };
    (0..i64::from(days)).rev().map(day).map(of).collect()
}

/// One chart as CSV, for whoever may save files and see it (E5).
pub async fn export(
    ctx: &Context,
    credential: &Credential,
    chart: Chart,
    days: u16,
) -> Result<String, Failure> {
    let (proof, insights) = read::<Export>(ctx, credential, days).await?;
    access::require(proof.actor().permissions, Permission::ReadInsights)?;
    let line = |cells: &[String]| write::line(cells);
    let words = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut lines = Vec::new();
    match chart {
        Chart::Seats => {
            lines.push(words(&["day", "seats", "reserved", "held"]));
            lines.extend(
                insights.seats.into_iter().map(|it| {
                    vec![it.day, it.total.to_string(), it.reserved.to_string(), it.held.to_string()]
                }),
            );
        }
        Chart::Invitations => {
            lines.push(words(&["status", "invitations"]));
            lines.extend(
                insights
                    .invitations
                    .into_iter()
                    .map(|it| vec![it.status.as_str().to_owned(), it.invitations.to_string()]),
            );
        }
        Chart::SignIns => {
            lines.push(words(&["day", "people"]));
            lines.extend(insights.sign_ins.into_iter().map(|it| vec![it.day, it.people.to_string()]));
        }
        Chart::Measures => {
            lines.push(words(&["metric", "day", "total", "count"]));
            lines.extend(
                insights
                    .days
                    .into_iter()
                    .map(|it| vec![it.metric, it.day, it.total.to_string(), it.count.to_string()]),
            );
        }
    }
    Ok(lines.iter().map(|cells| line(cells)).collect())
}

/// A chart that can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chart {
    /// Seats by day.
    Seats,
    /// Invitations by status.
    Invitations,
    /// Sign-ins by day.
    SignIns,
    /// What was measured, by day.
    Measures,
}
