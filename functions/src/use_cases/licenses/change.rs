//! Changes a license: name, seats, overage, term. Seats never go under what is taken; the database holds that.

use serde_json::{Value, json};
use shared::api::invitations::RowResult;
use shared::api::licenses::{ChangeLicense, License};
use shared::event::EventKind;
use shared::id::{LicenseId, OperationId, PackageId};
use shared::license::Term;
use shared::seat::Overage;
use shared::text::Name;
use shared::{Refusal, seat};

use super::{admins, package};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::licenses::{self, LicenseChange, LicenseRow};
use crate::store::outbox;
use crate::store::terms::{self, ReturnedRow};
use crate::use_cases::mails;

/// Changes what is given, or refuses with `seats_below_taken`, which names the number.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    request: &ChangeLicense,
) -> Result<License, Failure> {
    let before = find(ctx, proof, id).await?;
    let term = before.term();
    let package = match request.package {
        None => before.package(),
        Some(None) => None,
        Some(Some(wanted)) => Some(package::named(ctx, proof, wanted).await?.id),
    };
    let wanted = Wanted {
        package,
        name: request.name.clone().map_or_else(|| Name::parse(&before.name, "name"), Ok)?,
        seats: request.seats.unwrap_or(before.seats().total),
        overage: request.overage.unwrap_or(before.overage()),
        term: Term {
            starts_at: request.starts_at.unwrap_or(term.starts_at),
            expires_at: request.expires_at.unwrap_or(term.expires_at),
            grace_days: request.grace_days.unwrap_or(term.grace_days),
        }
        .check()?,
        kind: EventKind::LicenseChanged,
    };
    Ok(write(ctx, proof, &before, &wanted, &[]).await?.license)
}

/// A license as it is to be.
pub(super) struct Wanted {
    pub name: Name,
    pub seats: u32,
    pub overage: Overage,
    pub term: Term,
    /// The package that it is of; none: a product.
    pub package: Option<PackageId>,
    /// How the log tells of it.
    pub kind: EventKind,
}

/// What a write did.
pub(super) struct Written {
    pub license: License,
    pub returned: ReturnedRow,
    pub admins: Vec<RowResult>,
}

/// The license as it is, or "not found".
pub(super) async fn find(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
) -> Result<LicenseRow, Failure> {
    let row = ctx.query(licenses::find(proof.organization(), id)).await?.first::<LicenseRow>()?;
    Ok(row.ok_or_else(Refusal::not_found)?)
}

/// Writes it with its event, and the people who are to be its admins; whose seats the end of the term had suspended get them back in the same transaction.
pub(super) async fn write(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    before: &LicenseRow,
    wanted: &Wanted,
    addresses: &[String],
) -> Result<Written, Failure> {
    let (organization, id, by) = (proof.organization(), before.id, By::from(proof.actor()));
    let operation: OperationId = ctx.id();
    let Wanted { name, seats, overage, term, package, kind } = wanted;
    seat::check_total(*seats, *overage, before.seats().taken())?;
    let then = before.term();
    let license = LicenseChange {
        id,
        organization,
        name: (before.name != name.as_str()).then_some(name),
        seats: changed(&before.seats().total, seats),
        overage: changed(&before.overage(), overage),
        starts_at: changed(&then.starts_at, &term.starts_at),
        expires_at: changed(&then.expires_at, &term.expires_at),
        grace_days: changed(&then.grace_days, &term.grace_days),
        package: changed(&before.package(), package),
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization,
        kind: *kind,
        by: &by,
        target: id.to_string(),
        target_name: name.as_str(),
        details: differences(before, wanted),
        operation,
    };
    let batch = || {
        vec![
            licenses::update(ctx, &license),
            events::insert(ctx, &event),
            licenses::find(organization, id),
            terms::returned(organization, id, operation),
            outbox::of_now(ctx),
        ]
    };
    let (rows, admins) = match admins::with(ctx, proof.actor(), addresses, batch).await? {
        Ok(written) => written,
        Err(error) if error.is_constraint("seats_suffice") => {
            // Somebody took seats between the look and the write: say how many are taken now.
            let now = find(ctx, proof, id).await?;
            let refusal = seat::check_total(*seats, *overage, now.seats().taken()).err();
            return Err(refusal.unwrap_or_else(|| seat::full(now.seats().total)).into());
        }
        Err(error) => return Err(error.into()),
    };
    // More seats are what people in the queue wait for.
    mails::carry(ctx, &rows[4])?;
    let license = rows[2].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?.into_license(ctx.now);
    let returned = rows[3].first()?.ok_or_else(|| Failure::broken("licenses", "a sum without a row"))?;
    Ok(Written { license, returned, admins })
}

/// What is to be written; nothing where it is so already.
fn changed<T: Copy + PartialEq>(before: &T, wanted: &T) -> Option<T> {
    (before != wanted).then_some(*wanted)
}

fn differences(before: &LicenseRow, wanted: &Wanted) -> Value {
    let pair = |from: Value, to: Value| (from != to).then(|| json!({ "from": from, "to": to }));
    let term = before.term();
    json!({
        "seats": pair(json!(before.seats().total), json!(wanted.seats)),
        "name": pair(json!(before.name), json!(wanted.name)),
        "overage": pair(json!(before.overage()), json!(wanted.overage)),
        "starts_at": pair(json!(term.starts_at), json!(wanted.term.starts_at)),
        "expires_at": pair(json!(term.expires_at), json!(wanted.term.expires_at)),
        "package": pair(json!(before.package()), json!(wanted.package)),
        "grace_days": pair(json!(term.grace_days), json!(wanted.term.grace_days)),
    })
}
