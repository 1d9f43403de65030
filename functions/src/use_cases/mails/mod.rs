//! Mails leaving the outbox: at least once, with a stable message id, retried with growing pauses.

pub mod deliver;
pub mod dev_mailbox;
pub mod sweep;
