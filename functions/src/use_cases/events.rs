//! Reading the audit log, page by page or as a file.

use shared::api::events::EventFilter;
use shared::ledger::check_order;

use crate::authority::{self, ReadEvents};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::secrets::Credential;
use crate::store::events::{self, EventRow};
use crate::use_cases::csv_file::{self, CsvFile};

/// A page of events, the newest first.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &EventFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let statement = events::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadEvents>(ctx, Some(credential), vec![statement]).await?;
    check_order(filter.from, filter.to)?;
    RawPage::read(&rows[0])
}

/// The list as a CSV file.
pub async fn file(ctx: &Context, credential: &Credential, filter: &EventFilter) -> Result<CsvFile, Failure> {
    let part = |before: Option<&str>| events::export(credential.organization, filter, before, csv_file::PART);
    let (_, mut rows) = authority::read::<ReadEvents>(ctx, Some(credential), vec![part(None)]).await?;
    check_order(filter.from, filter.to)?;
    let head = ["id", "at", "kind", "actor_kind", "actor", "actor_name", "target", "target_name", "details"];
    let after = |row: &EventRow| part(Some(row.id.as_str()));
    csv_file::file(ctx, &head, rows.remove(0), after, |row: &EventRow| {
        let columns = [
            &row.id,
            &row.at,
            &row.kind,
            &row.actor_kind,
            &row.actor,
            &row.actor_name,
            &row.target,
            &row.target_name,
        ];
        columns.into_iter().chain([&row.details]).cloned().collect()
    })
    .await
}
