//! Invitations as admins handle them: judging, sending, listing, resending, canceling.

pub mod along;
pub mod cancel;
pub mod change;
pub mod counts;
pub mod get;
pub mod invite;
pub mod link;
pub mod list;
mod offers;
pub mod preview;
pub mod resend;
pub mod simulate;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shared::api::Named;
use shared::api::invitations::{InviteRow, OfferedId, Outcome, RowResult};
use shared::api::queue::Waiting;
use shared::email::Email;
use shared::gather::gather;
use shared::id::{LicenseId, MemberId, OrganizationId, TeamId};
use shared::invitation::{Facts, Offered, Plan, Standing};
use shared::invite_list::MAX_ENTRIES;
use shared::license::Door;
use shared::queue::WhenFull;
use shared::{Code, Refusal};

use crate::authority::{Actor, Identity};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::domains::{self, AddressRow, NameRow};
use crate::store::external_ids::{self, HeldRow};
use crate::store::invitations::{self, StandingRow};
use crate::store::licenses::{self, LicenseRow};
use crate::store::queue::{self, WaitingRow};
use crate::store::roles;
use crate::store::staff_seats::{self, StaffRow};
use crate::store::teams::{self, KnownRow};

/// Refuses no rows, and more than a request takes.
fn check_size(rows: usize) -> Result<(), Refusal> {
    match rows {
        0 => Err(Refusal::new(Code::InvalidBody, "Send at least one row.").at("invitations")),
        1..=MAX_ENTRIES => Ok(()),
        _ => {
            let detail =
                format!("A request takes {MAX_ENTRIES} rows; this one has {rows}. Use a CSV file for more.");
            Err(Refusal::new(Code::TooManyRows, detail).at("invitations"))
        }
    }
}

/// How rows come: by which door, and which of their addresses were brought to a license itself.
#[derive(Clone, Debug)]
pub(in crate::use_cases) struct Way {
    door: Door,
    chosen: BTreeSet<Email>,
}

impl Way {
    /// Addresses that an admin types, or a program sends.
    pub(in crate::use_cases) fn typed(actor: &Actor) -> Self {
        Self::chosen(actor, BTreeSet::new())
    }

    /// Addresses of a file.
    pub(in crate::use_cases) const fn file() -> Self {
        Self { door: Door::Csv, chosen: BTreeSet::new() }
    }

    /// The same, with addresses that were brought to a license itself: those of members are assigned, not asked.
    pub(in crate::use_cases) const fn chosen(actor: &Actor, chosen: BTreeSet<Email>) -> Self {
        let door = match actor.identity {
            Identity::Member(_) => Door::Email,
            Identity::Token { .. } => Door::Api,
        };
        Self { door, chosen }
    }
}

/// Reads what the rows are judged by, in one round trip.
async fn facts(
    ctx: &Context,
    organization: OrganizationId,
    acting: MemberId,
    way: &Way,
    rows: &[InviteRow],
    when_full: WhenFull,
) -> Result<Facts, Failure> {
    let emails: BTreeSet<_> = gather(rows.iter().filter_map(|row| Email::parse(&row.email).ok()));
    let emails = json!(emails).to_string();
    let named: BTreeSet<LicenseId> = gather(rows.iter().flat_map(|row| row.licenses.iter().copied()));
    let teams: BTreeSet<TeamId> = gather(rows.iter().flat_map(|row| row.teams.iter().copied()));
    // What ran out is ended first, so that its seats are free to be judged with.
    let mut batch = invitations::expire(ctx, Some(organization), ctx.id()).to_vec();
    let at = batch.len();
    batch.extend([
        invitations::standings(ctx, organization, &emails),
        licenses::find_many_and_staff(organization, &json!(named).to_string()),
        teams::known(organization, &json!(teams).to_string()),
        domains::authority(organization, acting),
        domains::unproved(organization, acting, &emails),
        roles::catalog(organization),
    ]);
    let ids: BTreeSet<_> = gather(rows.iter().flat_map(|row| row.external_ids.iter()));
    batch.push(external_ids::held(organization, &json!(ids).to_string()));
    batch.push(staff_seats::of(organization));
    if when_full == WhenFull::Queue {
        batch.push(queue::of_people(organization, &emails));
    }
    let answers = ctx.batch(batch).await?;
    let standings = answers[at].all::<StandingRow>()?.into_iter().map(standing);
    let standings = gather(standings.collect::<Result<Vec<_>, _>>()?);
    let licenses = answers[at + 1].all::<LicenseRow>()?.into_iter();
    let licenses: BTreeMap<_, _> =
        gather(licenses.map(|row| (row.id, Offered { seats: row.seats(), state: row.state(ctx.now) })));
    let mut waiting: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in answers.get(at + 8).map(Rows::all::<WaitingRow>).transpose()?.into_iter().flatten() {
        waiting.entry(row.email).or_default().insert(row.license, row.place);
    }
    let teams = gather(answers[at + 2].all::<KnownRow>()?.into_iter().map(|row| row.id));
    let authority = gather(answers[at + 3].all::<NameRow>()?.into_iter().map(|row| row.name));
    let unproved = gather(answers[at + 4].all::<AddressRow>()?.into_iter().map(|row| row.email));
    let roles = roles::catalog_of(&answers[at + 5])?;
    let holders = answers[at + 6].all::<HeldRow>()?.into_iter().map(|row| {
        let HeldRow { source, external_id, member, name } = row;
        (OfferedId { source, external_id }, Named { id: member, name })
    });
    let holders = gather(holders);
    let staff = StaffRow::read(&answers[at + 7])?.map(|row| row.staff()).transpose()?;
    let Way { door, chosen } = way.clone();
    Ok(Facts {
        standings,
        licenses,
        when_full,
        waiting,
        teams,
        door,
        chosen,
        authority,
        unproved,
        roles,
        holders,
        staff,
    })
}

fn standing(row: StandingRow) -> Result<(Email, Standing), Failure> {
    let licenses = crate::json::read(&row.licenses).map_err(|error| Failure::broken("assignments", error))?;
    let teams = crate::json::read(&row.teams).map_err(|error| Failure::broken("team_members", error))?;
    let StandingRow { email, own, name, member, status, role, invitation, .. } = row;
    let name = if name.is_empty() { own.to_string() } else { name };
    let known_as = (own != email).then_some(own);
    Ok((email, Standing { member, name, known_as, status, role, invitation, licenses, teams }))
}

/// What a row is answered with when it was refused.
fn refused(row: &InviteRow, refusal: Refusal, facts: &Facts) -> RowResult {
    let standing = Email::parse(&row.email).ok().and_then(|email| facts.standings.get(&email).cloned());
    let own = standing.map(|standing| Named { id: standing.member, name: standing.name });
    // Where an id is somebody else's, that is whom the answer names.
    let holder = (refusal.code == Code::IdTaken)
        .then(|| {
            row.external_ids
                .iter()
                .filter_map(|id| facts.holders.get(id))
                .find(|it| own.as_ref().is_none_or(|own| own.id != it.id))
        })
        .flatten();
    let concerned = holder.cloned().or(own);
    RowResult {
        email: row.email.clone(),
        outcome: Outcome::Refused,
        id: None,
        member: concerned.as_ref().map(|it| it.id),
        name: concerned.map(|it| it.name),
        code: Some(refusal.code),
        message: Some(refusal.detail),
        waiting: Vec::new(),
    }
}

/// What a row is answered with when it may be, or was, carried out.
fn granted(row: &InviteRow, plan: &Plan, id: Option<String>) -> RowResult {
    RowResult {
        email: row.email.clone(),
        outcome: plan.outcome,
        id: id.or_else(|| {
            plan.standing.as_ref().and_then(|standing| standing.invitation).map(|id| id.to_string())
        }),
        member: plan.standing.as_ref().map(|standing| standing.member),
        name: plan.standing.as_ref().map(|standing| standing.name.clone()),
        code: None,
        message: None,
        waiting: plan
            .waits
            .iter()
            .map(|(license, place)| Waiting { license: *license, entry: None, place: *place })
            .collect(),
    }
}
