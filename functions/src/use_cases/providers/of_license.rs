//! Which providers a license uses, and how its people stand there.

use serde_json::json;
use shared::Refusal;
use shared::api::providers::{LicenseProvider, LicenseProviders, UseProviders};
use shared::event::EventKind;
use shared::id::LicenseId;
use shared::provider::PROVIDERS;

use crate::authority::{self, ManageLicenses, Proof, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseRow};
use crate::store::providers::{self, UsedRow};

/// The providers that a license uses.
pub async fn get(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
) -> Result<LicenseProviders, Failure> {
    let organization = credential.organization;
    let statements =
        vec![licenses::find(organization, license), providers::of_license(organization, license)];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    used(&rows[1])
}

/// Makes it use these and no others.
pub async fn set(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    license: LicenseId,
    request: &UseProviders,
) -> Result<LicenseProviders, Failure> {
    let organization = proof.organization();
    let found = ctx.query(licenses::find(organization, license)).await?;
    let found = found.first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    let event = NewEvent {
        organization,
        kind: EventKind::LicenseProviders,
        by: &By::from(proof.actor()),
        target: license.to_string(),
        target_name: &found.name,
        details: json!({ "providers": request.providers }),
        operation: ctx.id(),
    };
    let [drop, add] = providers::use_only(organization, license, &json!(request.providers).to_string());
    let batch = vec![drop, add, events::insert(ctx, &event), providers::of_license(organization, license)];
    used(&ctx.batch(batch).await?[3])
}

fn used(rows: &Rows) -> Result<LicenseProviders, Failure> {
    let rows = rows.all::<UsedRow>()?;
    let of = |provider| rows.iter().find(|row| row.provider == provider);
    let one = |id| of(id).map(|row| LicenseProvider { provider: id, people: row.people });
    Ok(LicenseProviders { providers: PROVIDERS.iter().filter_map(|provider| one(provider.id)).collect() })
}
