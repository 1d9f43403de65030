//! Pages for people without a session: HTML forms that work without script. The same routes under `/i/` speak JSON.

mod dev_mail;
mod invitation;
mod join;
mod license_entry;
mod reset;
mod setup;
mod sign_in;

use shared::Refusal;

use super::route::Route;

/// Every page.
pub fn routes() -> Vec<Route> {
    [
        setup::routes(),
        sign_in::routes(),
        reset::routes(),
        invitation::routes(),
        join::routes(),
        license_entry::routes(),
        dev_mail::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The status of a form that is shown again because of a refusal.
fn status_of(refusals: &[Refusal]) -> http::StatusCode {
    refusals
        .first()
        .and_then(|refusal| http::StatusCode::from_u16(refusal.code.status()).ok())
        .unwrap_or_default()
}
