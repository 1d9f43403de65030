//! The mails with a code: for a new password, a further address, another primary one. They hold no link, so there is none
//! to imitate.

use super::letter::{Letter, Sentence, TypedCode, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFor {
    /// A new password.
    Password,
    /// Proving an address.
    Address,
    /// Making another address the primary one.
    Primary,
}

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct ResetMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// The code.
    pub code: &'a str,
    /// What it is for.
    pub about: CodeFor,
    /// For how many minutes it works; hours, where it is for another primary address.
    pub time: u32,
}

impl ResetMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let mails = &texts::of(self.envelope.language).mail;
        let mail = match self.about {
            CodeFor::Password => &mails.reset,
            CodeFor::Address => &mails.address,
            CodeFor::Primary => &mails.primary,
        };
        let time = Word::plain(&self.time.to_string());
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (mail.subject)(&self.code),
            preview: (mail.preview)(&self.time),
            heading: Sentence::fixed(mail.heading),
            paragraphs: Vec::new(),
            button: None,
            code: Some(TypedCode { before: Sentence::one(mail.code, &time), code: self.code.to_owned() }),
            why: Sentence::one(mail.why, &Word::name(self.envelope.to)),
        }
        .compose()
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;

    use super::*;

    #[test]
    fn the_code_stands_in_the_subject_and_in_both_parts_and_there_is_no_link() {
        for (language, part) in [(Language::En, "for 30 minutes"), (Language::De, "30 Minuten lang")] {
            let envelope = Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example",
                sender: "Usher <usher@usher.example>",
                to: "ann@x.example",
                to_name: "",
            };
            let mail =
                ResetMail { envelope, code: "7KQ4-M2XD", about: CodeFor::Password, time: 30 }.compose();
            assert!([&mail.subject, &mail.text, &mail.html].iter().all(|text| text.contains("7KQ4-M2XD")));
            assert!(mail.text.contains(part) && mail.html.contains(part), "{}", mail.text);
            assert!(!mail.html.contains("href") && !mail.text.contains("http"));
            assert_eq!(mail.to, "ann@x.example");
        }
    }
}
