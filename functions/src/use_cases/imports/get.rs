//! One import and how far it is.

use shared::id::ImportId;

use crate::authority::{self, ReadInvitations};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::imports;
use crate::use_cases::RawJson;

/// The import.
pub async fn get(ctx: &Context, credential: &Credential, import: ImportId) -> Result<RawJson, Failure> {
    let statement = imports::item(credential.organization, import);
    let (_, rows) = authority::read::<ReadInvitations>(ctx, Some(credential), vec![statement]).await?;
    super::super::only_item(&rows[0])
}
