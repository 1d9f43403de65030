//! Names the license whose seats go with a role, or none any more.

use serde_json::json;
use shared::access::Role;
use shared::api::staff_seats::{SetStaffSeats, StaffSeats};
use shared::event::EventKind;
use shared::id::{LicenseId, MemberId, OrganizationId};
use shared::{Code, Refusal, staff_seats as rule};

use crate::authority::{self, ManageLicenses, Proof, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseRow};
use crate::store::outbox;
use crate::store::staff_seats::{self, NeedRow, StaffRow};
use crate::use_cases::mails;
use crate::use_cases::organization::contact;

/// The license, its seats and the roles that take one.
pub async fn get(ctx: &Context, credential: &Credential) -> Result<StaffSeats, Failure> {
    let statement = staff_seats::of(credential.organization);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    StaffRow::shown(StaffRow::read(&rows[0])?.as_ref())
}

/// Names license and roles: whoever has such a role takes a seat in the same write, all of them or nobody.
pub async fn set(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    request: &SetStaffSeats,
) -> Result<StaffSeats, Failure> {
    let (organization, operation) = (proof.organization(), ctx.id());
    let found = ctx.query(licenses::find(organization, request.license)).await?.first::<LicenseRow>()?;
    let license = found.ok_or_else(|| Refusal::not_found().at("license"))?;
    let roles = rule::check(license.kind(), request.roles.as_deref())?;
    if license.term().ends_at().is_some_and(|end| end <= ctx.now) {
        return Err(rule::ended(&license.name).at("license").into());
    }
    let (by, names) = (By::from(proof.actor()), json!(roles).to_string());
    let event =
        event(organization, &by, request.license, &license.name, json!({ "roles": roles }), operation);
    let mut batch =
        staff_seats::set(ctx, organization, request.license, &names, &by.name, operation).to_vec();
    batch.extend([events::insert(ctx, &event), staff_seats::of(organization), outbox::of_now(ctx)]);
    match ctx.batch(batch).await {
        Err(error) if error.is_constraint("staff_seats_missing") => {
            let need = ctx.query(staff_seats::need(ctx, organization, request.license, &names)).await?;
            let NeedRow { name, free, people, .. } = need.first()?.ok_or_else(Refusal::not_found)?;
            let refusal = rule::missing(&name, people, free);
            Err(contact::with_failure(ctx, organization, refusal.into()).await)
        }
        Err(error) => Err(error.into()),
        Ok(rows) => {
            mails::carry(ctx, &rows[4])?;
            StaffRow::shown(StaffRow::read(&rows[3])?.as_ref())
        }
    }
}

/// Lets no role take a seat any more; those that roles took are free.
pub async fn clear(ctx: &Context, proof: &Proof<ManageLicenses>) -> Result<StaffSeats, Failure> {
    let (organization, operation) = (proof.organization(), ctx.id());
    let row = StaffRow::read(&ctx.query(staff_seats::of(organization)).await?)?;
    let Some(license) = StaffRow::shown(row.as_ref())?.license else { return StaffRow::shown(None) };
    let by = By::from(proof.actor());
    let event = event(organization, &by, license.id, &license.name, json!({ "roles": [] }), operation);
    let mut batch = staff_seats::clear(ctx, organization, &by.name, operation).to_vec();
    batch.extend([events::insert(ctx, &event), outbox::of_now(ctx)]);
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[3])?;
    StaffRow::shown(None)
}

fn event<'a>(
    organization: OrganizationId,
    by: &'a By,
    license: LicenseId,
    name: &'a str,
    details: serde_json::Value,
    operation: shared::id::OperationId,
) -> NewEvent<'a> {
    let target = license.to_string();
    NewEvent {
        organization,
        kind: EventKind::StaffSeatsChanged,
        by,
        target,
        target_name: name,
        details,
        operation,
    }
}

/// Why nobody more can be given a role: it takes a seat and none is free, or the license has ended.
pub async fn full(
    ctx: &Context,
    organization: OrganizationId,
    role: Role,
) -> Result<Option<Refusal>, Failure> {
    let Some(row) = StaffRow::read(&ctx.query(staff_seats::of(organization)).await?)? else {
        return Ok(None);
    };
    Ok(if row.takes()?.contains(&role) { row.refusal(ctx.now) } else { None })
}

/// Why somebody can't be given a role: it takes a seat, they have none and none is free.
pub async fn lacks(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    role: Role,
) -> Result<Option<Refusal>, Failure> {
    let seated = ctx.query(staff_seats::is_seated(organization, member)).await?;
    let full = full(ctx, organization, role).await?;
    Ok(full.filter(|refusal| seated.is_empty() || refusal.code == Code::LicenseNotInTerm))
}
