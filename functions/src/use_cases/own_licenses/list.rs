//! My places on licenses.

use shared::license::AssignmentStatus;

use crate::authority::{self, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::own_licenses;

/// A page of my places, the newest first; with a status those alone. A program has none of its own.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    status: Option<AssignmentStatus>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = own_licenses::list(credential, status, window);
    let (proof, rows) = authority::read::<SignedIn>(ctx, Some(credential), vec![statement]).await?;
    proof.actor().person()?;
    RawPage::read(&rows[0])
}
