//! The API for the console and programs: one file a resource.

mod account;
mod appointments;
mod assignments;
mod check;
mod companies;
mod connections;
mod custom_fields;
mod domains;
mod emails;
mod events;
mod external_ids;
mod home;
mod imports;
mod insights;
mod instance;
mod invitations;
mod ledger;
mod license_keys;
mod licenses;
mod me;
mod members;
mod merging;
mod notices;
mod organization;
mod organizations;
mod packages;
mod privacy;
mod profiles;
mod providers;
mod queue;
mod roles;
mod services;
mod session;
mod setup;
mod staff_seats;
mod teams;
mod tokens;

use super::route::Route;

/// Every route of the API.
pub fn routes() -> Vec<Route> {
    [
        instance::routes(),
        setup::routes(),
        organizations::routes(),
        session::routes(),
        account::routes(),
        emails::routes(),
        privacy::routes(),
        me::routes(),
        home::routes(),
        members::routes(),
        merging::routes(),
        invitations::routes(),
        imports::routes(),
        organization::routes(),
        packages::routes(),
        licenses::routes(),
        ledger::routes(),
        license_keys::routes(),
        assignments::routes(),
        queue::routes(),
        notices::routes(),
        custom_fields::routes(),
        profiles::routes(),
        domains::routes(),
        events::routes(),
        roles::routes(),
        staff_seats::routes(),
        teams::routes(),
        companies::routes(),
        insights::routes(),
        external_ids::routes(),
        services::routes(),
        appointments::routes(),
        tokens::routes(),
        check::routes(),
        providers::routes(),
        connections::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
