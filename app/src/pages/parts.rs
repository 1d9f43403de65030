//! The pages beyond Home as one part of the wasm that is loaded when the first of them is opened, so that the first
//! screen is small. The build cuts the wasm at what `#[lazy]` marks; one part for all, since a part for each would
//! load its pieces in dozens of files. Not here: showing a page once its part is there (`routes`).
#![expect(clippy::unnecessary_wraps, reason = "what fails is loading, which the macro adds")]

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::routes::Page;

/// A page beyond Home; fails where its part of the wasm doesn't load. What `#[lazy]` does, but it would panic then.
#[wasm_split(beyond_home, wasm_split_path = ::leptos::wasm_split, preload(load_ahead), fallible)]
pub fn beyond_home(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Page::People => super::people::people(),
        Page::Person(id) => super::person::person(id),
        Page::Teams => super::teams::teams(),
        Page::Team(id) => super::team::team(id),
        Page::Companies => super::companies::companies(),
        Page::Company(id) => super::companies::one::company(id),
        Page::Insights => super::insights::insights(),
        Page::Adoption => super::insights::on_home(),
        Page::MyTeam => super::insights::team::my_team(),
        Page::Teammate(id) => super::insights::performance::of_mate(id),
        Page::Performance => super::insights::performance::own(),
        Page::Services => super::services::services(),
        Page::Service(id) => super::services::one::service(id),
        Page::Roles => super::roles::roles(),
        Page::Role(role) => super::roles::one::role(role),
        Page::Invitations => super::invitations::invitations(),
        Page::Invitation(id) => super::invitation::invitation(id),
        Page::Imports => super::imports::imports(),
        Page::Import(id) => super::imports::one::import(id),
        Page::Licenses => super::licenses::licenses(),
        Page::License(id) => super::license::license(id),
        Page::Packages => super::packages::packages(),
        Page::Subscriptions => super::subscriptions::subscriptions(),
        Page::Connections => super::connections::connections(),
        Page::Accounts => super::connections::accounts::accounts(),
        Page::ExternalIds => super::external_ids::external_ids(),
        Page::Activity => super::activity::activity(),
        Page::Tokens => super::tokens::tokens(),
        Page::LicenseInvites => super::own_licenses::page(),
        Page::Domains => super::domains::domains(),
        Page::Fields => super::fields::fields(),
        Page::Notices => super::notices::notices(),
        Page::Account => super::account::account(),
        Page::Profile => super::profile::profile(),
        Page::MyConnections => super::my_connections::my_connections(),
        Page::MyEmails => super::my_emails::my_emails(),
        Page::Organizations => super::organizations::organizations(),
        Page::Home | Page::Missing => super::gone::missing(),
    })
}
