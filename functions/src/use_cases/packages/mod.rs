//! Products, and packages that bundle them: making, changing, listing, deleting; what a change would do.

pub mod change;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod preview;

use serde::Deserialize;
use shared::api::packages::MAX_PRODUCTS;
use shared::gather::gather;
use shared::id::{OrganizationId, ProductId};
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::packages;
pub use crate::store::packages::Thing;
use crate::use_cases::{RawJson, only_item};

#[derive(Deserialize)]
struct Found {
    found: usize,
}

#[derive(Deserialize)]
struct Called {
    name: String,
}

/// The ids as JSON, once each; refuses too many and those that are no product of the organization.
async fn products_of(
    ctx: &Context,
    organization: OrganizationId,
    products: &[ProductId],
) -> Result<String, Failure> {
    let products: std::collections::BTreeSet<_> = gather(products.iter().copied());
    if products.len() > MAX_PRODUCTS {
        let detail = format!("A package bundles at most {MAX_PRODUCTS} products.");
        return Err(Refusal::new(Code::TooManyRows, detail).at("products").into());
    }
    let ids = serde_json::json!(products).to_string();
    let found = ctx.query(packages::count_products(organization, &ids)).await?.first::<Found>()?;
    if found.is_none_or(|row| row.found != products.len()) {
        let detail = "One of these products is not there. Take them from the list of products.";
        return Err(Refusal::new(Code::NotFound, detail).at("products").into());
    }
    Ok(ids)
}

/// The thing as JSON and its name, or "not found".
async fn named(
    ctx: &Context,
    organization: OrganizationId,
    thing: Thing,
    id: &str,
) -> Result<(RawJson, String), Failure> {
    let item = only_item(&ctx.query(thing.one(organization, id)).await?)?;
    let Called { name } = crate::json::read(&item.0).map_err(|error| Failure::broken("packages", error))?;
    Ok((item, name))
}

/// Turns a conflict of names or of use into its refusal.
fn refusal_of(error: DbError) -> Failure {
    if error.is_constraint("_in_use") {
        let detail = "Licenses are of it, or a package bundles it. Change those first.";
        return Refusal::new(Code::InUse, detail).into();
    }
    let taken = ["products.organization_id", "packages.organization_id", "product_name_taken"];
    if taken.iter().any(|name| error.is_constraint(name)) {
        let detail = "Another one has this name already. Choose another name.";
        return Refusal::new(Code::NameTaken, detail).at("name").into();
    }
    error.into()
}
