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
            let mail = ResetMail { envelope, code: "7KQ4-M2XD", minutes: 30 }.compose();
            assert!([&mail.subject, &mail.text, &mail.html].iter().all(|text| text.contains("7KQ4-M2XD")));
            assert!(mail.text.contains(part) && mail.html.contains(part), "{}", mail.text);
            assert!(!mail.html.contains("href") && !mail.text.contains("http"));
            assert_eq!(mail.to, "ann@x.example");
        }
    }
}
