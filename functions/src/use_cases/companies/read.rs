//! Companies as lists and pages show them.

use shared::id::CompanyId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::companies;
use crate::use_cases::{RawJson, only_item};

/// A page of companies by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = companies::list(credential.organization, search, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}

/// One company.
pub async fn get(ctx: &Context, credential: &Credential, id: CompanyId) -> Result<RawJson, Failure> {
    let statement = companies::item(credential.organization, id);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
