//! Organizations beside the first one.

pub mod create;
