//! `/dev/mail`: what would have been mailed, for development. Never there on a public deployment.
//!
//! The HTML of a mail is shown by a sandboxed frame of its own, answered with [`framed`] and [`MAIL_CSP`].

use askama::Template;
use shared::time::Timestamp;

use super::html::{Bdi, Html};
use super::{Shell, draw};

/// The `Content-Security-Policy` of the two pages.
pub const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; \
                       base-uri 'none'; frame-ancestors 'none'";

/// The `Content-Security-Policy` of a mail's HTML: no script, nothing from elsewhere, only inside our own page.
pub const MAIL_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'self'; \
                            frame-ancestors 'self'; \
                            sandbox allow-top-navigation-by-user-activation";

/// A mail in the list.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Names it in paths.
    pub id: &'a str,
    /// From whom, with name.
    pub from: &'a str,
    /// To whom.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its text part.
    pub text: &'a str,
    /// When it would have left.
    pub sent_at: Timestamp,
}

impl Mail<'_> {
    fn time(&self) -> String {
        self.sent_at.to_string().get(..16).unwrap_or_default().replace('T', " ")
    }

    fn preview(&self) -> String {
        self.text.split_whitespace().take(24).collect::<Vec<_>>().join(" ")
    }
}

/// All mails, newest first.
#[derive(Template)]
#[template(path = "dev_mail.html")]
pub struct Inbox<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// Only mails to this address were asked for.
    pub to: Option<&'a str>,
    /// The mails, newest first.
    pub mails: &'a [Mail<'a>],
}

impl Inbox<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn only_to(&self, to: &str) -> Html {
        Html::one(self.shell.texts().dev_mail.only_to, &Bdi(to))
    }
}

/// One mail, opened.
#[derive(Template)]
#[template(path = "dev_mail_one.html")]
pub struct OpenMail<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The mail.
    pub mail: Mail<'a>,
}

impl OpenMail<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }
}

/// A mail's HTML for its frame: links lead out of it.
pub fn framed(html: &str) -> String {
    html.replacen("<head>", "<head><base target=\"_top\">", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_shown_as_text_and_their_html_only_in_a_sandbox() {
        let sent_at = "2026-11-24T10:42:00Z".parse().unwrap();
        let mail = Mail {
            id: "out_1",
            from: "U <u@x.example>",
            to: "a+b@x.example",
            subject: "<i>",
            text: "<b>",
            sent_at,
        };
        let shell = Shell::default();
        let list = Inbox { shell, to: None, mails: &[mail] }.render();
        assert!(
            list.contains("/dev/mail?to=a%2Bb%40x.example") && list.contains("2026-11-24 10:42"),
            "{list}"
        );
        let one = OpenMail { shell, mail }.render();
        assert!(one.contains("sandbox=\"allow-top-navigation-by-user-activation\""), "{one}");
        for html in [list, one] {
            assert!(!html.contains("<i>") && !html.contains("<b>&"), "{html}");
        }
    }

    #[test]
    fn links_in_a_framed_mail_lead_out_of_the_frame() {
        assert_eq!(framed("<html><head></head>"), "<html><head><base target=\"_top\"></head>");
    }
}
