//! The whole domains of a district license (B3): told and set.

use serde_json::json;
use shared::api::methods::WholeDomains;
use shared::event::EventKind;
use shared::id::{LicenseId, OrganizationId};
use shared::methods::{self, Method};
use shared::{Code, Refusal};

use crate::authority::{self, ManageLicenses, Proof, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::domains::{self, DomainRow, NameRow};
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseRow};
use crate::store::whole_domains;

/// The domains by name.
pub async fn get(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
) -> Result<WholeDomains, Failure> {
    let organization: OrganizationId = credential.organization;
    let facts = vec![licenses::find(organization, license), whole_domains::of_license(organization, license)];
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), facts).await?;
    rows[0].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    told(&rows[1])
}

/// Sets the domains. People who are on the license stay on it.
pub async fn set(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    license: LicenseId,
    request: &WholeDomains,
) -> Result<WholeDomains, Failure> {
    let organization = proof.organization();
    let facts = ctx.batch(vec![licenses::find(organization, license), domains::list(organization)]).await?;
    let found = facts[0].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    methods::require(found.kind(), Method::WholeDomain)?;
    let proved: Vec<DomainRow> = facts[1].all()?;
    let is_proved = |name: &String| proved.iter().any(|it| it.name == *name && it.verified_at.is_some());
    if let Some(name) = request.domains.iter().find(|name| !is_proved(name)) {
        let detail = format!("{name} is not among the domains that you have proved. Prove it first.");
        return Err(Refusal::new(Code::DomainNotProved, detail).at("domains").into());
    }
    let event = NewEvent {
        organization,
        kind: EventKind::LicenseChanged,
        by: &By::from(proof.actor()),
        target: license.to_string(),
        target_name: &found.name,
        details: json!({ "domains": request.domains }),
        operation: ctx.id(),
    };
    let mut batch = whole_domains::set(organization, license, &json!(request.domains).to_string()).to_vec();
    batch.extend([events::insert(ctx, &event), whole_domains::of_license(organization, license)]);
    told(&ctx.batch(batch).await?[3])
}

fn told(rows: &Rows) -> Result<WholeDomains, Failure> {
    Ok(WholeDomains { domains: rows.all::<NameRow>()?.into_iter().map(|row| row.name).collect() })
}
