//! The API natively: whole requests against real SQL and migrations, with fixed time and ids. Mirrors the resources.
//!
//! Not here: what only the platform can show (races, faults, the queue), which is in `tests/worker`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod accounts;
mod answers;
mod bulk;
mod bulk_seats;
mod companies;
mod connections;
mod custom_fields;
mod description;
mod directory;
mod domains;
mod emails;
mod emails_in_lists;
mod erasure;
mod external_ids;
mod gate;
mod holding_more;
mod imports;
mod insights;
mod invitations;
mod joining;
mod ledger;
mod license_keys;
mod licenses;
mod members;
mod merging;
mod methods;
mod notices;
mod own_licenses;
mod packages;
mod plans;
mod privacy;
mod profiles;
mod queue;
mod renewal;
mod roles;
mod roles_in_rows;
mod search;
mod search_words;
mod services;
mod staff_seats;
mod subscriptions;
mod teams;
mod terms;
mod tokens;
