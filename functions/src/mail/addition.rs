//! The mail to somebody who became a member at once. It holds no secret: who has no password yet sets one by a code
//! that they ask for.

use super::letter::{Button, Letter, Sentence, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct AdditionMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// The organization's name.
    pub organization: &'a str,
    /// Who added them.
    pub adder: &'a str,
    /// The names of their licenses.
    pub licenses: &'a [String],
    /// Whether they can sign in already.
    pub has_password: bool,
}

impl AdditionMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let mail = &texts::of(self.envelope.language).mail.addition;
        let organization = Word::name(self.organization);
        let licenses = self.licenses.join(", ");
        let mut paragraphs = Vec::new();
        if !self.licenses.is_empty() {
            paragraphs.push(Sentence::one(mail.seats, &Word::plain(&licenses)));
        }
        let (next, label, path) = if self.has_password {
            (mail.sign_in, mail.open, "/sign-in")
        } else {
            (mail.choose, mail.set_password, "/reset")
        };
        paragraphs.push(Sentence::one(next, &Word::name(self.envelope.to)));
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (mail.subject)(&self.organization),
            preview: (mail.heading)(&self.adder, &self.organization),
            heading: Sentence::two(mail.heading, &Word::name(self.adder), &organization),
            paragraphs,
            button: Some(Button { label, url: format!("{}{path}", self.envelope.public_url), note: None }),
            code: None,
            why: Sentence::one(mail.why, &organization),
        }
        .compose()
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;

    use super::*;

    #[test]
    fn who_was_added_reads_by_whom_to_what_and_how_to_get_in() {
        for (language, has_password, path, part) in [
            (Language::En, true, "/sign-in", "Sign in"),
            (Language::En, false, "/reset", "password"),
            (Language::De, true, "/sign-in", "Melden"),
            (Language::De, false, "/reset", "Passwort"),
        ] {
            let envelope = Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example",
                sender: "Usher <usher@usher.example>",
                to: "ann@x.example",
                to_name: "",
            };
            let licenses = ["Kaia".to_owned()];
            let mail = AdditionMail {
                envelope,
                organization: "Schule",
                adder: "Dana",
                licenses: &licenses,
                has_password,
            }
            .compose();
            for text in [&mail.text, &mail.html] {
                assert!(text.contains("Dana") && text.contains("Schule") && text.contains("Kaia"), "{text}");
                assert!(
                    text.contains(&format!("https://usher.example{path}")) && text.contains(part),
                    "{text}"
                );
            }
        }
    }
}
