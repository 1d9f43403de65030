//! Carries out an import, a part at a time. Whoever may do it is asked anew for each part; a part that was begun goes on
//! where its receipt ends.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::api::invitations::{Invite, InviteRow};
use shared::email::Email;
use shared::id::{ImportId, TeamId};
use shared::import::{self, Catalog, ImportStatus};
use shared::time::Timestamp;

use super::receipt::Receipt;
use super::{LicenseName, StoredRow};
use crate::authority::{self, ManageInvitations, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::imports::{self, Leased, Part, TURN_TAKEN};
use crate::store::roles;
use crate::use_cases::invitations::{Way, invite};

#[derive(Deserialize)]
struct TeamName {
    id: TeamId,
    name: String,
}

/// Carries out the next part; `mine` is the lease that this worker holds. Answers with the lease while there is more
/// to do, with nothing when all is done, or somebody else is at it.
pub async fn part(
    ctx: &Context,
    import: ImportId,
    mine: Option<Timestamp>,
) -> Result<Option<Timestamp>, Failure> {
    let answers = ctx.batch(vec![imports::lease(ctx, import, mine), imports::next_part(import)]).await?;
    let Some(leased) = answers[0].first::<Leased>()? else { return Ok(None) };
    let Some(part) = answers[1].first::<Part>()? else {
        let done = ImportStatus::Done;
        let batch = imports::end(ctx, leased.organization, import, "[\"running\"]", done, ctx.id());
        ctx.batch(batch.to_vec()).await?;
        return Ok(None);
    };
    match carry(ctx, import, &leased, &part).await {
        // Somebody else was at this part and is further: theirs is the import.
        Err(failure) if failure.broke().is_some_and(|cause| cause.contains(TURN_TAKEN)) => Ok(None),
        Err(failure) => Err(failure),
        Ok(()) => Ok(Some(leased.leased_until)),
    }
}

/// Gives the import back, for the next worker to take.
pub async fn release(ctx: &Context, import: ImportId, mine: Option<Timestamp>) -> Result<(), Failure> {
    if let Some(mine) = mine {
        ctx.query(imports::release(import, mine)).await?;
    }
    Ok(())
}

async fn carry(ctx: &Context, import: ImportId, leased: &Leased, part: &Part) -> Result<(), Failure> {
    let broken = |error| Failure::broken("import_parts", error);
    let rows: Vec<StoredRow> = serde_json::from_str(&part.rows).map_err(broken)?;
    let firsts: BTreeMap<Email, u32> = serde_json::from_str(&part.firsts).map_err(broken)?;
    let receipt = Receipt::of(import, part).map_err(broken)?;
    let who = (leased.organization, leased.member, leased.token);
    let organization = leased.organization;
    let names = vec![
        imports::license_names(organization),
        imports::team_names(organization),
        roles::catalog(organization),
    ];
    let (proof, answers) = authority::read_again::<ManageInvitations>(ctx, who, names).await?;
    match proof {
        Ok(proof) => {
            let catalog = catalog(&answers, leased)?;
            run(ctx, &proof, leased, &rows, &firsts, &catalog, &receipt).await?;
        }
        Err(refusal) => receipt.open().into_iter().for_each(|index| receipt.refuse(index, &refusal)),
    }
    ctx.query(receipt.statement(&[], ctx.id())).await?;
    Ok(())
}

fn catalog(answers: &[Rows], leased: &Leased) -> Result<Catalog, Failure> {
    let licenses: Vec<LicenseName> = answers[0].all()?;
    let teams: Vec<TeamName> = answers[1].all()?;
    let licenses = licenses.iter().map(|license| (license.id, license.name.as_str()));
    let teams = teams.iter().map(|team| (team.id, team.name.as_str()));
    Ok(Catalog::new(licenses, teams, leased.license).with_roles(roles::catalog_of(&answers[2])?))
}

async fn run(
    ctx: &Context,
    proof: &Proof<ManageInvitations>,
    leased: &Leased,
    rows: &[StoredRow],
    firsts: &BTreeMap<Email, u32>,
    catalog: &Catalog,
    receipt: &Receipt,
) -> Result<(), Failure> {
    let mut places = Vec::new();
    let mut invitations: Vec<InviteRow> = Vec::new();
    for index in receipt.open() {
        let row = &rows[index];
        let first = row.email_key.as_ref().and_then(|email| firsts.get(email)).copied();
        let asked = match first.filter(|first| *first != row.row) {
            Some(first) => Err(import::repeated(first)),
            None => catalog.read(&row.words()),
        };
        match asked {
            Ok(asked) => {
                places.push(index);
                invitations.push(asked);
            }
            Err(refusal) => receipt.refuse(index, &refusal),
        }
    }
    if invitations.is_empty() {
        return Ok(());
    }
    receipt.places(places);
    let request = Invite { invitations, expires_in_days: Some(leased.days), ..Invite::default() };
    let answers = invite::run_kept(ctx, proof.actor(), &Way::file(), &request, Some(receipt)).await?;
    for (row, answer) in answers.results.iter().enumerate() {
        receipt.answer(row, answer);
    }
    Ok(())
}
