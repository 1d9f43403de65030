//! Licenses: making, changing, renewing, listing, their ledger, and the doctor's check.

mod admins;
pub mod change;
pub mod create;
pub mod doctor;
pub mod get;
pub mod ledger;
pub mod list;
pub mod methods;
mod package;
pub mod renew;
pub mod whole_domains;
