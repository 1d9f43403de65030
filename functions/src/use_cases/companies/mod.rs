//! Companies, and the customers who come into them by themselves or by hand.

pub mod contact;
pub mod manage;
pub mod place;
pub mod read;
