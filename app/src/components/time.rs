//! Times: relative in the text, absolute in the title.

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::format;

/// A time as `4 minutes ago`.
pub fn time(at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string() title=format::absolute(at)>{format::relative(at)}</time> }
        .into_any()
}

/// Whole days until then; negative when it is over.
pub fn days_left(at: Timestamp) -> i64 {
    (at.millis() - format::now().millis()).div_euclid(86_400_000)
}
