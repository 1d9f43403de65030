//! Connects everybody with a seat whose address is that of a free account. The preview judges by the same rule.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::json;
use shared::Code;
use shared::api::connections::{MatchResult, MatchResults};
use shared::id::{MemberId, OrganizationId};
use shared::invite_list::MAX_ENTRIES;
use shared::provider::ProviderId;
use shared::provider::matching::{self, MatchOutcome, Person, Verdict};

use super::connect::set_up;
use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::connections::{self, NewConnection};
use crate::store::events::By;
use crate::store::providers;

#[derive(Deserialize)]
struct Made {
    member: MemberId,
}

/// What would become of everybody without a connection.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    provider: ProviderId,
) -> Result<MatchResults, Failure> {
    let (people, verdicts, more) = judged(ctx, proof.organization(), provider).await?;
    let results = people.iter().zip(&verdicts).map(|(person, verdict)| result(person, verdict)).collect();
    Ok(MatchResults { results, more })
}

/// Connects them.
pub async fn apply(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    provider: ProviderId,
) -> Result<MatchResults, Failure> {
    let (organization, by, operation) = (proof.organization(), By::from(proof.actor()), ctx.id());
    let (people, verdicts, more) = judged(ctx, organization, provider).await?;
    let rows: Vec<_> = people
        .iter()
        .zip(&verdicts)
        .filter_map(|(person, verdict)| match verdict {
            Verdict::Connect(account) => Some(NewConnection {
                id: ctx.id(),
                member: person.member,
                account: *account,
                event: ctx.id(),
            }),
            _ => None,
        })
        .collect();
    let rows = json!(rows).to_string();
    let batch = vec![
        connections::connect(ctx, organization, &rows, "match", None, &by.name, operation),
        connections::tell(ctx, organization, &rows, &by, operation),
        connections::made(organization, operation),
    ];
    let made = ctx.batch(batch).await?[2].all::<Made>()?;
    let made: HashSet<_> = made.into_iter().map(|row| row.member).collect();
    let results = people.iter().zip(&verdicts).map(|(person, verdict)| match verdict {
        // Somebody was faster; who looks again sees who.
        Verdict::Connect(_) if !made.contains(&person.member) => {
            result(person, &Verdict::Taken("Somebody else".to_owned()))
        }
        verdict => result(person, verdict),
    });
    Ok(MatchResults { results: results.collect(), more })
}

async fn judged(
    ctx: &Context,
    organization: OrganizationId,
    provider: ProviderId,
) -> Result<(Vec<Person>, Vec<Verdict>, bool), Failure> {
    provider.provider().admins_connect()?;
    let batch = vec![
        providers::settings(organization, provider),
        connections::unconnected(organization, provider, MAX_ENTRIES),
    ];
    let rows = ctx.batch(batch).await?;
    set_up(&rows[0], provider)?;
    let mut people: Vec<Person> = rows[1].all()?;
    let more = people.len() > MAX_ENTRIES;
    people.truncate(MAX_ENTRIES);
    let emails: Vec<_> = people.iter().map(|person| &person.email).collect();
    let accounts = ctx.query(connections::accounts_of(organization, provider, &emails)).await?.all()?;
    let verdicts = matching::judge(&people, &accounts);
    Ok((people, verdicts, more))
}

fn result(person: &Person, verdict: &Verdict) -> MatchResult {
    let (outcome, account, why) = match verdict {
        Verdict::Connect(account) => (MatchOutcome::Connected, Some(*account), None),
        Verdict::NoAccount => {
            let detail = format!("No account has the address {}. Add it, or connect by hand.", person.email);
            (MatchOutcome::NoAccount, None, Some((Code::NotFound, detail)))
        }
        Verdict::Taken(holder) => {
            let detail = format!("{holder} is connected to the account with this address.");
            (MatchOutcome::AccountTaken, None, Some((Code::AccountTaken, detail)))
        }
        Verdict::OptedOut => {
            let detail = "They asked not to be connected by their address. Connect them by hand.".to_owned();
            (MatchOutcome::OptedOut, None, Some((Code::NotInThisState, detail)))
        }
    };
    let (code, message) = why.unzip();
    let (name, email) = (person.name.clone(), person.email.clone());
    MatchResult { member: person.member, name, email, outcome, account, code, message }
}
