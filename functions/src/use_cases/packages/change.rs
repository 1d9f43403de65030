//! Renames a product or package, or changes what a package bundles. Holders keep their seats in any case.

use serde_json::json;
use shared::api::packages::{ChangePackage, ChangeProduct};
use shared::event::EventKind;
use shared::id::{PackageId, ProductId};

use super::{named, products_of, refusal_of};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::packages::{self, Thing};
use crate::use_cases::{RawJson, only_item};

/// Renames a product; programs go on asking by its key.
pub async fn product(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: ProductId,
    request: &ChangeProduct,
) -> Result<RawJson, Failure> {
    let (organization, id) = (proof.organization(), id.to_string());
    let (_, before) = named(ctx, organization, Thing::Product, &id).await?;
    let name = &request.name;
    let event = NewEvent {
        organization,
        kind: EventKind::ProductChanged,
        by: &By::from(proof.actor()),
        target: id.clone(),
        target_name: name.as_str(),
        details: json!({ "name": (before != name.as_str()).then(|| json!({ "from": before, "to": name })) }),
        operation: ctx.id(),
    };
    let batch = vec![
        Thing::Product.rename(organization, &id, name),
        events::insert(ctx, &event),
        Thing::Product.one(organization, &id),
    ];
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[2])
}

/// Changes name and products of a package.
pub async fn package(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: PackageId,
    request: &ChangePackage,
) -> Result<RawJson, Failure> {
    let (organization, text) = (proof.organization(), id.to_string());
    let (_, before) = named(ctx, organization, Thing::Package, &text).await?;
    let name = request.name.as_ref().filter(|name| name.as_str() != before);
    let event = NewEvent {
        organization,
        kind: EventKind::PackageChanged,
        by: &By::from(proof.actor()),
        target: text.clone(),
        target_name: name.map_or(before.as_str(), |name| name.as_str()),
        details: json!({
            "name": name.map(|name| json!({ "from": before, "to": name })),
            "products": request.products,
        }),
        operation: ctx.id(),
    };
    let mut batch: Vec<_> =
        name.map(|name| Thing::Package.rename(organization, &text, name)).into_iter().collect();
    if let Some(products) = &request.products {
        let products = products_of(ctx, organization, products).await?;
        batch.extend(packages::bundle(organization, id, &products));
    }
    if !batch.is_empty() {
        batch.push(events::insert(ctx, &event));
    }
    let at = batch.len();
    batch.push(Thing::Package.one(organization, &text));
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[at])
}
