//! The organization itself.

pub mod change;
pub mod get;
