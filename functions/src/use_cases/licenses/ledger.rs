//! The seat ledger: why every seat is taken, what any past day had, and all of it as a file.

use std::collections::BTreeMap;

use shared::Refusal;
use shared::api::ledger::{LedgerDays, LedgerFilter};
use shared::day::Day;
use shared::gather::gather;
use shared::id::LicenseId;
use shared::ledger::{self as rule, Sum};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{RawPage, Window};
use crate::ports::{Rows, Statement};
use crate::secrets::Credential;
use crate::store::ledger::{self, EntryRow, SumRow};
use crate::store::licenses;
use crate::use_cases::csv_file::{self, CsvFile};

/// A page of a license's ledger, the newest first.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    filter: &LedgerFilter,
    window: &Window,
) -> Result<RawPage, Failure> {
    let list = ledger::list(credential.organization, license, filter, window);
    let rows = read(ctx, credential, license, vec![list]).await?;
    rule::check_order(filter.from, filter.to)?;
    RawPage::read(&rows[0])
}

/// What a license had at the end of each day.
pub async fn by_day(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    from: Day,
    to: Day,
) -> Result<LedgerDays, Failure> {
    let organization = credential.organization;
    let sums = vec![
        ledger::before(organization, license, from.start()),
        ledger::by_day(organization, license, from, to),
    ];
    let rows = read(ctx, credential, license, sums).await?;
    rule::check_days(from, to)?;
    let sum = |row: &SumRow| Sum { total: row.total, reserved: row.reserved, held: row.held };
    let before = rows[0].first::<SumRow>()?.map(|row| sum(&row)).unwrap_or_default();
    let changes: BTreeMap<_, _> =
        gather(rows[1].all::<SumRow>()?.iter().filter_map(|row| Some((row.day?, sum(row)))));
    Ok(LedgerDays { days: rule::days(before, &changes, from, to) })
}

/// The list as a CSV file.
pub async fn file(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    filter: &LedgerFilter,
) -> Result<CsvFile, Failure> {
    let part = |before| ledger::export(credential.organization, license, filter, before, csv_file::PART);
    let mut rows = read(ctx, credential, license, vec![part(None)]).await?;
    rule::check_order(filter.from, filter.to)?;
    let head = [
        "sequence",
        "at",
        "name",
        "email",
        "assignment",
        "door",
        "reason",
        "actor",
        "total",
        "reserved",
        "held",
    ];
    let after = |row: &EntryRow| part(Some(row.sequence));
    csv_file::file(ctx, &head, rows.remove(0), after, |row: &EntryRow| {
        let assignment = row.assignment.map(|id| id.to_string()).unwrap_or_default();
        vec![
            row.sequence.to_string(),
            row.at.to_string(),
            row.name.clone(),
            row.email.clone(),
            assignment,
            row.door.clone(),
            row.reason.clone(),
            row.actor.clone(),
            row.total.to_string(),
            row.reserved.to_string(),
            row.held.to_string(),
        ]
    })
    .await
}

/// Reads of a license that is there.
async fn read(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
    mut statements: Vec<Statement>,
) -> Result<Vec<Rows>, Failure> {
    statements.push(licenses::find(credential.organization, license));
    let (_, mut rows) = authority::read::<ReadLicenses>(ctx, Some(credential), statements).await?;
    if rows.pop().is_none_or(|license| license.is_empty()) {
        return Err(Refusal::not_found().into());
    }
    Ok(rows)
}
