//! Times: relative in the text, absolute in the title.

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::format;

/// A time as `4 minutes ago`.
pub fn time(at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string() title=format::absolute(at)>{format::relative(at)}</time> }
        .into_any()
}

/// Days until then, to the nearest; negative when it is over.
pub fn days_left(at: Timestamp) -> i64 {
    const DAY: i64 = 86_400_000;
    match at.millis() - format::now().millis() {
        left @ 0.. => (left + DAY / 2) / DAY,
        _ => -1,
    }
}
