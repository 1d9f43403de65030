//! Connections of people to their accounts at meeting providers.

pub mod board;
pub mod connect;
pub mod matching;
pub mod mine;
pub mod states;
