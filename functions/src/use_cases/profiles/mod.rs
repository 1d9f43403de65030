//! What people tell about themselves, and their photo.

pub mod photo;
pub mod tell;
