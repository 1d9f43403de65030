//! `/setup`: the first visitor makes the organization, or looks at a demo.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::Html;
use super::seats::{Row, row};
use super::{Shell, draw, faults};

/// The form of the first visitor.
#[derive(Template)]
#[template(path = "setup.html")]
pub struct SetUp<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// Whether the operator asks for a token, and what was typed.
    pub token: Option<&'a str>,
    /// The organization's name as typed, or empty.
    pub organization: &'a str,
    /// The owner's name as typed, or empty.
    pub name: &'a str,
    /// The owner's address as typed, or empty.
    pub email: &'a str,
    /// What was wrong with the last try.
    pub refusals: &'a [Refusal],
}

impl SetUp<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        self.shell.title(self.shell.texts().setup.title, self.refusals)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::First)
    }

    /// Everything of the form but its presses.
    fn form(&self) -> Html {
        let common = &self.shell.texts().common;
        let texts = &self.shell.texts().setup;
        let mut fields = Vec::with_capacity(5);
        if let Some(token) = self.token {
            fields.push(Field::new("token", texts.token, Kind::Token, token).hint(texts.token_hint));
        }
        fields.push(Field::new(
            "organization",
            texts.organization,
            Kind::OrganizationName,
            self.organization,
        ));
        fields.push(Field::new("name", common.your_name, Kind::PersonName, self.name));
        fields.push(Field::new("email", common.email, Kind::Email, self.email));
        fields
            .push(Field::new("password", common.password, Kind::NewPassword, "").hint(common.password_hint));
        for field in &mut fields {
            field.wrong = self.shell.wrong(self.refusals, field.name);
        }
        focus(&mut fields, true);
        let above = faults::above(self.shell, self.refusals, &fields);
        let (front, back) = fields.split_at(fields.len() - 3);
        let [name, email, password] = back else { return above };
        let side_by_side = name.html().and(&email.html()).inside("forms");
        front
            .iter()
            .fold(above, |html, field| html.and(&field.html()))
            .and(&side_by_side)
            .and(&password.html())
    }
}

/// What a later visitor sees.
#[derive(Template)]
#[template(path = "setup_done.html")]
pub struct SetUpDone {
    /// Language and theme.
    pub shell: Shell,
}

impl SetUpDone {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::Free)
    }
}

/// The demo owner's sign-in, shown once.
#[derive(Template)]
#[template(path = "demo_ready.html")]
pub struct DemoReady<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The demo owner's address.
    pub email: &'a str,
    /// The demo owner's password.
    pub password: &'a str,
}

impl DemoReady<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::Held)
    }
}

#[cfg(test)]
mod tests {
    use shared::error::Code;

    use super::*;

    fn refusal(code: Code, field: &str) -> Refusal {
        Refusal::new(code, "English.").at(field)
    }

    fn page(refusals: &[Refusal]) -> String {
        let shell = Shell::default();
        SetUp { shell, token: Some("to<ken"), organization: "A & B", name: "", email: "dana", refusals }
            .render()
    }

    #[test]
    fn typed_values_come_back_and_the_password_does_not() {
        let html = page(&[]);
        assert!(html.contains("value=\"A &#38; B\"") && html.contains("value=\"to&#60;ken\""), "{html}");
        assert!(html.contains("name=\"password\" type=\"password\"") && !html.contains("Error: "));
        assert!(html.contains("formaction=\"/setup/demo\" formnovalidate"));
    }

    #[test]
    fn several_wrong_fields_are_listed_and_the_list_takes_the_focus() {
        let html = page(&[refusal(Code::InvalidName, "name"), refusal(Code::InvalidEmail, "email")]);
        assert!(html.contains("2 fields need another look"), "{html}");
        assert!(html.contains("<a href=\"#name\">") && html.contains("<a href=\"#email\">"));
        assert_eq!(html.matches(" autofocus").count(), 1);
        assert_eq!(html.matches("aria-invalid").count(), 2);
    }

    #[test]
    fn one_wrong_field_takes_the_focus_itself() {
        let html = page(&[refusal(Code::SetupTokenWrong, "token")]);
        assert!(html.contains("aria-describedby=\"token-wrong token-hint\" autofocus"), "{html}");
        assert!(!html.contains("need another look"));
    }

    #[test]
    fn a_refusal_of_no_field_stands_above_the_form() {
        let html = page(&[Refusal::new(Code::TooManyAttempts, "Wait.")]);
        assert!(html.contains("role=\"alert\"") && html.contains("<p>Wait.</p>"), "{html}");
    }

    #[test]
    fn the_demo_sign_in_is_shown_once_and_signs_in_by_one_press() {
        let shell = Shell::default();
        let html = DemoReady { shell, email: "dana@demo.example", password: "pass word" }.render();
        assert!(html.contains("action=\"/sign-in\"") && html.contains(">pass word</dd>"), "{html}");
        assert!(SetUpDone { shell }.render().contains("href=\"/sign-in\""));
    }
}
