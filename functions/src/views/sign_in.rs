//! `/sign-in`: address and password in one small form.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::Html;
use super::{Shell, draw, faults};

/// What the page says before anything is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The password was changed.
    PasswordChanged,
    /// The person signed out.
    SignedOut,
    /// The session has ended.
    SessionEnded,
    /// An invitation waits for the person to sign in.
    ForInvitation,
}

/// The page.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignIn<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The address as typed, or empty.
    pub email: &'a str,
    /// The path to go to afterwards, checked by the caller to be one of ours.
    pub next: Option<&'a str>,
    /// What to say first.
    pub notice: Option<Notice>,
    /// Why the last try failed.
    pub refusals: &'a [Refusal],
}

impl SignIn<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        self.shell.title(self.shell.texts().sign_in.title, self.refusals)
    }

    fn notice(&self) -> Option<&'static str> {
        let texts = &self.shell.texts().sign_in;
        self.notice.filter(|_| self.refusals.is_empty()).map(|notice| match notice {
            Notice::PasswordChanged => texts.password_changed,
            Notice::SignedOut => texts.signed_out,
            Notice::SessionEnded => texts.session_ended,
            Notice::ForInvitation => texts.for_invitation,
        })
    }

    fn form(&self) -> Html {
        let texts = &self.shell.texts().common;
        let wrong = |field| self.shell.wrong(self.refusals, field);
        let mut fields = [
            Field::new("email", texts.email, Kind::Email, self.email).wrong(wrong("email")),
            Field::new("password", texts.password, Kind::Password, "").wrong(wrong("password")),
        ];
        if self.email.is_empty() {
            focus(&mut fields, true);
        } else {
            focus(&mut fields[1..], true);
        }
        fields
            .iter()
            .fold(faults::above(self.shell, self.refusals, &fields), |html, field| html.and(&field.html()))
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;
    use shared::error::Code;

    use super::*;

    fn page<'a>(email: &'a str, notice: Option<Notice>, refusals: &'a [Refusal]) -> SignIn<'a> {
        SignIn { shell: Shell::default(), email, next: Some("/i/a\"b"), notice, refusals }
    }

    #[test]
    fn the_way_on_is_kept_and_the_first_empty_field_has_the_focus() {
        let html = page("", None, &[]).render();
        assert!(html.contains("name=\"next\" value=\"/i/a&#34;b\""), "{html}");
        assert!(html.contains("spellcheck=\"false\" autofocus"));
        let html = page("dana@x.example", None, &[]).render();
        assert!(html.contains("current-password\" autofocus"), "{html}");
    }

    #[test]
    fn a_refusal_replaces_the_notice_and_speaks_the_language_of_the_page() {
        let notice = Some(Notice::PasswordChanged);
        assert!(page("", notice, &[]).render().contains("Your password is changed."));
        let refusals = [Refusal::new(Code::WrongCredentials, "English.").at("password")];
        let mut page = page("dana@x.example", notice, &refusals);
        page.shell.language = Language::De;
        let html = page.render();
        assert!(html.contains("Fehler: Anmelden") && html.contains("passen nicht zusammen"), "{html}");
        assert!(!html.contains("geändert") && !html.contains("English."));
    }
}
