//! `/l/{token}`, and `/join` with a license key: what it gives, by whom, and one press to take it.
//!
//! Drawing it changes nothing.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::{Bdi, Html, Plain};
use super::seats::{Row, row};
use super::{Shell, draw, faults};
use crate::texts::license_entry::LicenseEntry as Texts;

/// The page of a license key or link that exists.
#[derive(Template)]
#[template(path = "license_entry.html")]
pub struct LicenseEntry<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// Where: the organization's name.
    pub organization: &'a str,
    /// Onto what: the license's name.
    pub license: &'a str,
    /// Who gives it.
    pub by: &'a str,
    /// Their address, where it may be shown.
    pub by_email: Option<&'a str>,
    /// Where its forms go.
    pub action: &'a str,
    /// The key as typed; empty for a link.
    pub code: &'a str,
    /// Where it stands, for this visitor.
    pub state: State<'a>,
}

/// Where a license key or link stands, for this visitor.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// The person is signed in where the license belongs: one press.
    SignedIn {
        /// Their address.
        email: &'a str,
        /// Why the last press failed.
        refusals: &'a [Refusal],
    },
    /// Nobody is known: asks for name and address.
    SignedOut {
        /// The name as typed.
        name: &'a str,
        /// The address as typed, or of an account elsewhere.
        email: &'a str,
        /// What was wrong with the last try.
        refusals: &'a [Refusal],
    },
    /// A mail confirms the address.
    Mailed {
        /// The address.
        email: &'a str,
    },
    /// The person is on the license.
    Joined,
    /// It lets nobody in, or not this person.
    Closed {
        /// Why.
        why: &'a Refusal,
    },
}

impl LicenseEntry<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn texts(&self) -> &'static Texts {
        &self.shell.texts().license_entry
    }

    fn refusals(&self) -> &[Refusal] {
        match self.state {
            State::SignedIn { refusals, .. } | State::SignedOut { refusals, .. } => refusals,
            _ => &[],
        }
    }

    fn title(&self) -> Html {
        let title = self.heading().without_tags();
        let error = self.shell.texts().common.error_title;
        if self.refusals().is_empty() { title } else { Html::one(error, &title) }
    }

    fn row(&self) -> Html {
        let which = match self.state {
            State::SignedIn { .. } | State::SignedOut { .. } | State::Mailed { .. } => Row::Kept,
            State::Joined => Row::Held,
            State::Closed { .. } => Row::Free,
        };
        row(self.shell, which)
    }

    fn heading(&self) -> Html {
        let (texts, license) = (self.texts(), Bdi(self.license));
        match self.state {
            State::SignedIn { .. } | State::SignedOut { .. } => Html::one(texts.heading, &license),
            State::Mailed { .. } => Html::text(texts.mailed),
            State::Joined => Html::one(texts.joined, &license),
            State::Closed { .. } => Html::one(texts.closed, &license),
        }
    }

    fn lead(&self) -> Html {
        let texts = self.texts();
        let given = || Html::two(texts.lead, &Bdi(self.by), &Bdi(self.organization));
        match self.state {
            State::SignedIn { email, .. } => given().then(&Html::one(texts.signed_in_as, &Bdi(email))),
            State::SignedOut { .. } => given(),
            State::Mailed { email } => Html::one(texts.mailed_lead, &Bdi(email)),
            State::Joined => Html::one(texts.joined_lead, &Bdi(self.organization)),
            State::Closed { why } => Html::one(|why| why.to_string(), &Plain(&self.shell.explain(why))),
        }
    }

    /// The key goes along, so that nobody types it twice.
    fn hidden(&self) -> Html {
        if self.code.is_empty() {
            return Html::text("");
        }
        Html::one(|code| format!("<input type=\"hidden\" name=\"code\" value=\"{code}\">"), &Plain(self.code))
    }

    fn form(&self) -> Html {
        let State::SignedOut { name, email, .. } = self.state else {
            return faults::above(self.shell, self.refusals(), &[]);
        };
        let common = &self.shell.texts().common;
        let mut fields = [
            Field::new("name", common.your_name, Kind::PersonName, name),
            Field::new("email", common.email, Kind::Email, email),
        ];
        for field in &mut fields {
            field.wrong = self.shell.wrong(self.refusals(), field.name);
        }
        focus(&mut fields, false);
        let above = faults::above(self.shell, self.refusals(), &fields);
        fields.iter().fold(above, |html, field| html.and(&field.html()))
    }

    fn join(&self) -> Html {
        Html::one(self.texts().join, &Bdi(self.license))
    }

    fn open(&self) -> Html {
        Html::one(self.texts().open, &Bdi(self.organization))
    }

    fn ask(&self) -> Html {
        Html::one(self.texts().ask, &Bdi(self.by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::Code;
    use shared::api::session::Language;

    /// covers: B8
    #[test]
    fn every_state_is_small_has_one_heading_and_one_main_press_at_most_and_no_script() {
        let refusals = [Refusal::new(Code::InvalidEmail, "<b>").at("email")];
        let why = Refusal::new(Code::KeyEnded, "This has ended.");
        for language in [Language::En, Language::De] {
            for state in [
                State::SignedIn { email: "ann@x.example", refusals: &[] },
                State::SignedOut { name: "Ann", email: "", refusals: &refusals },
                State::Mailed { email: "ann@x.example" },
                State::Joined,
                State::Closed { why: &why },
            ] {
                let html = LicenseEntry {
                    shell: Shell { language, theme: None },
                    organization: "R&D <Schule>",
                    license: "<script>alert(1)</script>",
                    by: "Dana",
                    by_email: Some("dana@x.example"),
                    action: "/join",
                    code: "7KQ4-\"M2XD",
                    state,
                }
                .render();
                assert!(html.len() < 7_000, "{} bytes: {state:?}", html.len());
                assert_eq!(html.matches("<h1>").count(), 1, "{state:?}");
                assert!(html.matches("button primary").count() <= 1, "{state:?}");
                for never in ["<script", "<Schule>", "R&D", "<b>", "style=", "\"7KQ4-\"M"] {
                    assert!(!html.contains(never), "{never} in {state:?}: {html}");
                }
            }
        }
    }
}
