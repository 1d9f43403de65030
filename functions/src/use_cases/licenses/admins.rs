//! Buying and renewing are the moments at which license admins are named (B18): members get the role if theirs is
//! lower, strangers are invited with it, and nobody loses a right.

use std::collections::BTreeMap;

use serde_json::json;
use shared::access::{self, Role};
use shared::api::invitations::{Invite, InviteRow, Outcome, RowResult};
use shared::email::Email;
use shared::event::EventKind;
use shared::gather::gather;
use shared::id::{InvitationId, MemberId, OperationId};
use shared::member::MemberStatus;
use shared::{Code, Refusal};

use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{DbError, Rows, Statement};
use crate::store::events::{self, By, NewEvent};
use crate::store::invitation_changes::{CHANGED, InvitationChange};
use crate::store::invitations::{self, StandingRow};
use crate::store::members::{self, MemberChange, MemberRow};
use crate::use_cases::invitations::along::Along;
use crate::use_cases::invitations::{Way, invite};

/// The most addresses that one purchase or renewal names.
const MOST: usize = 20;

/// Refuses too many addresses, before anything is written.
pub(super) fn check(addresses: &[String]) -> Result<(), Refusal> {
    if addresses.len() <= MOST {
        return Ok(());
    }
    let detail = format!("A purchase or renewal names at most {MOST} admins.");
    Err(Refusal::new(Code::TooManyRows, detail).at("admins"))
}

/// People who become license admins by the batch that buys or renews: with it or not at all.
pub(super) struct Named {
    results: Vec<Option<RowResult>>,
    /// Which of the addresses are strangers', in the order of `along`.
    strangers: Vec<usize>,
    along: Option<Along>,
    statements: Vec<Statement>,
}

/// Times that all is tried, should somebody else make one of the people in the meantime.
const ROUNDS: usize = 3;

/// The constraints that say so.
const TAKEN: [&str; 2] = ["members.organization_id", "invitations.organization_id"];

/// Sends what `write` makes, and what makes the people license admins, as one batch. The answers to `write`'s statements
/// come first; then a result for each address in order.
pub(super) async fn with(
    ctx: &Context,
    actor: &Actor,
    addresses: &[String],
    write: impl Fn() -> Vec<Statement>,
) -> Result<Result<(Vec<Rows>, Vec<RowResult>), DbError>, Failure> {
    let mut round = 1;
    loop {
        let mut named = plan(ctx, actor, addresses).await?;
        let mut batch = write();
        batch.append(&mut named.statements);
        match ctx.batch(batch).await {
            Ok(rows) => {
                let results = named.results(ctx, actor, addresses, &rows).await?;
                return Ok(Ok((rows, results)));
            }
            Err(error) if round < ROUNDS && TAKEN.iter().any(|name| error.is_constraint(name)) => round += 1,
            Err(error) => return Ok(Err(error)),
        }
    }
}

/// Judges the addresses.
pub(super) async fn plan(ctx: &Context, actor: &Actor, addresses: &[String]) -> Result<Named, Failure> {
    let mut named = Named { results: Vec::new(), strangers: Vec::new(), along: None, statements: Vec::new() };
    if let Err(refusal) = access::may_grant(actor.permissions, Role::LicenseAdmin.permissions()) {
        named.results = addresses.iter().map(|email| Some(refused(email, &refusal))).collect();
        return Ok(named);
    }
    if addresses.is_empty() {
        return Ok(named);
    }
    let emails: Vec<_> = addresses.iter().filter_map(|text| Email::parse(text).ok()).collect();
    let emails = json!(emails).to_string();
    let facts = vec![
        members::with_addresses(actor.organization, &emails),
        invitations::standings(ctx, actor.organization, &emails),
    ];
    let facts = ctx.batch(facts).await?;
    let known: BTreeMap<Email, MemberRow> =
        gather(facts[0].all::<MemberRow>()?.into_iter().map(|row| (row.email.clone(), row)));
    let open: BTreeMap<MemberId, InvitationId> = gather(
        facts[1].all::<StandingRow>()?.into_iter().filter_map(|row| Some((row.member, row.invitation?))),
    );
    for (at, address) in addresses.iter().enumerate() {
        let member = Email::parse(address).ok().and_then(|email| known.get(&email));
        let offered = member.and_then(|member| open.get(&member.id));
        named.results.push(match (member, offered) {
            (Some(member), _) if keeps(member) => Some(found(address, member, Outcome::Unchanged)),
            (Some(member), Some(invitation)) if member.status == MemberStatus::Pending => {
                named.statements.extend(offer(ctx, actor, member, *invitation));
                Some(found(address, member, Outcome::Extended))
            }
            (Some(member), _) if member.status != MemberStatus::Pending => {
                named.statements.extend(raise(ctx, actor, member));
                Some(found(address, member, Outcome::Added))
            }
            _ => {
                named.strangers.push(at);
                None
            }
        });
    }
    if !named.strangers.is_empty() {
        let rows = named.strangers.iter().map(|at| row(&addresses[*at])).collect();
        let mut along = Along::judge(ctx, actor, rows).await?;
        named.statements.extend(along.take_statements());
        named.along = Some(along);
    }
    Ok(named)
}

fn row(address: &str) -> InviteRow {
    InviteRow { email: address.to_owned(), role: Some(Role::LicenseAdmin), ..InviteRow::default() }
}

impl Named {
    /// What would become of each address.
    pub(super) fn verdicts(self) -> Vec<RowResult> {
        let Self { mut results, strangers, along, .. } = self;
        let verdicts = along.map(|along| along.verdicts()).unwrap_or_default();
        for (at, verdict) in strangers.into_iter().zip(verdicts) {
            results[at] = Some(verdict);
        }
        results.into_iter().flatten().collect()
    }

    /// What became of each address, by the answers to the batch. Whoever was invited by somebody else in the meantime is
    /// tried again alone.
    pub(super) async fn results(
        self,
        ctx: &Context,
        actor: &Actor,
        addresses: &[String],
        answers: &[Rows],
    ) -> Result<Vec<RowResult>, Failure> {
        let Self { mut results, strangers, along, .. } = self;
        let told = along.map(|along| along.answers(ctx, answers)).transpose()?.unwrap_or_default();
        for (at, result) in strangers.iter().zip(told) {
            results[*at] = result;
        }
        let lost: Vec<_> = strangers.into_iter().filter(|at| results[*at].is_none()).collect();
        if !lost.is_empty() {
            let rows = lost.iter().map(|at| row(&addresses[*at])).collect();
            let again = Invite { invitations: rows, ..Invite::default() };
            let answers = invite::run(ctx, actor, &Way::typed(actor), &again).await?.results;
            for (at, answer) in lost.into_iter().zip(answers) {
                results[at] = Some(answer);
            }
        }
        Ok(results.into_iter().flatten().collect())
    }
}

/// Whether somebody's role holds what others have not: nobody loses a right, so they keep it.
fn keeps(member: &MemberRow) -> bool {
    !Role::LicenseAdmin.permissions().covers(member.rights.of_role())
        || member.rights.role == Role::LicenseAdmin
}

/// A member who is there already.
fn raise(ctx: &Context, actor: &Actor, member: &MemberRow) -> [Statement; 2] {
    let (by, operation) = (By::from(actor), ctx.id());
    let change = MemberChange {
        organization: actor.organization,
        member: member.id,
        name: None,
        role: Some(Role::LicenseAdmin),
        by: &by.name,
        operation,
    };
    let event = event(actor, &by, member.id.to_string(), member, EventKind::MemberChanged, operation);
    let changed = "EXISTS (SELECT 1 FROM members WHERE id = ?8 AND operation_id = ?11)";
    [members::raise(ctx, &change, member.rights.role), events::insert_if(ctx, &event, changed)]
}

/// Somebody whose invitation is still open.
fn offer(ctx: &Context, actor: &Actor, member: &MemberRow, invitation: InvitationId) -> Vec<Statement> {
    let (by, operation) = (By::from(actor), ctx.id());
    let change = InvitationChange { organization: actor.organization, invitation, by: &by.name, operation };
    let event = event(actor, &by, invitation.to_string(), member, EventKind::InvitationChanged, operation);
    let mut batch: Vec<Statement> =
        change.offer(ctx, (member.rights.role, Some(Role::LicenseAdmin)), None).to_vec();
    batch.push(events::insert_if(ctx, &event, CHANGED));
    batch
}

fn event<'a>(
    actor: &Actor,
    by: &'a By,
    target: String,
    member: &'a MemberRow,
    kind: EventKind,
    operation: OperationId,
) -> NewEvent<'a> {
    let details = json!({ "role": { "from": member.rights.role, "to": Role::LicenseAdmin } });
    NewEvent {
        organization: actor.organization,
        kind,
        by,
        target,
        target_name: member.label(),
        details,
        operation,
    }
}

fn found(address: &str, member: &MemberRow, outcome: Outcome) -> RowResult {
    RowResult {
        email: address.to_owned(),
        outcome,
        id: None,
        member: Some(member.id),
        name: Some(member.label().to_owned()),
        code: None,
        message: None,
        waiting: Vec::new(),
    }
}

fn refused(address: &str, refusal: &Refusal) -> RowResult {
    RowResult {
        email: address.to_owned(),
        outcome: Outcome::Refused,
        id: None,
        member: None,
        name: None,
        code: Some(refusal.code),
        message: Some(refusal.detail.clone()),
        waiting: Vec::new(),
    }
}
