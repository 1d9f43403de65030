//! Icons, 16 px, from the sprite in `index.html`.

use leptos::prelude::*;

/// An icon by its name in the sprite; words beside it say what it means.
pub fn icon(name: &'static str) -> AnyView {
    view! { <svg class="i" aria-hidden="true" inner_html=format!("<use href=\"#{name}\"/>")></svg> }
        .into_any()
}
