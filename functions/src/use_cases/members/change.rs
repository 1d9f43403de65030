//! Changes a member's name, role or teams; it counts from their next request on.

use std::collections::BTreeSet;

use serde_json::json;
use shared::access::{self, Permission};
use shared::api::members::ChangeMember;
use shared::event::EventKind;
use shared::gather::gather;
use shared::id::{MemberId, OperationId, OrganizationId, TeamId};
use shared::member::{self, MemberStatus};
use shared::role_change;
use shared::{Refusal, bulk};

use crate::authority::{EditMembers, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, LastChange, NewEvent};
use crate::store::members::{self, MemberChange, MemberRow};
use crate::store::roles;
use crate::store::teams::{self, KnownRow, Passage, TeamsRow};
use crate::use_cases::organization::contact;
use crate::use_cases::roles::gone;
use crate::use_cases::{RawJson, only_version, staff_seats};

/// Changes what is given, if the member is still as they were seen. Refuses roles beyond the actor's own, and the demotion of the last active owner.
pub async fn change(
    ctx: &Context,
    proof: &Proof<EditMembers>,
    id: MemberId,
    seen: Option<OperationId>,
    request: &ChangeMember,
) -> Result<(RawJson, String), Failure> {
    let actor = proof.actor();
    let organization = actor.organization;
    let facts = ctx.batch(vec![members::find(organization, id), roles::catalog(organization)]).await?;
    let (row, roles) = (facts[0].first::<MemberRow>()?, roles::catalog_of(&facts[1])?);
    let before = row.filter(|row| row.status != MemberStatus::Removed).ok_or_else(Refusal::not_found)?;
    let role = request.role.filter(|role| *role != before.rights.role);
    let name = request.name.as_ref().filter(|name| name.as_str() != before.name);
    if let Some(role) = role {
        if before.status == MemberStatus::Pending {
            return Err(bulk::not_accepted().at("role").into());
        }
        roles.may_grant(actor.permissions, role)?;
    }
    let judged = role.is_some() || name.is_some();
    if judged {
        // Whoever holds more than the actor is not the actor's to change or to rename.
        access::may_grant(actor.permissions, before.rights.effective())?;
    }
    if request.teams.is_some() {
        access::require(actor.permissions, Permission::ManageTeams)?;
    }
    let (by, operation) = (By::from(actor), ctx.id());
    let passages = passages(ctx, organization, id, request.teams.as_deref()).await?;
    let target_name = request.name.as_ref().map_or_else(|| before.label().to_owned(), ToString::to_string);
    let event = NewEvent {
        organization,
        kind: EventKind::MemberChanged,
        by: &by,
        target: id.to_string(),
        target_name: &target_name,
        details: json!({
            "role": role.map(|role| json!({ "from": before.rights.role, "to": role })),
            "name": name.map(|name| json!({ "from": before.name, "to": name })),
        }),
        operation,
    };
    let change = MemberChange {
        organization,
        member: id,
        name: request.name.as_ref(),
        role: request.role,
        by: &by.name,
        operation,
    };
    // What they hold was judged as it was then.
    let seen = seen.or(judged.then_some(before.operation_id));
    let mut batch: Vec<_> = seen.map(|seen| members::as_seen(organization, id, seen)).into_iter().collect();
    batch.push(members::change(ctx, &change));
    if request.role.is_some() {
        batch.push(members::as_changed(organization, id, operation));
    }
    if request.name.is_some() || request.role.is_some() {
        batch.push(events::insert(ctx, &event));
    }
    if let Some(Passages { leaving, joining }) = &passages {
        batch.extend(teams::leave(ctx, organization, leaving, &by, operation));
        batch.extend(teams::join(ctx, organization, joining, None, &by, operation));
    }
    let at = batch.len();
    batch.push(members::item(ctx, organization, id));
    let rows = match ctx.batch(batch).await {
        Err(error) if error.is_constraint("as_it_was_seen") => {
            if let Some(role) = role
                && let Some(full) = staff_seats::lacks(ctx, organization, id, role).await?
            {
                return Err(contact::with_failure(ctx, organization, full.into()).await);
            }
            return Err(told(ctx, organization, id).await);
        }
        rows => rows,
    };
    let rows = rows.map_err(|error| {
        if error.is_constraint("last_owner") { member::last_owner().at("role").into() } else { gone(error) }
    })?;
    only_version(&rows[at])
}

/// Tells somebody whose change comes second what the first one changed.
async fn told(ctx: &Context, organization: OrganizationId, id: MemberId) -> Failure {
    let batch = vec![members::find(organization, id), events::last_change(organization, id)];
    let found = async {
        let rows = ctx.batch(batch).await?;
        let now = rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
        Ok::<_, Failure>((now, rows[1].first::<LastChange>()?))
    };
    let (now, last) = match found.await {
        Ok(found) => found,
        Err(failure) => return failure,
    };
    let what = last.map(|last| last.in_words()).unwrap_or_default();
    let what = format!("changed this person{what}");
    role_change::changed_meanwhile(&now.changed_by, now.changed_at, &what).into()
}

/// Who leaves which team and who comes into which.
struct Passages {
    leaving: Vec<Passage>,
    joining: Vec<Passage>,
}

/// What makes the member's teams the wanted ones; `None` where nothing is wanted of them.
async fn passages(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    wanted: Option<&[TeamId]>,
) -> Result<Option<Passages>, Failure> {
    let Some(wanted) = wanted else { return Ok(None) };
    let wanted: BTreeSet<_> = gather(wanted.iter().copied());
    let batch =
        vec![teams::known(organization, &json!(wanted).to_string()), teams::of_member(organization, member)];
    let rows = ctx.batch(batch).await?;
    if rows[0].all::<KnownRow>()?.len() < wanted.len() {
        return Err(shared::team::unknown().into());
    }
    let now = rows[1].first::<TeamsRow>()?.ok_or_else(Refusal::not_found)?;
    let now = now.teams().map_err(|error| Failure::broken("team_members", error))?;
    let now: BTreeSet<_> = gather(now.into_iter().map(|team| team.id));
    let passage = |team: &_| Passage { team: *team, member, event: ctx.id() };
    let leaving = now.difference(&wanted).map(passage).collect();
    let joining = wanted.difference(&now).map(passage).collect();
    Ok(Some(Passages { leaving, joining }))
}
