//! Makes another organization, with the caller as its owner. Only owners of the first organization run the instance.

use serde_json::json;
use shared::access::Role;
use shared::api::Named;
use shared::api::session::CreateOrganization;
use shared::event::{ActorKind, EventKind};
use shared::id::{MemberId, OrganizationId};
use shared::text::Name;
use shared::{Code, Refusal};

use crate::authority::{ManageOrganization, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::instance;
use crate::store::members::{self, NewMember};

/// Makes it; the caller's session stays where it is.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageOrganization>,
    request: &CreateOrganization,
) -> Result<Named<OrganizationId>, Failure> {
    let person = proof.actor().person()?;
    if ctx.query(instance::is_first(proof.organization())).await?.is_empty() {
        let detail = "Only an owner of this instance’s first organization can make another one.";
        return Err(Refusal::new(Code::Forbidden, detail).into());
    }
    let (id, member, operation): (OrganizationId, MemberId, _) = (ctx.id(), ctx.id(), ctx.id());
    let by = By { kind: ActorKind::Member, id: member.to_string(), name: person.name.clone() };
    let owner = NewMember {
        id: member,
        organization: id,
        user: person.user,
        email: &person.email,
        name: &Name::parse(&person.name, "name")?,
        role: Role::Owner,
        operation,
    };
    let event = NewEvent {
        organization: id,
        kind: EventKind::OrganizationCreated,
        by: &by,
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({}),
        operation,
    };
    let batch = vec![
        instance::insert_organization(ctx, id, request.name.as_str()),
        members::insert_active(ctx, &owner),
        events::insert(ctx, &event),
    ];
    ctx.batch(batch).await?;
    Ok(Named { id, name: request.name.to_string() })
}
