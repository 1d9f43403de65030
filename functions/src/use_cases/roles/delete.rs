//! Deletes a role: one that nobody has, or whose holders get another in the same write.

use serde::Deserialize;
use serde_json::json;
use shared::access::{self, Role};
use shared::api::bulk::MAX_PEOPLE;
use shared::event::EventKind;
use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::role_change::changeable;
use shared::{Code, Refusal};

use super::find;
use crate::authority::{ManageRoles, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::store::bulk::{self, Hit};
use crate::store::events::{self, By, NewEvent};
use crate::store::roles;
use crate::store::staff_seats::{self, NeedRow};
use crate::use_cases::organization::contact;

#[derive(Deserialize)]
struct Holder {
    id: MemberId,
    status: MemberStatus,
    operation: String,
}

/// Deletes it. Refused while somebody has it, is offered it or waits with it, unless a replacement is named.
pub async fn delete(
    ctx: &Context,
    proof: &Proof<ManageRoles>,
    role: Role,
    replacement: Option<Role>,
) -> Result<(), Failure> {
    let (actor, organization, id) = (proof.actor(), proof.organization(), changeable(role)?);
    let before = find(ctx, organization, id).await?;
    access::may_grant(actor.permissions, before.permissions())?;
    let facts = vec![roles::catalog(organization), roles::held_by(organization, id, MAX_PEOPLE + 1)];
    let facts = ctx.batch(facts).await?;
    let holders: Vec<Holder> = facts[1].all()?;
    if let Some(replacement) = replacement {
        if replacement == role {
            let detail = "A role can’t be replaced by itself.";
            return Err(Refusal::new(Code::InvalidParameter, detail).at("replacement").into());
        }
        let catalog = roles::catalog_of(&facts[0])?;
        catalog.may_grant(actor.permissions, replacement).map_err(|refusal| refusal.at("replacement"))?;
    }
    if holders.len() > MAX_PEOPLE || (replacement.is_none() && !holders.is_empty()) {
        return Err(held(holders.len()).into());
    }
    if let Some(replacement) = replacement {
        let need = staff_seats::need_of_replacement(ctx, organization, role, replacement);
        let need = ctx.query(need).await?.first::<NeedRow>()?.filter(|it| it.people > 0);
        let refusal = need.and_then(|NeedRow { name, free, ended, people }| match ended {
            1 => Some(shared::staff_seats::ended(&name)),
            _ => (people > free).then(|| shared::staff_seats::missing(&name, people, free)),
        });
        if let Some(refusal) = refusal {
            let refusal = refusal.at("replacement");
            return Err(contact::with_failure(ctx, organization, refusal.into()).await);
        }
    }
    let (by, operation) = (By::from(actor), ctx.id());
    let hits = holders.iter().map(|it| Hit {
        member: it.id,
        status: it.status,
        operation: it.operation.clone(),
        event: ctx.id(),
    });
    let hits = json!(hits.collect::<Vec<_>>()).to_string();
    let mut batch: Vec<Statement> = Vec::new();
    if let Some(replacement) = replacement.filter(|_| !holders.is_empty()) {
        let details = json!({ "role": { "from": before.name, "to": replacement } }).to_string();
        batch.push(bulk::set_role(ctx, organization, &hits, replacement, &by.name, operation));
        batch.push(bulk::tell(ctx, organization, &hits, EventKind::MemberChanged, &details, &by, operation));
    }
    batch.extend(roles::let_go(ctx, organization, (id, replacement), &by.name, operation));
    let event = NewEvent {
        organization,
        kind: EventKind::RoleDeleted,
        by: &by,
        target: role.to_string(),
        target_name: &before.name,
        details: json!({ "replacement": replacement, "members": holders.len() }),
        operation,
    };
    batch.extend([roles::delete(organization, id), events::insert(ctx, &event)]);
    ctx.batch(batch).await.map_err(|error| {
        // Somebody got the role, or was offered it, since it was looked at.
        let got = error.is_constraint("FOREIGN KEY") || error.is_constraint("role_held");
        if got { held(1).into() } else { Failure::from(error) }
    })?;
    Ok(())
}

fn held(people: usize) -> Refusal {
    let detail = match people {
        more if more > MAX_PEOPLE => {
            format!(
                "More than {MAX_PEOPLE} people have this role. Give them another on the People page first."
            )
        }
        people => format!(
            "{people} have this role or are offered it. Name the role that they get instead as `replacement`."
        ),
    };
    Refusal::new(Code::RoleHeld, detail).at("replacement")
}
