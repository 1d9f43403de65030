//! SQL, and rows turned into domain types. One file a resource; every query names its organization.
//!
//! Functions here make [`Statement`](crate::ports::Statement)s, so that a use case can put several in one batch, and
//! read [`Rows`](crate::ports::Rows). No rules, and no statement runs from here.

pub mod actors;
pub mod additions;
pub mod answers;
pub mod appointments;
pub mod assignments;
pub mod attempts;
pub mod bulk;
pub mod bulk_seats;
pub mod check;
pub mod coaching_plans;
pub mod companies;
pub mod conditions;
pub mod connection_board;
pub mod connections;
pub mod custom_fields;
pub mod demo;
pub mod domain_joins;
pub mod domains;
pub mod emails;
pub mod events;
pub mod export;
pub mod external_accounts;
pub mod external_ids;
pub mod imports;
pub mod insights;
pub mod instance;
pub mod invitations;
pub mod ledger;
pub mod license_invites;
pub mod license_keys;
pub mod licenses;
pub mod measures;
pub mod member_filter;
pub mod members;
pub mod notices;
pub mod organizations;
pub mod outbox;
pub mod own_licenses;
pub mod packages;
pub mod page;
pub mod profiles;
pub mod providers;
pub mod queue;
pub mod roles;
pub mod services;
pub mod sessions;
pub mod staff_seats;
pub mod teams;
pub mod terms;
pub mod tokens;
pub mod trail;
pub mod users;
pub mod whole_domains;
