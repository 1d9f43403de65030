//! The invitation mail, at first and when it is sent again.

use shared::access::Role;
use shared::time::Timestamp;

use super::letter::{Button, Letter, Sentence, TypedCode, Word};
use super::{Envelope, Mailbox, OutgoingMail, one_line};
use crate::texts::{self, Texts};

/// Whether the invitation goes out for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// For the first time.
    First,
    /// Again, prolonged.
    Again,
}

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct InvitationMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// First or again.
    pub round: Round,
    /// The organization's name.
    pub organization: &'a str,
    /// The inviter's name.
    pub inviter: &'a str,
    /// The inviter's address; empty when they are no longer there.
    pub inviter_email: &'a str,
    /// The role offered.
    pub role: Role,
    /// Names of the licenses with a seat.
    pub licenses: &'a [String],
    /// Until when.
    pub expires_at: Timestamp,
    /// The secret of the link.
    pub token: &'a str,
    /// The code to type, as people read it (`7KQ4-M2XD`).
    pub code: &'a str,
}

impl InvitationMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let texts = texts::of(self.envelope.language);
        let mail = &texts.mail.invitation;
        let (inviter, organization) = (Word::name(self.inviter), Word::name(self.organization));
        let subject = match self.round {
            Round::First => mail.subject,
            Round::Again => mail.subject_again,
        };
        let heading = if self.licenses.is_empty() { mail.heading } else { mail.heading_seats };
        let sender = Mailbox::parse(self.envelope.sender);
        let join = format!("{}/join", self.envelope.host());
        Letter {
            envelope: self.envelope,
            from: Mailbox::new(&(texts.mail.from_name)(&self.inviter), &sender.address).to_string(),
            subject: subject(&self.inviter, &self.organization),
            preview: self.preview(texts),
            heading: Sentence::two(heading, &inviter, &organization),
            paragraphs: self.paragraphs(texts),
            button: Some(Button {
                label: mail.open,
                url: format!("{}/i/{}", self.envelope.public_url, self.token),
                note: Some(mail.harmless),
            }),
            code: Some(TypedCode {
                before: Sentence::one(mail.code, &Word::plain(&join)),
                code: self.code.to_owned(),
            }),
            why: if self.inviter_email.is_empty() {
                Sentence::one(mail.why_nameless, &inviter)
            } else {
                Sentence::two(mail.why, &inviter, &Word::name(self.inviter_email))
            },
        }
        .compose()
    }

    fn preview(&self, texts: &Texts) -> String {
        let mail = &texts.mail.invitation;
        let role = (texts.role)(self.role);
        let offer = if self.licenses.is_empty() {
            (mail.preview)(&role)
        } else {
            let licenses: Vec<_> = self.licenses.iter().map(|name| one_line(name)).collect();
            (mail.preview_seats)(&role, &(texts.list)(&licenses))
        };
        format!("{offer} {}", (mail.open_until)(&(texts.date)(self.expires_at)))
    }

    fn paragraphs(&self, texts: &Texts) -> Vec<Sentence> {
        let mail = &texts.mail.invitation;
        let role = Word::bold((texts.role)(self.role));
        let day = (texts.long_date)(self.expires_at);
        let offer = if self.licenses.is_empty() {
            Sentence::one(mail.offer, &role).then(&Sentence::one(mail.open_until, &Word::plain(&day)))
        } else {
            Sentence::two(mail.offer_seats, &role, &Word::list(texts, self.licenses))
                .then(&Sentence::one(mail.kept_until, &Word::plain(&day)))
        };
        match self.round {
            Round::First => vec![offer],
            Round::Again => vec![offer, Sentence::fixed(mail.again)],
        }
    }
}
