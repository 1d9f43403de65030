//! The list of accounts that people have at meeting providers.

pub mod add;
pub mod list;
pub mod remove;
