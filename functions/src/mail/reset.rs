//! The mail with a code for a new password. It holds no link, so there is none to imitate.

use super::letter::{Letter, Sentence, TypedCode, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct ResetMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// The code.
    pub code: &'a str,
    /// For how many minutes it works.
    pub minutes: u32,
}

impl ResetMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let mail = &texts::of(self.envelope.language).mail.reset;
        let minutes = Word::plain(&self.minutes.to_string());
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (mail.subject)(&self.code),
            preview: (mail.preview)(&self.minutes),
            heading: Sentence::fixed(mail.heading),
            paragraphs: Vec::new(),
            button: None,
            code: Some(TypedCode { before: Sentence::one(mail.code, &minutes), code: self.code.to_owned() }),
            why: Sentence::one(mail.why, &Word::name(self.envelope.to)),
        }
        .compose()
    }
}
