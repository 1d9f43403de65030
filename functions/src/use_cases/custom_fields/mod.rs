//! Fields that an organization adds to its people: made and changed, and their values.

pub mod define;
pub mod values;

pub use crate::store::custom_fields::Eyes;
