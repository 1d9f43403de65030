//! Who is on a license: assigning, listing, taking off.

pub mod assign;
pub mod list;
pub mod remove;
