//! API tokens: making, listing, revoking.

pub mod create;
pub mod list;
pub mod revoke;
