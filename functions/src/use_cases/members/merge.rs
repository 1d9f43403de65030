//! Lets two records of one person become one, after a look at what becomes of each thing.

use serde_json::{Value, json};
use shared::Refusal;
use shared::access::{Permission, Role};
use shared::api::merge::{MergePreview, MergeSide};
use shared::event::EventKind;
use shared::id::{MemberId, OperationId, OrganizationId};
use shared::member::{self, MemberStatus};
use shared::merge::{self as rule, Heir, MergeOutcome, Record};

use crate::authority::{self, Actor, EditMembers, Proof, RemoveMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};
use crate::secrets::{Credential, fingerprint};
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, CountRow, MemberRow};
use crate::store::merging::{self, Pair, SeenRow};
use crate::store::outbox;
use crate::use_cases::{RawJson, mails, only_version};

/// What would become of both.
pub async fn preview(
    ctx: &Context,
    credential: &Credential,
    stays: MemberId,
    ends: Option<MemberId>,
) -> Result<MergePreview, Failure> {
    let pair = Pair { organization: credential.organization, stays, ends: ends.unwrap_or(MemberId::NIL) };
    let (proof, rows) = authority::read::<RemoveMembers>(ctx, Some(credential), facts(ctx, pair)).await?;
    proof.with::<EditMembers>()?;
    Ok(judged(proof.actor(), &rows)?.0)
}

/// Merges, if both are as they were seen.
pub async fn carry_out(
    ctx: &Context,
    proof: &Proof<RemoveMembers>,
    seen: Option<&str>,
    stays: MemberId,
    ends: MemberId,
) -> Result<(RawJson, String), Failure> {
    let actor = proof.with::<EditMembers>()?.actor().clone();
    let pair = Pair { organization: actor.organization, stays, ends };
    let rows = ctx.batch(facts(ctx, pair)).await?;
    // Who is not there is not there, whatever was seen; who changed is looked at again before anything else is said.
    there(&rows)?;
    if let Some(seen) = seen
        && seen != version(&SeenRow::read(&rows[3])?)
    {
        return Err(rule::changed_meanwhile().into());
    }
    let (preview, text) = judged(&actor, &rows)?;
    if seen.is_none() {
        let detail = "Look at the preview (GET), and send its version as If-Match.";
        return Err(Refusal { detail: detail.to_owned(), ..rule::changed_meanwhile() }.into());
    }
    let (by, operation) = (By::from(&actor), ctx.id());
    let connects = actor.permissions.has(Permission::ManageConnections);
    let gained: Vec<_> = preview.items.iter().filter(|item| item.outcome == MergeOutcome::Gains).collect();
    let mut batch = vec![
        merging::as_seen(ctx, pair, &text),
        told(ctx, pair.organization, &preview, (&by, operation), true),
        told(ctx, pair.organization, &preview, (&by, operation), false),
    ];
    batch.extend(merging::carry_out(ctx, pair, &json!(gained).to_string(), (&by.name, connects), operation));
    batch.extend([outbox::of_now(ctx), members::item(ctx, pair.organization, stays)]);
    let rows = ctx.batch(batch).await.map_err(|error| {
        if error.is_constraint("last_owner") {
            member::last_owner().into()
        } else if error.is_constraint("as_it_was_seen") || error.is_constraint("seat_not_handed_over") {
            rule::changed_meanwhile().into()
        } else {
            Failure::from(error)
        }
    })?;
    let [.., sent, item] = rows.as_slice() else {
        return Err(Failure::broken("merging", "a batch without its answers"));
    };
    mails::carry(ctx, sent)?;
    only_version(item)
}

fn facts(ctx: &Context, pair: Pair) -> Vec<Statement> {
    vec![
        members::find(pair.organization, pair.stays),
        members::find(pair.organization, pair.ends),
        members::counts(pair.organization),
        merging::look(ctx, pair),
    ]
}

fn there(rows: &[Rows]) -> Result<(MemberRow, MemberRow), Failure> {
    let stays = rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    let ends = rows[1].first::<MemberRow>()?.ok_or_else(|| Refusal::not_found().at("with"))?;
    Ok((stays, ends))
}

fn version(seen: &SeenRow) -> String {
    fingerprint(&[&seen.text()])
}

/// The preview, if the actor may merge these two, and all that was seen.
fn judged(actor: &Actor, rows: &[Rows]) -> Result<(MergePreview, String), Failure> {
    let (stays, ends) = there(rows)?;
    let owners = rows[2].all::<CountRow>()?.into_iter();
    let owners = owners.filter(|row| row.role == Role::Owner && row.status == MemberStatus::Active);
    let kept = record(&stays);
    rule::judge(
        &kept,
        &record(&ends),
        (actor.member(), actor.permissions),
        owners.map(|row| row.people).sum(),
    )?;
    let seen = SeenRow::read(&rows[3])?;
    let mut items = seen.items()?;
    rule::plan(&mut items, Heir::of(&kept, actor.permissions));
    let preview = MergePreview { stays: side(&stays), ends: side(&ends), items, version: version(&seen) };
    Ok((preview, seen.text()))
}

fn record(row: &MemberRow) -> Record {
    let (role, permissions) = (row.rights.role, row.rights.effective());
    Record { id: row.id, role, status: row.status, permissions }
}

fn side(row: &MemberRow) -> MergeSide {
    MergeSide {
        id: row.id,
        name: row.label().to_owned(),
        email: row.email.to_string(),
        role: row.rights.role,
        status: row.status,
    }
}

/// The event of either record: what went along and what did not, by name; what fields hold is not for the log.
fn told(
    ctx: &Context,
    organization: OrganizationId,
    preview: &MergePreview,
    (by, operation): (&By, OperationId),
    stays: bool,
) -> Statement {
    let list = |outcome| -> Vec<Value> {
        let of = preview.items.iter().filter(|item| item.outcome == outcome);
        of.map(|item| json!({ "part": item.part, "name": item.name })).collect()
    };
    let (of, other, word) =
        if stays { (&preview.stays, &preview.ends, "from") } else { (&preview.ends, &preview.stays, "into") };
    let event = NewEvent {
        organization,
        kind: EventKind::MemberMerged,
        by,
        target: of.id.to_string(),
        target_name: &of.name,
        details: json!({
            word: { "id": other.id, "name": other.name, "email": other.email },
            "gained": list(MergeOutcome::Gains), "dropped": list(MergeOutcome::Drops),
        }),
        operation,
    };
    events::insert(ctx, &event)
}
