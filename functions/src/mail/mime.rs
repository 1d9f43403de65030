//! A mail as an Internet message (RFC 5322): headers encoded, text and HTML as alternatives, all in ASCII.
//!
//! The same mail at the same time gives the same bytes. Folding and encoding are mail-builder's.

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use shared::time::Timestamp;

use super::{Mailbox, OutgoingMail, one_line};

/// The message as bytes, with CRLF line ends.
pub fn message(mail: &OutgoingMail, date: Timestamp) -> Vec<u8> {
    let subject = one_line(&mail.subject);
    let mut bytes = Vec::new();
    MessageBuilder::new()
        .from(address(&mail.from))
        .to(address(&mail.to))
        .subject(subject.as_str())
        .message_id(MessageId::new(message_id(&mail.message_id)))
        .date(Date::new(date.millis() / 1000))
        // Asks out-of-office robots to keep still (RFC 3834).
        .header("Auto-Submitted", HeaderType::Raw(Raw::new("auto-generated")))
        .body(alternatives(mail))
        .serialize(&mut bytes);
    bytes
}

fn address(mailbox: &str) -> Address<'static> {
    let Mailbox { name, address } = Mailbox::parse(mailbox);
    Address::new_address((!name.is_empty()).then_some(name), address)
}

/// An id can hold nothing that ends a header or the angle brackets around it.
fn message_id(id: &str) -> String {
    id.chars().filter(|letter| letter.is_ascii_graphic() && !"<>".contains(*letter)).collect()
}

/// Text first, HTML last: the later is the one to prefer (RFC 2046, 5.1.4).
fn alternatives(mail: &OutgoingMail) -> MimePart<'_> {
    // "=_" stands in no encoded part, so the boundary needs no chance to be unique.
    let boundary: String = mail.message_id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let parts = vec![
        MimePart::new("text/plain", BodyPart::Text(mail.text.as_str().into())),
        MimePart::new("text/html", BodyPart::Text(mail.html.as_str().into())),
    ];
    MimePart::new(
        ContentType::new("multipart/alternative").attribute("boundary", format!("=_{boundary}")),
        parts,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> OutgoingMail {
        OutgoingMail {
            message_id: "out_1@usher.example".to_owned(),
            from: "Nguyễn Thị Minh Khai (Usher) <invitations@usher.example>".to_owned(),
            to: "Ann Bee <ann@x.example>".to_owned(),
            subject: "Nguyễn lädt Sie zu Schule & Co ein".to_owned(),
            text: "Grüße\n.\nhttps://usher.example/i/9tq0Zb3vXUqk5mJr2sLw8A\n".to_owned(),
            html: "<p>Grüße</p>".to_owned(),
        }
    }

    fn text(mail: &OutgoingMail) -> String {
        let at = "2026-11-24T10:42:00Z".parse().unwrap();
        String::from_utf8(message(mail, at)).unwrap()
    }

    #[test]
    fn the_same_mail_gives_the_same_bytes_in_ascii_lines_of_bounded_length() {
        let text = text(&mail());
        assert_eq!(text, self::text(&mail()));
        assert!(text.is_ascii());
        assert!(text.split("\r\n").all(|line| line.len() <= 78 && !line.contains(['\r', '\n'])));
    }

    #[test]
    fn headers_name_who_when_and_which() {
        let text = text(&mail());
        let (headers, body) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <out_1@usher.example>",
            "Date: Tue, 24 Nov 2026 10:42:00 +0000",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(headers.contains(line), "{line} in {headers}");
        }
        assert!(headers.contains("<invitations@usher.example>") && headers.contains("<ann@x.example>"));
        assert!(headers.contains("=?utf-8?") && !headers.contains("ä"));
        assert!(body.find("text/plain").unwrap() < body.find("text/html").unwrap());
    }

    #[test]
    fn no_field_can_begin_a_header() {
        let mut mail = mail();
        mail.subject = "Hello\r\nBcc: all@x.example\r\n\r\nbody".to_owned();
        mail.from = "Eve\r\nBcc: all@x.example <eve@x.example>".to_owned();
        mail.to = "Ann\nBcc: all@x.example <ann@x.example\r\nBcc: all@x.example>".to_owned();
        mail.message_id = "1>\r\nBcc: all@x.example".to_owned();
        let text = text(&mail);
        let headers = text.split("\r\n\r\n").next().unwrap();
        assert!(headers.split("\r\n").all(|line| !line.starts_with("Bcc")), "{headers}");
        assert_eq!(headers.matches("\r\nTo: ").count(), 1);
    }
}
