//! All that is held on one person, as a document to save.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::access::{self, Permission};
use shared::api::members::PersonExport;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::{Code, Refusal};

use crate::authority::{Actor, EditMembers, Export, Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};
use crate::store::attempts::{self, Tries};
use crate::store::events::{self, By, NewEvent};
use crate::store::export;
use crate::store::members::{self, MemberRow};

/// Columns that hold JSON.
const JSON: [&str; 7] = ["details", "value", "links", "steps", "grants", "denials", "scopes"];

/// Columns of a person that search looks into.
const SEARCHED: [&str; 2] = ["known_as", "search_text"];

/// The most files within a quarter of an hour: each reads much.
const MOST: u32 = 30;

type Part = Vec<BTreeMap<String, Value>>;

/// What an organization holds on me. What staff keep to themselves is not for a press of a button: fields that people don't
/// see, and what others did in the log. Whoever may change people saves those too, and answers for them.
pub async fn own(ctx: &Context, proof: &Proof<SignedIn>) -> Result<PersonExport, Failure> {
    let (actor, member) = (proof.actor(), proof.actor().person()?.member);
    let acts = vec![export::acts(proof.organization(), member)];
    let (mut held, more) = taken(ctx, actor, member, acts).await?;
    let mut keep = |part: &str, column: &str, wanted: Value| {
        if let Some(rows) = held.parts.get_mut(part) {
            rows.retain(|row| row.get(column) == Some(&wanted));
        }
    };
    keep("fields", "visible_to_person", 1.into());
    keep("events", "actor", member.to_string().into());
    if let (Some(events), Some(acts)) = (held.parts.get_mut("events"), more.first()) {
        events.extend(read(acts)?);
        let at = |row: &BTreeMap<String, Value>| row.get("at").and_then(Value::as_str).map(str::to_owned);
        events.sort_by_key(|row| core::cmp::Reverse(at(row)));
    }
    Ok(held)
}

/// What an organization holds on a member, removed ones included, as far as the actor may see it elsewhere. An address
/// that they named and did not prove is theirs alone to see.
pub async fn of_member(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    member: MemberId,
) -> Result<PersonExport, Failure> {
    let actor = proof.with::<Export>()?.actor().clone();
    let (mut held, _) = taken(ctx, &actor, member, Vec::new()).await?;
    held.parts.retain(|part, _| needs(part).is_none_or(|needed| actor.permissions.has(needed)));
    if !actor.permissions.has(Permission::ReadSignIns) {
        for person in held.parts.get_mut("person").into_iter().flatten() {
            person.remove(super::SIGN_IN);
        }
    }
    if let Some(rows) = held.parts.get_mut("addresses") {
        rows.retain(|row| row.get("verified_at").is_some_and(|at| !at.is_null()));
    }
    Ok(held)
}

/// What a part needs beside the right to change people.
fn needs(part: &str) -> Option<Permission> {
    match part {
        "sign_in_days" | "sessions" => Some(Permission::ReadSignIns),
        "measures" | "coaching_plans" => Some(Permission::ReadInsights),
        "events" | "seat_ledger" => Some(Permission::ReadEvents),
        _ => None,
    }
}

/// Reads it all, tells the log that it was taken, and answers with what `more` reads besides.
async fn taken(
    ctx: &Context,
    actor: &Actor,
    member: MemberId,
    more: Vec<Statement>,
) -> Result<(PersonExport, Vec<Rows>), Failure> {
    let organization = actor.organization;
    let subject = ctx.settings.key.attempts_subject("person_export", &actor.id());
    let rows = ctx.batch(vec![attempts::count(ctx, &subject), members::find(organization, member)]).await?;
    if rows[0].first::<Tries>()?.is_some_and(|tries| tries.tries > MOST) {
        let detail = format!("More than {MOST} such files within a quarter of an hour. Wait, then go on.");
        return Err(Refusal::new(Code::TooManyAttempts, detail).into());
    }
    let person = rows[1].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    // All about whoever may do more than the actor is not theirs to take along.
    access::may_grant(actor.permissions, person.rights.effective())?;
    let by = By::from(actor);
    let event = NewEvent {
        organization,
        kind: EventKind::MemberSaved,
        by: &by,
        target: member.to_string(),
        target_name: person.label(),
        details: json!({}),
        operation: ctx.id(),
    };
    let mut batch = export::of(organization, member);
    batch.extend(more);
    batch.push(events::insert(ctx, &event));
    let mut rows = ctx.batch(batch).await?.into_iter();
    let mut parts = BTreeMap::new();
    for ((name, _), rows) in export::PARTS.iter().zip(rows.by_ref()) {
        parts.insert((*name).to_owned(), read(&rows)?);
    }
    // What finds people is made of what stands elsewhere in the file, where each may see it who may.
    for person in parts.get_mut("person").into_iter().flatten() {
        person.retain(|column, _| !SEARCHED.contains(&column.as_str()));
    }
    Ok((PersonExport { exported_at: ctx.now, parts }, rows.collect()))
}

/// The rows of a part; what is JSON in the database is JSON in the file.
fn read(rows: &Rows) -> Result<Part, Failure> {
    let mut rows: Part = rows.all()?;
    for (column, value) in rows.iter_mut().flatten() {
        let text = value.as_str().filter(|_| JSON.contains(&column.as_str()));
        if let Some(read) = text.and_then(|text| crate::json::read(text).ok()) {
            *value = read;
        }
    }
    Ok(rows)
}
