//! Recomputes every license's counters from the ledger and from the assignments, and reports what differs.

use shared::api::licenses::{DoctorReport, SeatDifference};

use crate::authority::{self, ManageLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::ledger::{self, AuditRow};

/// Compares; changes nothing.
pub async fn doctor(ctx: &Context, credential: &Credential) -> Result<DoctorReport, Failure> {
    let statement = ledger::audit(ctx, credential.organization);
    let (_, rows) = authority::read::<ManageLicenses>(ctx, Some(credential), vec![statement]).await?;
    let rows: Vec<AuditRow> = rows[0].all()?;
    let licenses = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Ok(DoctorReport { licenses, differences: rows.iter().filter_map(difference).collect() })
}

fn difference(row: &AuditRow) -> Option<SeatDifference> {
    let counters = (row.seats, row.reserved, row.held);
    let ledger = (row.ledger_total, row.ledger_reserved, row.ledger_held);
    let assignments = (row.invited, row.accepted);
    let queue = (row.waiting, row.in_line);
    let overlooked = row.overlooked == 1;
    let agree =
        counters == ledger && (row.reserved, row.held) == assignments && queue.0 == queue.1 && !overlooked;
    (!agree).then_some(SeatDifference { license: row.id, counters, ledger, assignments, queue, overlooked })
}
