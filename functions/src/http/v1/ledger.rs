//! The seat ledger of a license.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::Page;
use shared::api::ledger::{LedgerDays, LedgerEntry, LedgerFilter};
use shared::day::Day;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::licenses::ledger;

/// Days that are told when none is named.
const USUAL_DAYS: i64 = 30;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ReadLicenses);
    vec![
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/ledger",
            access,
            "Lists what happened to its seats, the newest first.",
            list,
        )
        .query(&["assignment", "q", "door", "from", "to", "limit", "cursor"])
        .answers::<Page<LedgerEntry>>(),
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/ledger/days",
            access,
            "Tells its seats at the end of each day in UTC, by the ledger's sum; the last 30 days, or at most 366.",
            days,
        )
        .query(&["from", "to"])
        .answers::<LedgerDays>(),
        Route::api(
            Method::GET,
            "/api/v1/licenses/{license}/ledger.csv",
            access,
            "The same list as a CSV file, the newest 100,000 entries.",
            file,
        )
        .query(&["assignment", "q", "door", "from", "to"]),
    ]
}

fn filter(call: &Call) -> Result<LedgerFilter, Refusal> {
    Ok(LedgerFilter {
        assignment: call.choice("assignment")?,
        search: call.query("q"),
        door: call.query("door"),
        from: call.day("from")?,
        to: call.day("to")?,
    })
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let (license, filter, window) = (call.id("license")?, filter(&call)?, call.window()?);
    Ok(reply::page_of(ledger::list(&call.ctx, call.credential()?, license, &filter, &window).await?))
}

async fn days(call: Call) -> Result<Reply, Failure> {
    let license = call.id("license")?;
    let to = call.day("to")?.unwrap_or_else(|| Day::of(call.ctx.now));
    let from = call.day("from")?.unwrap_or_else(|| to.minus(USUAL_DAYS - 1));
    reply::json(&ledger::by_day(&call.ctx, call.credential()?, license, from, to).await?)
}

async fn file(call: Call) -> Result<Reply, Failure> {
    let (license, filter) = (call.id("license")?, filter(&call)?);
    let file = ledger::file(&call.ctx, call.credential()?, license, &filter).await?;
    Ok(reply::file(&file.name("seat-ledger"), file.text))
}
