//! The pages: each reads through `api` and composes `components`.

mod account;
mod activity;
mod companies;
mod connections;
mod contact;
mod domains;
mod event;
mod event_kind;
mod external_ids;
mod fields;
mod find_people;
mod gone;
mod home;
mod imports;
mod insights;
mod invitation;
mod invitations;
mod invite;
mod license;
mod license_create;
mod licenses;
mod merging;
mod my_connections;
mod my_emails;
mod notices;
mod organizations;
pub mod own_licenses;
mod packages;
pub mod parts;
mod people;
mod person;
mod person_data;
mod person_emails;
mod person_permissions;
mod person_teams;
mod person_timeline;
mod profile;
mod refusals;
mod roles;
mod rows;
mod services;
mod subscriptions;
mod team;
mod teams;
mod tokens;
mod trail;
mod why;

use people::chips as people_chips;

pub use gone::{missing, refused};
pub use home::home;

/// Makes what outlives its page. Called once, when the console starts.
pub fn start() {
    invite::start();
}
