//! Notices about licenses: told by the schedule, shown on Home, chosen by the organization and by each person.

pub mod announce;
pub mod change;
pub mod get;

use shared::api::Named;
use shared::api::notices::{Notice, NoticeChoice};
use shared::notice;
use shared::time::Timestamp;

use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::licenses::LicenseRow;
use crate::store::notices::Unwanted;

/// What is wanted, from the kinds that are not.
pub(in crate::use_cases) fn choice(rows: &Rows) -> Result<NoticeChoice, Failure> {
    let off: Vec<_> = rows.all::<Unwanted>()?.into_iter().map(|row| row.kind).collect();
    Ok(NoticeChoice::all_but(&off))
}

/// The notices of these licenses that are due now and wanted.
pub(in crate::use_cases) fn due_now(
    licenses: Vec<LicenseRow>,
    wanted: NoticeChoice,
    now: Timestamp,
) -> Vec<Notice> {
    let of = |row: LicenseRow| {
        let facts = row.notice_facts();
        let due = notice::due(&facts, now).into_iter().filter(move |due| wanted.wants(due.kind));
        due.map(move |due| Notice {
            kind: due.kind,
            license: Named { id: row.id, name: row.name.clone() },
            threshold: due.threshold,
            state: facts.term.state(now),
            expires_at: facts.term.expires_at,
            ends_at: facts.term.ends_at(),
            seats: facts.seats,
        })
    };
    licenses.into_iter().flat_map(of).collect()
}
