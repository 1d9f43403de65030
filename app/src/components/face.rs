//! A person's face: their photo, or their initials. The name stands beside it, so it is silent for who listens.

use leptos::prelude::*;

use crate::format::initials;

/// The face; `photo` is the photo's address.
pub fn face(name: &str, photo: Option<String>, class: &'static str) -> AnyView {
    match photo {
        Some(address) => view! { <img class=class src=address alt="" decoding="async" /> }.into_any(),
        None => view! {
            <span class=class aria-hidden="true">
                {initials(name)}
            </span>
        }
        .into_any(),
    }
}
