//! Chooses which notices the organization, and which oneself wants.

use serde_json::json;
use shared::access::{self, Permission};
use shared::api::notices::{ChangeNotices, Notices};
use shared::event::EventKind;

use crate::authority::{Proof, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::notices;

/// Changes what is said; the organization's choice needs the right to manage licenses.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ReadLicenses>,
    request: &ChangeNotices,
) -> Result<Notices, Failure> {
    let actor = proof.actor();
    let organization = actor.organization;
    let by = By::from(actor);
    let operation = ctx.id();
    let mut batch = Vec::new();
    if let Some(choice) = &request.organization {
        access::require(actor.permissions, Permission::ManageLicenses)?;
        batch
            .extend(choice.said().map(|said| notices::choose(ctx, organization, None, said, &by, operation)));
        let event = NewEvent {
            organization,
            kind: EventKind::NoticesChanged,
            by: &by,
            target: organization.to_string(),
            target_name: &actor.organization_name,
            details: json!(choice),
            operation,
        };
        batch.push(events::insert(ctx, &event));
    }
    if let Some(choice) = &request.mine {
        let member = Some(actor.person()?.member);
        batch.extend(
            choice.said().map(|said| notices::choose(ctx, organization, member, said, &by, operation)),
        );
    }
    if !batch.is_empty() {
        ctx.batch(batch).await?;
    }
    super::get::get(ctx, proof).await
}
