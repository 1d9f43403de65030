//! All that is held on one person, as a document to save.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::Refusal;
use shared::api::members::PersonExport;
use shared::id::{MemberId, OrganizationId};

use crate::authority::{EditMembers, Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::export;

/// Columns that hold JSON.
const JSON: [&str; 6] = ["details", "value", "steps", "grants", "denials", "scopes"];

/// What an organization holds on me. What staff keep to themselves is not for a press of a button: fields that people don't
/// see, and what others did in the log. Whoever may change people saves those too, and answers for them.
pub async fn own(ctx: &Context, proof: &Proof<SignedIn>) -> Result<PersonExport, Failure> {
    let member = proof.actor().person()?.member;
    let mut held = export(ctx, proof.organization(), member).await?;
    let mut keep = |part: &str, column: &str, wanted: Value| {
        if let Some(rows) = held.parts.get_mut(part) {
            rows.retain(|row| row.get(column) == Some(&wanted));
        }
    };
    keep("fields", "visible_to_person", 1.into());
    keep("events", "actor", member.to_string().into());
    Ok(held)
}

/// What an organization holds on a member, removed ones included.
pub async fn of_member(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    member: MemberId,
) -> Result<PersonExport, Failure> {
    export(ctx, proof.organization(), member).await
}

async fn export(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
) -> Result<PersonExport, Failure> {
    let rows = ctx.batch(export::of(organization, member)).await?;
    let mut parts = BTreeMap::new();
    for ((name, _), rows) in export::PARTS.iter().zip(rows) {
        let mut rows: Vec<BTreeMap<String, Value>> = rows.all()?;
        for (column, value) in rows.iter_mut().flatten() {
            let text = value.as_str().filter(|_| JSON.contains(&column.as_str()));
            if let Some(read) = text.and_then(|text| crate::json::read(text).ok()) {
                *value = read;
            }
        }
        parts.insert((*name).to_owned(), rows);
    }
    if parts.get("person").is_none_or(Vec::is_empty) {
        return Err(Refusal::not_found().into());
    }
    Ok(PersonExport { exported_at: ctx.now, parts })
}
