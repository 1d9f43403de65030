//! What the organization knows of a file's addresses, so that the console can judge the file before it is sent.

use shared::api::imports::{AskStandings, KnownAddress, Standings};
use shared::email::Email;
use shared::import::MAX_ADDRESSES;
use shared::{Code, Refusal};

use crate::authority::{ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::domains::{self, AddressRow, NameRow};
use crate::store::invitations::{self, StandingRow};

/// Those of the addresses that are known.
pub async fn standings(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    request: &AskStandings,
) -> Result<Standings, Failure> {
    if request.emails.len() > MAX_ADDRESSES {
        let detail = format!("At most {MAX_ADDRESSES} addresses are asked for at once.");
        return Err(Refusal::new(Code::TooManyRows, detail).at("emails").into());
    }
    let (organization, actor) = (proof.organization(), proof.actor());
    let emails: Vec<_> = request.emails.iter().filter_map(|email| Email::parse(email).ok()).collect();
    let emails = serde_json::json!(emails).to_string();
    let batch = vec![
        invitations::standings(ctx, organization, &emails),
        domains::authority(organization, actor.member()),
        domains::unproved(organization, actor.member(), &emails),
    ];
    let answers = ctx.batch(batch).await?;
    let known = |row: StandingRow| {
        let read = |error| Failure::broken("standings", error);
        Ok(KnownAddress {
            licenses: crate::json::read(&row.licenses).map_err(read)?,
            teams: crate::json::read(&row.teams).map_err(read)?,
            email: row.email,
            member: row.member,
            status: row.status,
            role: row.role,
            invitation: row.invitation,
        })
    };
    let standings =
        answers[0].all::<StandingRow>()?.into_iter().map(known).collect::<Result<_, Failure>>()?;
    let authority = answers[1].all::<NameRow>()?.into_iter().map(|row| row.name).collect();
    let unproved = answers[2].all::<AddressRow>()?.into_iter().map(|row| row.email).collect();
    Ok(Standings { standings, authority, unproved })
}
