//! The audit log.

use http::Method;
use shared::access::Permission;
use shared::api::Page;
use shared::api::events::Event;

use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::events;
use shared::api::events::EventFilter;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ReadEvents);
    let summary = "Lists events, the newest first; kind takes a whole kind or its first word with a dot.";
    vec![
        Route::api(Method::GET, "/api/v1/events", access, summary, list)
            .query(&["kind", "target", "q", "limit", "cursor"])
            .answers::<Page<Event>>(),
    ]
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter =
        EventFilter { kind: call.query("kind"), target: call.query("target"), search: call.query("q") };
    Ok(reply::page_of(events::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?))
}
