//! Puts a customer into a company by hand, or lets their company follow their mail domain again.

use serde_json::json;
use shared::access::Role;
use shared::api::companies::PlaceCustomer;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::{Code, Refusal};

use crate::authority::{ManageCompanies, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::companies::{self, NameRow};
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};
use crate::use_cases::{RawJson, only_item};

/// Does it, for customers alone: staff are in teams.
pub async fn place(
    ctx: &Context,
    proof: &Proof<ManageCompanies>,
    id: MemberId,
    request: &PlaceCustomer,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let row = ctx.query(members::find(organization, id)).await?.first::<MemberRow>()?;
    let member = row.filter(|row| row.status != MemberStatus::Removed).ok_or_else(Refusal::not_found)?;
    if member.rights.role != Role::Customer {
        let detail = "Only customers are in companies; staff are in teams.";
        return Err(Refusal::new(Code::NotInThisState, detail).into());
    }
    let mut company = None;
    if let Some(wanted) = request.company {
        let row = ctx.query(companies::name(organization, wanted)).await?.first::<NameRow>()?;
        let none = || Refusal::new(Code::NotFound, "There is no such company.").at("company");
        company = Some(row.ok_or_else(none)?.name);
    }
    let event = NewEvent {
        organization,
        kind: EventKind::CustomerPlaced,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: member.label(),
        details: json!({ "company": company, "by_domain": request.by_domain }),
        operation: ctx.id(),
    };
    let batch = vec![
        companies::place(organization, id, request),
        events::insert(ctx, &event),
        members::item(ctx, organization, id),
    ];
    only_item(&ctx.batch(batch).await?[2])
}
