//! People: listing, changing, disabling, enabling, removing, one by one or many at once.

pub mod bulk;
pub mod change;
pub mod count;
pub mod counts;
pub mod get;
pub mod list;
pub mod permissions;
pub mod set_status;

/// The field of a member that not everybody sees who sees the member (E17).
const SIGN_IN: &str = "last_sign_in_at";
