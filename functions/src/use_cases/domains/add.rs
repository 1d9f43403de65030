//! Names a mail domain as the organization's own. It gives no authority until it is proved.

use serde_json::json;
use shared::api::domains::{AddDomain, Domain};
use shared::event::EventKind;
use shared::id::DomainId;
use shared::{Code, Refusal};

use crate::authority::{ManageDomains, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::domains::{self, DomainRow};
use crate::store::events::{self, By, NewEvent};

/// The most domains of an organization.
const MOST: usize = 100;

/// Names the domain, or refuses one that the organization has already.
pub async fn add(
    ctx: &Context,
    proof: &Proof<ManageDomains>,
    request: &AddDomain,
) -> Result<Domain, Failure> {
    let name = shared::domain::Domain::parse(&request.name)?;
    let (organization, id, operation): (_, DomainId, _) = (proof.organization(), ctx.id(), ctx.id());
    let before = ctx.query(domains::list(organization)).await?.all::<DomainRow>()?;
    if before.len() >= MOST {
        let detail = format!("An organization has at most {MOST} domains. Give one up first.");
        return Err(Refusal::new(Code::TooManyRows, detail).at("name").into());
    }
    let event = NewEvent {
        organization,
        kind: EventKind::DomainAdded,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: name.as_str(),
        details: json!({}),
        operation,
    };
    let batch = vec![
        domains::insert(ctx, organization, id, &name, proof.actor().name(), operation),
        events::insert(ctx, &event),
        domains::find(organization, id),
    ];
    let rows =
        ctx.batch(batch).await.map_err(|error| super::taken(error, "You have this domain already."))?;
    super::shown(ctx, super::only(&rows[2])?)
}
