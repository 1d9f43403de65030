//! Buying and renewing are the moments at which license admins are named (B18): members get the role if theirs is
//! lower, strangers are invited with it, and nobody loses a right.

use std::collections::BTreeMap;

use serde_json::json;
use shared::access::{self, Role};
use shared::api::invitations::{Invite, InviteRow, Outcome, RowResult};
use shared::email::Email;
use shared::event::EventKind;
use shared::id::{MemberId, OperationId};
use shared::member::MemberStatus;
use shared::{Code, Refusal};

use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::store::events::{self, By, NewEvent};
use crate::store::invitations::{self, CHANGED, InvitationChange, StandingRow};
use crate::store::members::{self, MemberChange, MemberRow};
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

/// Makes them license admins; a result for each address in order.
pub(super) async fn name(
    ctx: &Context,
    actor: &Actor,
    addresses: &[String],
) -> Result<Vec<RowResult>, Failure> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    if let Err(refusal) = access::may_grant(actor.permissions, Role::LicenseAdmin.permissions()) {
        return Ok(addresses.iter().map(|email| refused(email, &refusal)).collect());
    }
    let emails: Vec<_> = addresses.iter().filter_map(|text| Email::parse(text).ok()).collect();
    let emails = json!(emails).to_string();
    let facts = vec![
        members::with_addresses(actor.organization, &emails),
        invitations::standings(ctx, actor.organization, &emails),
    ];
    let facts = ctx.batch(facts).await?;
    let known: BTreeMap<Email, MemberRow> =
        facts[0].all::<MemberRow>()?.into_iter().map(|row| (row.email.clone(), row)).collect();
    let open: BTreeMap<MemberId, StandingRow> =
        facts[1].all::<StandingRow>()?.into_iter().map(|row| (row.member, row)).collect();
    let (mut results, mut strangers) = (Vec::new(), Vec::new());
    for address in addresses {
        let member = Email::parse(address).ok().and_then(|email| known.get(&email));
        let offered = member.and_then(|member| open.get(&member.id)).and_then(|row| row.invitation);
        results.push(match member {
            Some(member) if keeps(member) => found(address, member, Outcome::Unchanged),
            Some(member) if member.status == MemberStatus::Pending && offered.is_some() => {
                offer(ctx, actor, member, offered.unwrap_or(shared::id::InvitationId::NIL)).await?;
                found(address, member, Outcome::Extended)
            }
            Some(member) if member.status != MemberStatus::Pending => {
                raise(ctx, actor, member).await?;
                found(address, member, Outcome::Added)
            }
            _ => {
                strangers.push(results.len());
                refused(address, &Refusal::not_found())
            }
        });
    }
    let row = |at: &usize| InviteRow {
        email: addresses[*at].clone(),
        role: Some(Role::LicenseAdmin),
        ..InviteRow::default()
    };
    if !strangers.is_empty() {
        let rows = Invite { invitations: strangers.iter().map(row).collect(), ..Invite::default() };
        let answers = invite::run(ctx, actor, &Way::typed(actor), &rows).await?.results;
        for (at, answer) in strangers.into_iter().zip(answers) {
            results[at] = answer;
        }
    }
    Ok(results)
}

/// Whether somebody's role holds what others have not: nobody loses a right, so they keep it.
fn keeps(member: &MemberRow) -> bool {
    !Role::LicenseAdmin.permissions().covers(member.rights.of_role())
        || member.rights.role == Role::LicenseAdmin
}

/// A member who is there already.
async fn raise(ctx: &Context, actor: &Actor, member: &MemberRow) -> Result<(), Failure> {
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
    ctx.batch(vec![
        members::raise(ctx, &change, member.rights.role),
        events::insert_if(ctx, &event, changed),
    ])
    .await?;
    Ok(())
}

/// Somebody whose invitation is still open.
async fn offer(
    ctx: &Context,
    actor: &Actor,
    member: &MemberRow,
    invitation: shared::id::InvitationId,
) -> Result<(), Failure> {
    let (by, operation) = (By::from(actor), ctx.id());
    let change = InvitationChange { organization: actor.organization, invitation, by: &by.name, operation };
    let event = event(actor, &by, invitation.to_string(), member, EventKind::InvitationChanged, operation);
    let mut batch: Vec<Statement> = change.offer(ctx, Some(Role::LicenseAdmin), None).to_vec();
    batch.push(events::insert_if(ctx, &event, CHANGED));
    ctx.batch(batch).await?;
    Ok(())
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
        code: Some(refusal.code),
        message: Some(refusal.detail.clone()),
        waiting: Vec::new(),
    }
}
