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
    /// The person asked for it by themselves, with an address in a whole domain.
    pub own: bool,
    /// The role offered.
    pub role: Role,
    /// Its name, where the organization made it.
    pub role_name: Option<&'a str>,
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
        if self.own {
            return self.compose_own(texts);
        }
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

    fn role_word(&self, texts: &Texts) -> &str {
        self.role_name.unwrap_or_else(|| (texts.role)(self.role))
    }

    /// The way in that somebody asked for: it says so, and names no inviter.
    fn compose_own(&self, texts: &Texts) -> OutgoingMail {
        let (mail, joining) = (&texts.mail.invitation, &texts.joining);
        let organization = Word::name(self.organization);
        let day = (texts.long_date)(self.expires_at);
        let join = format!("{}/join", self.envelope.host());
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: (joining.subject)(&one_line(self.organization)),
            preview: (mail.open_until)(&(texts.date)(self.expires_at)),
            heading: Sentence::one(joining.heading, &organization),
            paragraphs: vec![Sentence::two(joining.offer, &organization, &Word::plain(&day))],
            button: Some(Button {
                label: joining.open,
                url: format!("{}/i/{}", self.envelope.public_url, self.token),
                note: Some(mail.harmless),
            }),
            code: Some(TypedCode {
                before: Sentence::one(mail.code, &Word::plain(&join)),
                code: self.code.to_owned(),
            }),
            why: Sentence::one(joining.mail_why, &Word::name(self.envelope.to)),
        }
        .compose()
    }

    fn preview(&self, texts: &Texts) -> String {
        let mail = &texts.mail.invitation;
        let role = one_line(self.role_word(texts));
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
        let role = Word::bold(self.role_word(texts));
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

#[cfg(test)]
mod tests {
    use shared::api::session::Language;

    use super::*;

    fn compose(language: Language, round: Round, licenses: &[String], inviter: &str) -> OutgoingMail {
        InvitationMail {
            envelope: Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example:8443",
                sender: "Usher <invitations@usher.example>",
                to: "ann@x.example",
                to_name: "Ann",
            },
            round,
            organization: "Schule <Nord>",
            inviter,
            own: false,
            inviter_email: "dana@x.example",
            role: Role::Standard,
            role_name: None,
            licenses,
            expires_at: "2026-12-08T10:42:00Z".parse().unwrap(),
            token: "9tq0Zb3vXUqk5mJr2sLw8A",
            code: "7KQ4-M2XD",
        }
        .compose()
    }

    #[test]
    fn both_parts_say_what_who_until_when_how_and_why() {
        let licenses = ["Studio".to_owned(), "Lumen".to_owned()];
        for (language, role, day, why) in [
            (Language::En, "Standard", "Tuesday, December 8, 2026", "wrote your address"),
            (Language::De, "Standard", "Dienstag, 8. Dezember 2026", "Ihre Adresse angegeben"),
        ] {
            let mail = compose(language, Round::First, &licenses, "Dana");
            for part in [&mail.text, &mail.html] {
                for expected in [
                    role,
                    day,
                    why,
                    "Dana",
                    "Studio",
                    "Lumen",
                    "https://usher.example:8443/i/9tq0Zb3vXUqk5mJr2sLw8A",
                    "7KQ4-M2XD",
                    "usher.example:8443/join",
                    "dana@x.example",
                ] {
                    assert!(part.contains(expected), "{expected} in {part}");
                }
            }
            assert!(mail.html.len() < 20_000);
            assert_eq!(mail.from, "Dana (Usher) <invitations@usher.example>");
            assert_eq!(mail.to, "Ann <ann@x.example>");
            assert_eq!(mail.message_id, "out_1@usher.example");
        }
    }

    #[test]
    fn hostile_names_are_text_in_html_and_one_line_in_headers() {
        let name = "<script>alert(1)</script>\r\nBcc: all@x.example";
        let mail = compose(Language::En, Round::First, &["<img src=x>".to_owned()], name);
        assert!(
            !mail.html.contains("<script") && !mail.html.contains("<img") && !mail.html.contains("<Nord>")
        );
        assert!(!mail.subject.contains(['\r', '\n']) && !mail.from.contains(['\r', '\n']));
        assert_eq!(Mailbox::parse(&mail.from).address, "invitations@usher.example");
        assert!(mail.text.contains("Schule <Nord>"));
    }

    #[test]
    fn a_resent_mail_says_so_and_one_without_licenses_speaks_of_no_seat() {
        let again = compose(Language::En, Round::Again, &[], "Dana");
        assert!(again.subject.contains("still") && again.text.contains("once more"), "{}", again.text);
        assert!(!again.text.contains("seat"), "{}", again.text);
        assert_ne!(again.subject, compose(Language::En, Round::First, &[], "Dana").subject);
    }

    #[test]
    fn there_is_nothing_to_fetch_and_no_color_on_text() {
        let html = compose(Language::De, Round::First, &["Studio".to_owned()], "Dana").html;
        for never in ["<img", "src=", "url(", "<script", "<link", ";color:#", "\"color:#"] {
            assert!(!html.contains(never), "{never}");
        }
    }
}
