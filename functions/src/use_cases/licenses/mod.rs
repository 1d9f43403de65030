//! Licenses: making, changing, listing, their ledger, and the doctor's check.

pub mod change;
pub mod create;
pub mod doctor;
pub mod get;
pub mod ledger;
pub mod list;
pub mod methods;
pub mod whole_domains;
