//! The mail that tells those who look after licenses what will need them: an end, few seats, people who wait.

use shared::license::{LicenseState, Term};
use shared::notice::NoticeKind;
use shared::seat::SeatCounts;
use shared::time::Timestamp;

use super::letter::{Button, Letter, Sentence, Word};
use super::{Envelope, Mailbox, OutgoingMail};
use crate::texts;

/// What the mail tells.
#[derive(Clone, Copy, Debug)]
pub struct NoticeMail<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// What it is about.
    pub kind: NoticeKind,
    /// The organization's name.
    pub organization: &'a str,
    /// The license's name.
    pub license: &'a str,
    /// Its seats, and how many people wait.
    pub seats: SeatCounts,
    /// Its term.
    pub term: Term,
    /// The time at which it is told.
    pub now: Timestamp,
    /// Where the console shows it, from the slash on.
    pub path: &'a str,
}

impl NoticeMail<'_> {
    /// The mail.
    pub fn compose(&self) -> OutgoingMail {
        let texts = texts::of(self.envelope.language);
        let mail = &texts.mail.notice;
        let (license, organization) = (Word::name(self.license), Word::name(self.organization));
        let seats = self.seats;
        let grace = self.term.state(self.now) == LicenseState::Grace;
        let (first, second) = match self.kind {
            NoticeKind::Expiring => {
                let end = if grace { self.term.ends_at() } else { self.term.expires_at };
                (end.map(texts.long_date).unwrap_or_default(), seats.held.to_string())
            }
            NoticeKind::NearlyFull => (seats.taken().to_string(), seats.total.to_string()),
            NoticeKind::Queue => (seats.waiting.to_string(), seats.total.to_string()),
        };
        let (subject, tells, next) = match self.kind {
            NoticeKind::Expiring if grace => (mail.grace, mail.grace_tells, mail.grace_next),
            NoticeKind::Expiring => (mail.expiring, mail.expiring_tells, mail.expiring_next),
            NoticeKind::NearlyFull => (mail.nearly_full, mail.nearly_full_tells, mail.nearly_full_next),
            NoticeKind::Queue => (mail.queue, mail.queue_tells, mail.queue_next),
        };
        Letter {
            envelope: self.envelope,
            from: Mailbox::parse(self.envelope.sender).to_string(),
            subject: subject(&self.license),
            preview: tells(&first, &second),
            heading: Sentence::one(subject, &license),
            paragraphs: vec![
                Sentence::two(tells, &Word::plain(&first), &Word::plain(&second)),
                Sentence::fixed(next),
            ],
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
    use shared::seat::Overage;

    use super::*;

    #[test]
    fn each_kind_says_what_needs_somebody_in_both_languages() {
        let end = Timestamp::from_millis(1_800_000_000_000);
        let term = Term { starts_at: None, expires_at: Some(end), grace_days: 3 };
        for (language, kind, days, part) in [
            (Language::En, NoticeKind::Expiring, 1, "until Monday, January 18, 2027"),
            (Language::De, NoticeKind::Expiring, 1, "bis Montag, 18. Januar 2027"),
            (Language::En, NoticeKind::Expiring, -1, "ends soon"),
            (Language::En, NoticeKind::NearlyFull, -1, "9 of 10 seats"),
            (Language::En, NoticeKind::Queue, -1, "3 waiting"),
            (Language::De, NoticeKind::Expiring, -1, "endet bald"),
            (Language::De, NoticeKind::NearlyFull, -1, "9 von 10"),
            (Language::De, NoticeKind::Queue, -1, "Wartend: 3"),
        ] {
            let envelope = Envelope {
                language,
                outbox_id: "out_1",
                public_url: "https://usher.example",
                sender: "Usher <usher@usher.example>",
                to: "dana@x.example",
                to_name: "Dana",
            };
            let seats = SeatCounts { waiting: 3, ..SeatCounts::new(10, 0, 9, Overage::None) };
            let mail = NoticeMail {
                envelope,
                kind,
                organization: "Schule",
                license: "Kaia <b>",
                seats,
                term,
                now: end.plus_days(days),
                path: "/licenses/lic_1",
            }
            .compose();
            assert!(mail.subject.contains("Kaia"), "{}", mail.subject);
            assert!(!mail.html.contains("Kaia <b>"), "names are escaped");
            for text in [&mail.text, &mail.html] {
                assert!(text.contains(part), "{part}: {text}");
                assert!(text.contains("https://usher.example/licenses/lic_1"));
            }
        }
    }
}
