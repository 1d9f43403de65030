//! The console: mounts the application on the page's body. No rules and no network here.
use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <h1>"Usher"</h1> });
}
