//! The rows of an import and what became of each.

use shared::api::invitations::Outcome;
use shared::id::ImportId;

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::imports;

/// A page of rows in the file's order; of one outcome where one is named.
pub async fn rows(
    ctx: &Context,
    credential: &Credential,
    import: ImportId,
    outcome: Option<Outcome>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let outcome = outcome.map(Outcome::as_str);
    let statements = vec![
        imports::item(credential.organization, import),
        imports::rows(credential.organization, import, outcome, window),
    ];
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), statements).await?;
    super::super::only_item(&rows[0])?;
    RawPage::read(&rows[1])
}
