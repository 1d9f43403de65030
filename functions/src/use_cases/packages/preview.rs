//! Tells what a change of a package's products would do, and to how many people, before it is saved.

use shared::api::packages::{ChangePackage, Package};
use shared::id::PackageId;

use super::{named, products_of};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::packages::{self, Thing};
use crate::use_cases::{RawJson, only_item};

/// Writes nothing. A new name has no effect on anybody.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: PackageId,
    request: &ChangePackage,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let (now, _) = named(ctx, organization, Thing::Package, &id.to_string()).await?;
    let products = if let Some(products) = &request.products {
        products_of(ctx, organization, products).await?
    } else {
        let now: Package = crate::json::read(&now.0).map_err(|error| Failure::broken("packages", error))?;
        serde_json::json!(now.products.iter().map(|product| product.id).collect::<Vec<_>>()).to_string()
    };
    only_item(&ctx.query(packages::effect(organization, id, &products)).await?)
}
