//! My own licenses: what I may use, and the seats that I am offered.

pub mod answer;
pub mod list;
