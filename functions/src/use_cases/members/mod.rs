//! People: listing, changing, disabling, enabling, removing, one by one or many at once.

pub mod bulk;
pub mod change;
pub mod count;
pub mod counts;
pub mod get;
pub mod list;
pub mod set_status;
