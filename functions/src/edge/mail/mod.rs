//! The two ways on which mails leave: a mail server over SMTP, and the platform's own `send_email` binding.
//!
//! Both implement [`crate::mail::Mailer`]. Not here: what mails say, their retries, the development mailbox.

pub mod binding;
pub mod smtp;

pub use binding::BindingMailer;
pub use smtp::SmtpMailer;
