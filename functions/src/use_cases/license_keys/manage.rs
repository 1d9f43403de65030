//! Makes a license key or link, limits it, gives it another secret, or ends it. What was given out before a rotation or a
//! revocation is dead on the very next request, and so are the mails that it sent and nobody answered; whoever came in stays.

use serde_json::json;
use shared::access::Permission;
use shared::api::license_keys::LicenseKey;
use shared::event::EventKind;
use shared::id::{LicenseId, LicenseKeyId};
use shared::license_key::{KeyForm, KeyLimits};
use shared::{Code, Refusal, access, methods};

use crate::authority::{Actor, ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::events::{self, By, NewEvent};
use crate::store::license_keys::{self, KeyChange, KeyItem, NewKey};
use crate::store::licenses::{self, LicenseRow};
use crate::store::outbox;
use crate::use_cases::mails;

/// A license's key or link.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The license.
    pub license: LicenseId,
    /// Typed or followed.
    pub form: KeyForm,
}

/// Makes a key or link, where the license's type offers one.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    place: Place,
    limits: KeyLimits,
) -> Result<LicenseKey, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let license = ctx.query(licenses::find(organization, place.license)).await?.first::<LicenseRow>()?;
    let license = license.ok_or_else(Refusal::not_found)?.into_license(ctx.now);
    methods::require(license.kind, place.form.method())?;
    brings_in(actor)?;
    let limits = limits.check(0, ctx.now)?;
    let (by, id, operation) = (By::from(actor), ctx.id(), ctx.id());
    let new = NewKey {
        id,
        organization,
        license: place.license,
        form: place.form,
        hash: &super::hash_of(ctx, place.form, id, 1),
        limits: &limits,
        by: actor.member(),
        by_name: actor.name(),
        operation,
    };
    let event =
        event(EventKind::KeyCreated, place, &license.name, &by, (organization, operation), &json!(limits));
    let batch = vec![
        license_keys::insert(ctx, &new),
        events::insert(ctx, &event.of()),
        license_keys::item(organization, place.license, place.form, id),
    ];
    let rows = ctx.batch(batch).await?;
    Ok(super::shown(ctx, proof.actor(), super::read_item(&super::super::only_item(&rows[2])?.0)?))
}

/// What is to become of a key.
#[derive(Clone, Debug)]
pub enum Act {
    /// It gets these limits in place of those that it had.
    Limit(KeyLimits),
    /// It gets another secret.
    Rotate,
    /// It lets nobody in any more.
    Revoke,
}

/// Changes a key or link. Revoking twice is the same as once; a revoked one is not changed any more.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    place: Place,
    key: LicenseKeyId,
    act: Act,
) -> Result<LicenseKey, Failure> {
    let organization = proof.organization();
    let item = || license_keys::item(organization, place.license, place.form, key);
    let facts = ctx.batch(vec![item(), licenses::find(organization, place.license)]).await?;
    let before: KeyItem = super::read_item(&super::super::only_item(&facts[0])?.0)?;
    let license = facts[1].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?.into_license(ctx.now);
    match (before.revoked_at, &act) {
        (Some(_), Act::Revoke) => return Ok(super::shown(ctx, proof.actor(), before)),
        (Some(_), _) => {
            return Err(Refusal::new(Code::NotInThisState, "It was revoked. Make a new one instead.").into());
        }
        (None, Act::Revoke) => {}
        (None, _) => brings_in(proof.actor())?,
    }
    let limits = match &act {
        Act::Limit(limits) => limits.clone().check(before.uses, ctx.now)?,
        Act::Rotate | Act::Revoke => KeyLimits::default(),
    };
    let rotation = before.rotation + 1;
    let hash = super::hash_of(ctx, place.form, key, rotation);
    let (kind, change, details) = match act {
        Act::Limit(_) => (EventKind::KeyChanged, KeyChange::Limits(&limits), json!(limits)),
        Act::Rotate => (EventKind::KeyRotated, KeyChange::Rotation(rotation, &hash), json!({})),
        Act::Revoke => (EventKind::KeyRevoked, KeyChange::Revoked, json!({ "uses": before.uses })),
    };
    let (by, operation) = (By::from(proof.actor()), ctx.id());
    let event = event(kind, place, &license.name, &by, (organization, operation), &details);
    let changed = "EXISTS (SELECT 1 FROM license_keys WHERE operation_id = ?11)";
    let mut batch = vec![
        license_keys::change(ctx, organization, key, &change, &by, operation),
        events::insert_if(ctx, &event.of(), changed),
        item(),
    ];
    if !matches!(change, KeyChange::Limits(_)) {
        batch.extend(license_keys::cancel_open(ctx, key, &by, operation));
    }
    let mails = batch.len();
    batch.push(outbox::of_now(ctx));
    let rows = match ctx.batch(batch).await {
        // More people came in since it was read.
        Err(DbError::Constraint(_)) => {
            let detail = "More people came in meanwhile. Look again, then choose a higher limit.";
            return Err(Refusal::new(Code::InvalidLimit, detail).at("max_uses").into());
        }
        rows => rows?,
    };
    mails::carry(ctx, &rows[mails])?;
    Ok(super::shown(ctx, proof.actor(), super::read_item(&super::super::only_item(&rows[2])?.0)?))
}

/// Whoever has a key or link brings themselves in, so it is given out by those who may bring people in.
fn brings_in(actor: &Actor) -> Result<(), Refusal> {
    access::require(actor.permissions, Permission::ManageInvitations)
}

/// An event about a license's key, with what it needs to be written.
struct KeyEvent<'a> {
    kind: EventKind,
    license: LicenseId,
    name: &'a str,
    by: &'a By,
    at: (shared::id::OrganizationId, shared::id::OperationId),
    details: serde_json::Value,
}

fn event<'a>(
    kind: EventKind,
    place: Place,
    name: &'a str,
    by: &'a By,
    at: (shared::id::OrganizationId, shared::id::OperationId),
    limits: &serde_json::Value,
) -> KeyEvent<'a> {
    let details = json!({ "form": place.form, "limits": limits });
    KeyEvent { kind, license: place.license, name, by, at, details }
}

impl KeyEvent<'_> {
    fn of(&self) -> NewEvent<'_> {
        NewEvent {
            organization: self.at.0,
            kind: self.kind,
            by: self.by,
            target: self.license.to_string(),
            target_name: self.name,
            details: self.details.clone(),
            operation: self.at.1,
        }
    }
}
