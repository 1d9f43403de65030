//! Changes the organization's name, or whom to ask about licenses (A17).

use serde_json::json;
use shared::Refusal;
use shared::api::organization::{ChangeOrganization, Contact, Organization};
use shared::event::EventKind;

use crate::authority::{ManageOrganization, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::organizations;
use crate::use_cases::only_item;

/// Changes what is given.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageOrganization>,
    request: ChangeOrganization,
) -> Result<Organization, Failure> {
    let organization = proof.organization();
    let found = only_item(&ctx.query(organizations::item(organization)).await?)?;
    let before: Organization =
        crate::json::read(&found.0).map_err(|error| Failure::broken("organizations", error))?;
    let contact = request.contact.map_or_else(|| Ok::<_, Refusal>(before.contact.clone()), Contact::check)?;
    let name = request.name.map_or_else(|| before.name.clone(), |name| name.to_string());
    let event = NewEvent {
        organization,
        kind: EventKind::OrganizationChanged,
        by: &By::from(proof.actor()),
        target: organization.to_string(),
        target_name: &name,
        details: json!({
            "name": (name != before.name).then(|| json!({ "from": before.name, "to": name })),
            "contact": (contact != before.contact).then_some(&contact.name),
        }),
        operation: ctx.id(),
    };
    ctx.batch(vec![organizations::update(organization, &name, &contact), events::insert(ctx, &event)])
        .await?;
    Ok(Organization { id: organization, name, contact })
}
