//! People: listing, changing, disabling, enabling, removing.

pub mod change;
pub mod counts;
pub mod get;
pub mod list;
pub mod set_status;
