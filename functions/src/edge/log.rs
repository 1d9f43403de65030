//! The log: one structured line a request, an error once with its cause. Never a token, address or password.

use serde::Serialize;
use serde_json::json;

use crate::http::router::LogLine;

#[derive(Serialize)]
struct Timed<'a> {
    #[serde(flatten)]
    line: &'a LogLine,
    duration_ms: i64,
}

/// Writes the line of a request.
pub fn request(line: &LogLine, duration_ms: i64) {
    let text = serde_json::to_string(&Timed { line, duration_ms }).unwrap_or_default();
    if line.error.is_some() { worker::console_error!("{text}") } else { worker::console_log!("{text}") }
}

/// Writes what broke outside a request.
pub fn failure(place: &str, cause: &str) {
    worker::console_error!("{}", json!({ "place": place, "error": cause }));
}
