//! A person's face: their photo, or their initials. The name stands beside it, so it is silent for who listens.

use leptos::prelude::*;

use shared::access::Permission;
use shared::id::MemberId;

use crate::format::initials;
use crate::session::may;

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

/// The face of a member in a list: small, and asked for once it comes into view. `photo` is the photo's version.
pub fn small_face(id: MemberId, name: &str, photo: Option<&String>) -> AnyView {
    let photo = photo.filter(|_| may(Permission::ReadMembers));
    let Some(version) = photo else { return face(name, None, "face") };
    let address = format!("/api/v1/members/{id}/photo?v={version}");
    view! { <img class="face" src=address alt="" width="28" height="28" loading="lazy" decoding="async" /> }
        .into_any()
}
