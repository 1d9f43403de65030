//! Renews a license: a new end, perhaps other seats, and the people who are to be its admins (B18).

use shared::api::licenses::{Renew, Renewed};
use shared::event::EventKind;
use shared::id::LicenseId;
use shared::license::Term;
use shared::text::Name;

use super::admins;
use super::change::{self, Wanted};
use crate::authority::{ManageLicenses, Proof};
use crate::context::Context;
use crate::failure::Failure;

/// Renews; those whose seats the end of the term suspended get them back while seats are left.
pub async fn renew(
    ctx: &Context,
    proof: &Proof<ManageLicenses>,
    id: LicenseId,
    request: &Renew,
) -> Result<Renewed, Failure> {
    admins::check(&request.admins)?;
    let before = change::find(ctx, proof, id).await?;
    let wanted = Wanted {
        name: Name::parse(&before.name, "name")?,
        seats: request.seats.unwrap_or(before.seats().total),
        overage: before.overage(),
        term: Term { expires_at: request.expires_at, ..before.term() }.check_renewal(ctx.now)?,
        kind: EventKind::LicenseRenewed,
    };
    let written = change::write(ctx, proof, &before, &wanted).await?;
    Ok(Renewed {
        license: written.license,
        restored: written.returned.restored,
        suspended: written.returned.suspended,
        admins: admins::name(ctx, proof.actor(), &request.admins).await?,
    })
}
