//! Mails: what they say, their bytes on the wire, and the port through which they leave.
//!
//! [`invitation`], [`addition`], [`license_invite`], [`reset`] and [`request`] compose; [`mime`] turns the result into a message. Each is a function
//! of its input: the outbox row gives the message id, so a mail sent twice is recognized as the same one.
//! Not here: the outbox and its retries, and the senders (`edge::mail`).

use futures_util::future::LocalBoxFuture;
use shared::api::session::Language;

pub mod addition;
pub mod invitation;
mod letter;
pub mod license_invite;
pub mod mailbox;
pub mod mime;
pub mod notice;
pub mod request;
pub mod reset;
pub mod said;
pub mod smtp_settings;

pub use addition::AdditionMail;
pub use invitation::{InvitationMail, Round};
pub use license_invite::LicenseInviteMail;
pub use mailbox::Mailbox;
pub use notice::NoticeMail;
pub use request::{RequestMail, WhyAsked};
pub use reset::{CodeFor, ResetMail};
pub use smtp_settings::{BadSmtpUrl, Security, SmtpSettings};

/// A mail that is ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Stable for the outbox row, without angle brackets.
    pub message_id: String,
    /// From whom, as `Name <address>`; [`Mailbox::parse`] takes it apart.
    pub from: String,
    /// To whom, the same way.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, saying the same.
    pub html: String,
}

/// Hands mails to whoever delivers them.
pub trait Mailer {
    /// Sends one mail; `Ok` once the other side has taken charge of it.
    fn send<'a>(&'a self, mail: &'a OutgoingMail) -> LocalBoxFuture<'a, Result<(), MailError>>;
}

/// Why a mail didn't leave. The text is what the server said: no address list, no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailError {
    /// Worth another try later.
    Transient(String),
    /// Refused for good.
    Permanent(String),
}

impl core::fmt::Display for MailError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Transient(said) => write!(f, "not delivered yet: {said}"),
            Self::Permanent(said) => write!(f, "refused: {said}"),
        }
    }
}

impl core::error::Error for MailError {}

/// What every mail needs to know of this instance and of its recipient.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// The recipient's language.
    pub language: Language,
    /// The id of the outbox row.
    pub outbox_id: &'a str,
    /// This instance's address, without a slash at the end (`https://usher.example`).
    pub public_url: &'a str,
    /// Who sends, as `Name <address>` (the setting `MAIL_FROM`).
    pub sender: &'a str,
    /// The recipient's address.
    pub to: &'a str,
    /// The recipient's name, or empty.
    pub to_name: &'a str,
}

impl Envelope<'_> {
    /// `public_url` without its scheme, as a person types it.
    fn host(&self) -> &str {
        self.public_url.split_once("://").map_or(self.public_url, |(_, host)| host)
    }

    /// The same for every try of the row: the row's id at this instance's host.
    fn message_id(&self) -> String {
        let host = self.host().split(['/', ':']).next().unwrap_or_default();
        let id: String = self.outbox_id.chars().filter(char::is_ascii_graphic).collect();
        format!("{id}@{}", if host.is_empty() { "localhost" } else { host })
    }

    fn recipient(&self) -> String {
        Mailbox::new(self.to_name, self.to).to_string()
    }
}

/// A text as one line: control characters, which could begin a header of their own, become spaces.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
