//! Puts people on a license: members at once, strangers as they are judged. The rows go the way of all invitations.

use std::collections::HashMap;

use serde::Deserialize;
use shared::api::assignments::{Assign, AssignRow};
use shared::api::invitations::{Invite, InviteRow, Outcome, RowResults};
use shared::email::Email;
use shared::gather::gather;
use shared::id::{LicenseId, MemberId};
use shared::{Code, Refusal};

use crate::authority::{ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::invitations;
use crate::store::licenses;
use crate::use_cases::invitations::{Way, invite};
use crate::use_cases::organization::contact;

#[derive(Deserialize)]
struct Address {
    id: MemberId,
    email: Email,
}

/// Assigns; a result for each row in order.
pub async fn assign(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    request: &Assign,
) -> Result<RowResults, Failure> {
    let organization = proof.organization();
    let members: Vec<_> = request.assignments.iter().filter_map(member_of).collect();
    let members = serde_json::json!(members).to_string();
    let facts = vec![licenses::find(organization, license), invitations::addresses(organization, &members)];
    let facts = ctx.batch(facts).await?;
    if facts[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    let addresses: HashMap<_, _> =
        facts[1].all::<Address>()?.into_iter().map(|row| (row.id, row.email)).collect();
    let rows: Vec<InviteRow> =
        request.assignments.iter().map(|row| row_of(row, license, &addresses)).collect();
    let chosen = gather(rows.iter().filter_map(|row| Email::parse(&row.email).ok()));
    let invite = Invite { invitations: rows, expires_in_days: None, when_full: request.when_full };
    let way = Way::chosen(proof.actor(), chosen);
    let mut answer = invite::run(ctx, proof.actor(), &way, &invite).await?;
    for (result, row) in answer.results.iter_mut().zip(&request.assignments) {
        // Here somebody who is on the license already is no mistake.
        if result.code == Some(Code::AlreadyMember) {
            (result.outcome, result.code, result.message) = (Outcome::Unchanged, None, None);
        }
        if let (AssignRow::Member { member }, true) = (row, result.email.is_empty()) {
            result.email = member.to_string();
            (result.code, result.message) =
                (Some(Code::NotFound), Some("There is no such member.".to_owned()));
        }
    }
    contact::with_rows(ctx, organization, answer).await
}

fn member_of(row: &AssignRow) -> Option<MemberId> {
    match row {
        AssignRow::Member { member } => Some(*member),
        AssignRow::Email { .. } => None,
    }
}

fn row_of(row: &AssignRow, license: LicenseId, addresses: &HashMap<MemberId, Email>) -> InviteRow {
    let email = match row {
        AssignRow::Member { member } => addresses.get(member).map(ToString::to_string).unwrap_or_default(),
        AssignRow::Email { email } => email.clone(),
    };
    InviteRow { email, licenses: vec![license], ..InviteRow::default() }
}
