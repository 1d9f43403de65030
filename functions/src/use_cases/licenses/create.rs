//! Creates a license, of a product or of a package.

use serde_json::json;
use shared::api::Named;
use shared::api::licenses::{CreateLicense, License};
use shared::event::EventKind;
use shared::id::{LicenseId, PackageId};
use shared::license::Term;
use shared::seat;
use shared::{Code, Refusal};

use super::admins;
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseRow, NewLicense};

/// Creates a license, or refuses with `invalid_license`.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: CreateLicense,
) -> Result<License, Failure> {
    seat::check_total(request.seats, request.overage, 0)?;
    admins::check(&request.admins)?;
    let CreateLicense { starts_at, expires_at, grace_days, .. } = request;
    let term = Term { starts_at, expires_at, grace_days }.check()?;
    let package = package(ctx, proof, &request).await?;
    let (id, operation): (LicenseId, _) = (ctx.id(), ctx.id());
    let by = By::from(proof.actor());
    let product = match &package {
        Some(package) => package.name.clone(),
        None => request.product.as_ref().unwrap_or(&request.name).to_string(),
    };
    let license = NewLicense {
        id,
        organization: proof.organization(),
        name: &request.name,
        product: &product,
        package: package.as_ref().map(|package| package.id),
        kind: request.kind,
        seats: request.seats,
        overage: request.overage,
        term,
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization: proof.organization(),
        kind: EventKind::LicenseCreated,
        by: &by,
        target: id.to_string(),
        target_name: request.name.as_str(),
        details: json!({ "seats": request.seats, "type": request.kind, "package": license.package }),
        operation,
    };
    let write = || {
        vec![
            licenses::insert(ctx, &license),
            events::insert(ctx, &event),
            licenses::find(proof.organization(), id),
        ]
    };
    let (rows, admins) = admins::with(ctx, proof.actor(), &request.admins, write).await??;
    let made = rows[2].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    Ok(License { admins, ..made.into_license(ctx.now) })
}

/// The package that the license is to be of, with its name now.
async fn package(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: &CreateLicense,
) -> Result<Option<Named<PackageId>>, Failure> {
    let Some(id) = request.package else { return Ok(None) };
    if request.product.is_some() {
        let detail = "A license is of a package or of a product. Name one of them.";
        return Err(Refusal::new(Code::InvalidBody, detail).at("product").into());
    }
    super::package::named(ctx, proof, id).await.map(Some)
}
