//! The package that a license is to be of.

use serde::Deserialize;
use shared::api::Named;
use shared::id::PackageId;
use shared::{Code, Refusal};

use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::packages::Thing;

#[derive(Deserialize)]
struct Item {
    item: String,
}

#[derive(Deserialize)]
struct Called {
    name: String,
}

/// The package with its name now, or the refusal at its field.
pub(super) async fn named(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: PackageId,
) -> Result<Named<PackageId>, Failure> {
    let rows = ctx.query(Thing::Package.one(proof.organization(), &id.to_string())).await?;
    let Some(row) = rows.first::<Item>()? else {
        let detail = "There is no such package. Take one from the list of packages.";
        return Err(Refusal::new(Code::NotFound, detail).at("package").into());
    };
    let Called { name } = crate::json::read(&row.item).map_err(|error| Failure::broken("packages", error))?;
    Ok(Named { id, name })
}
