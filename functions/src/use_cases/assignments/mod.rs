//! Who is on a license: assigning, listing, taking off, moving.

pub mod assign;
pub mod bulk;
pub mod list;
pub mod remove;
