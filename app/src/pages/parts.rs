//! The pages beyond Home as one part of the wasm that is loaded when the first of them is opened, so that the first
//! screen is small. The build cuts the wasm at what `#[lazy]` marks; one part for all, since a part for each would
//! load its pieces in dozens of files. Not here: showing a page once its part is there (`routes`).

use leptos::prelude::*;

use crate::routes::Page;

/// A page beyond Home.
#[lazy]
pub fn beyond_home(page: Page) -> AnyView {
    match page {
        Page::People => super::people::people(),
        Page::Person(id) => super::person::person(id),
        Page::Invitations => super::invitations::invitations(),
        Page::Invitation(id) => super::invitation::invitation(id),
        Page::Licenses => super::licenses::licenses(),
        Page::License(id) => super::license::license(id),
        Page::Activity => super::activity::activity(),
        Page::Tokens => super::tokens::tokens(),
        Page::Account => super::account::account(),
        Page::Home | Page::Missing => super::gone::missing(),
    }
}
