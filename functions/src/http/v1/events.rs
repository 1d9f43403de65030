//! The audit log.

use http::Method;
use shared::Refusal;
use shared::access::Permission;
use shared::api::Page;
use shared::api::events::{Event, EventFilter};

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::events;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ReadEvents);
    let summary = "Lists events, the newest first; kind takes a whole kind or its first word with a dot.";
    vec![
        Route::api(Method::GET, "/api/v1/events", access, summary, list)
            .query(&["kind", "target", "q", "from", "to", "limit", "cursor"])
            .answers::<Page<Event>>(),
        Route::api(
            Method::GET,
            "/api/v1/events.csv",
            access,
            "The same list as a CSV file, the newest 100,000 entries.",
            file,
        )
        .query(&["kind", "target", "q", "from", "to"]),
    ]
}

fn filter(call: &Call) -> Result<EventFilter, Refusal> {
    Ok(EventFilter {
        kind: call.query("kind"),
        target: call.query("target"),
        search: call.query("q"),
        from: call.day("from")?,
        to: call.day("to")?,
    })
}

async fn list(call: Call) -> Result<Reply, Failure> {
    Ok(reply::page_of(events::list(&call.ctx, call.credential()?, &filter(&call)?, &call.window()?).await?))
}

async fn file(call: Call) -> Result<Reply, Failure> {
    let file = events::file(&call.ctx, call.credential()?, &filter(&call)?).await?;
    Ok(reply::file(&file.name("activity"), file.text))
}
