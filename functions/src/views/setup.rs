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
