//! My account, and a new password for those who forgot theirs.

pub mod change;
pub mod change_password;
pub mod emails;
pub mod end_session;
pub mod list_sessions;
pub mod request_reset;
pub mod use_reset;
