//! Appointments: making them, who comes into them, canceling.

pub mod cancel;
pub mod make;
pub mod read;
