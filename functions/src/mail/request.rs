//! The mail to an inviter whose invitation ran out or was declined, when the person asks for a new one.

use super::letter::{Button, Letter, Sentence, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// Why a new invitation is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAsked {
    /// The old one ran out.
    Expired,
    /// The old one was declined.
    Declined,
}

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct RequestMail<'a> {
    /// Recipient (the inviter) and instance.
    pub envelope: Envelope<'a>,
    /// Why a new one is wanted.
    pub reason: WhyAsked,
    /// The organization's name.
    pub organization: &'a str,
    /// Who asks, or empty.
    pub person: &'a str,
    /// Who asks: the address.
    pub person_email: &'a str,
    /// Where the console shows the invitation, from the slash on.
    pub path: &'a str,
}

impl RequestMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let mail = &texts::of(self.envelope.language).mail.request;
        let person = if self.person.is_empty() { self.person_email } else { self.person };
        let (email, organization) = (Word::name(self.person_email), Word::name(self.organization));
        let (ended, text) = match self.reason {
            WhyAsked::Expired => (mail.expired, (mail.expired)(&self.person_email, &self.organization)),
            WhyAsked::Declined => (mail.declined, (mail.declined)(&self.person_email, &self.organization)),
        };
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (mail.subject)(&person, &self.organization),
            preview: text,
            heading: Sentence::one(mail.heading, &Word::name(person)),
            paragraphs: vec![Sentence::two(ended, &email, &organization), Sentence::fixed(mail.next)],
            button: Some(Button {
                label: mail.open,
                url: format!("{}{}", self.envelope.public_url, self.path),
                note: None,
            }),
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
    fn the_inviter_reads_who_asks_why_and_where_to_look() {
        for (language, reason, part) in [
            (Language::En, WhyAsked::Expired, "ran out"),
            (Language::En, WhyAsked::Declined, "declined"),
            (Language::De, WhyAsked::Expired, "lief ab"),
            (Language::De, WhyAsked::Declined, "abgelehnt"),
        ] {
            let envelope = Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example",
                sender: "Usher <usher@usher.example>",
                to: "dana@x.example",
                to_name: "Dana",
            };
            let (person, person_email, path) = ("", "ann@x.example", "/invitations/inv_1");
            let mail = RequestMail { envelope, reason, organization: "Schule", person, person_email, path }
                .compose();
            assert!(mail.subject.starts_with("ann@x.example"), "{}", mail.subject);
            for text in [&mail.text, &mail.html] {
                assert!(
                    text.contains(part) && text.contains("https://usher.example/invitations/inv_1"),
                    "{text}"
                );
            }
        }
    }
}
