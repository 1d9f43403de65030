//! The mail to a member who is offered seats by somebody without authority over their domain (B11, B13). It holds no
//! secret: the answer is given after sign-in.

use super::letter::{Button, Letter, Sentence, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// Where the offers wait in the console.
const PATH: &str = "/account/license-invites";

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct LicenseInviteMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// The organization's name.
    pub organization: &'a str,
    /// Who asks.
    pub inviter: &'a str,
    /// The names of the licenses.
    pub licenses: &'a [String],
}

impl LicenseInviteMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let texts = texts::of(self.envelope.language);
        let mail = &texts.mail.license_invite;
        let licenses = (texts.list)(self.licenses);
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (mail.subject)(&self.inviter, &licenses),
            preview: mail.kept.to_owned(),
            heading: Sentence::two(
                mail.heading,
                &Word::name(self.inviter),
                &Word::list(texts, self.licenses),
            ),
            paragraphs: vec![
                Sentence::fixed(mail.kept),
                Sentence::one(mail.answer, &Word::name(self.envelope.to)),
            ],
            button: Some(Button {
                label: mail.open,
                url: format!("{}{PATH}", self.envelope.public_url),
                note: None,
            }),
            code: None,
            why: Sentence::one(mail.why, &Word::name(self.organization)),
        }
        .compose()
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;

    use super::*;

    #[test]
    fn a_member_reads_who_offers_what_and_where_to_answer() {
        for (language, part) in [(Language::En, "Until you join"), (Language::De, "Bis Sie beitreten")] {
            let envelope = Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example",
                sender: "Usher <usher@usher.example>",
                to: "ann@x.example",
                to_name: "Ann",
            };
            let licenses = ["Kaia".to_owned(), "Lumen".to_owned()];
            let mail =
                LicenseInviteMail { envelope, organization: "Schule", inviter: "Dana", licenses: &licenses }
                    .compose();
            for text in [&mail.text, &mail.html] {
                for part in
                    ["Dana", "Schule", "Kaia", "Lumen", part, "https://usher.example/account/license-invites"]
                {
                    assert!(text.contains(part), "{part}: {text}");
                }
            }
        }
    }
}
