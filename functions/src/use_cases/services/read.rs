//! Services as lists and pages show them, and the people linked to one.

use shared::Refusal;
use shared::api::services::ServiceFilter;
use shared::id::ServiceId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::services;
use crate::use_cases::{RawJson, only_item};

/// A page of services by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &ServiceFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = services::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}

/// One service with its teams.
pub async fn get(ctx: &Context, credential: &Credential, id: ServiceId) -> Result<RawJson, Failure> {
    let statement = services::item(credential.organization, id);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}

/// A page of the people linked to a service, by name.
pub async fn members(
    ctx: &Context,
    credential: &Credential,
    id: ServiceId,
    search: Option<&str>,
    window: &Window,
) -> Result<RawPage, Failure> {
    let organization = credential.organization;
    let statements =
        vec![services::find(organization, id), services::members(organization, id, search, window)];
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), statements).await?;
    if rows[0].is_empty() {
        return Err(Refusal::not_found().into());
    }
    RawPage::read(&rows[1])
}
