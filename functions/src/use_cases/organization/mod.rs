//! The organization itself.

pub mod change;
pub mod contact;
pub mod get;
