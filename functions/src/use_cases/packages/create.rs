//! Makes a product or a package.

use serde_json::json;
use shared::api::packages::{CreatePackage, CreateProduct};
use shared::event::EventKind;
use shared::id::{PackageId, ProductId};

use super::{products_of, refusal_of};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::packages::{self, Thing};
use crate::use_cases::{RawJson, only_item};

/// Makes a product, or refuses a name that leads to another one.
pub async fn product(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: &CreateProduct,
) -> Result<RawJson, Failure> {
    let (organization, id): (_, ProductId) = (proof.organization(), ctx.id());
    let event = NewEvent {
        organization,
        kind: EventKind::ProductCreated,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({}),
        operation: ctx.id(),
    };
    let batch = vec![
        packages::insert_product(ctx, organization, id, &request.name),
        events::insert(ctx, &event),
        Thing::Product.one(organization, &id.to_string()),
    ];
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[2])
}

/// Makes a package with its products.
pub async fn package(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: &CreatePackage,
) -> Result<RawJson, Failure> {
    let (organization, id): (_, PackageId) = (proof.organization(), ctx.id());
    let products = products_of(ctx, organization, &request.products).await?;
    let event = NewEvent {
        organization,
        kind: EventKind::PackageCreated,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({ "products": request.products }),
        operation: ctx.id(),
    };
    let mut batch = vec![packages::insert_package(ctx, organization, id, &request.name)];
    batch.extend(packages::bundle(organization, id, &products));
    batch.extend([events::insert(ctx, &event), Thing::Package.one(organization, &id.to_string())]);
    only_item(&ctx.batch(batch).await.map_err(refusal_of)?[4])
}
