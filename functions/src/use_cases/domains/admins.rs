//! Domain admins: members whose authority covers a domain (B17). Only those who bring people in at all can be one.

use serde_json::json;
use shared::access::Permission;
use shared::api::domains::{AddDomainAdmin, Domain};
use shared::event::EventKind;
use shared::id::{DomainId, MemberId};
use shared::member::MemberStatus;
use shared::{Code, Refusal};

use crate::authority::{ManageDomains, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::domains::{self, MemberRow};
use crate::store::events::{self, By, NewEvent};

/// Gives a member authority over a domain.
pub async fn add(
    ctx: &Context,
    proof: &Proof<ManageDomains>,
    id: DomainId,
    request: &AddDomainAdmin,
) -> Result<Domain, Failure> {
    let (organization, member, operation) = (proof.organization(), request.member, ctx.id());
    let facts = vec![domains::find(organization, id), domains::member(organization, member)];
    let facts = ctx.batch(facts).await?;
    let domain = super::only(&facts[0])?;
    let unknown = || Refusal::new(Code::NotFound, "There is no such member.").at("member");
    let who = facts[1].first::<MemberRow>()?.ok_or_else(unknown)?;
    if who.status != MemberStatus::Active || !who.rights.effective().has(Permission::ManageInvitations) {
        let detail = "Only an active owner, admin or license admin can be a domain admin.";
        return Err(Refusal::new(Code::NotInThisState, detail).at("member").into());
    }
    let event = NewEvent {
        organization,
        kind: EventKind::DomainAdminAdded,
        by: &By::from(proof.actor()),
        target: member.to_string(),
        target_name: &who.label,
        details: json!({ "domain": domain.name }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM domain_admins WHERE operation_id = ?11 AND member_id = ?8)";
    let batch = vec![
        domains::add_admin(ctx, organization, id, member, proof.actor().name(), operation),
        events::insert_if(ctx, &event, changed),
        domains::find(organization, id),
    ];
    super::shown(ctx, super::only(&ctx.batch(batch).await?[2])?)
}

/// Takes a member's authority over a domain; nothing happens if they have none.
pub async fn remove(
    ctx: &Context,
    proof: &Proof<ManageDomains>,
    id: DomainId,
    member: MemberId,
) -> Result<Domain, Failure> {
    let organization = proof.organization();
    let row = super::find(ctx, organization, id).await?;
    let domain = super::shown(ctx, row)?;
    let Some(who) = domain.admins.iter().find(|admin| admin.id == member) else { return Ok(domain) };
    let event = NewEvent {
        organization,
        kind: EventKind::DomainAdminRemoved,
        by: &By::from(proof.actor()),
        target: member.to_string(),
        target_name: if who.name.is_empty() { &who.email } else { &who.name },
        details: json!({ "domain": domain.name }),
        operation: ctx.id(),
    };
    let batch = vec![
        domains::remove_admin(organization, id, member),
        events::insert(ctx, &event),
        domains::find(organization, id),
    ];
    super::shown(ctx, super::only(&ctx.batch(batch).await?[2])?)
}
