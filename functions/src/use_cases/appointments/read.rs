//! Appointments as lists and programs see them.

use shared::api::appointments::AppointmentFilter;
use shared::id::AppointmentId;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::appointments;
use crate::use_cases::{RawJson, only_item};

/// A page of appointments, the latest first.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &AppointmentFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = appointments::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    RawPage::read(&rows[0])
}

/// One appointment.
pub async fn get(ctx: &Context, credential: &Credential, id: AppointmentId) -> Result<RawJson, Failure> {
    let statement = appointments::item(credential.organization, id);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
