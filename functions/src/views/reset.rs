//! `/reset`: a new password by a mailed code, in two steps that look the same for every address.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::{Bdi, Html};
use super::{Shell, draw, faults};

/// The first step: for which address.
#[derive(Template)]
#[template(path = "reset.html")]
pub struct AskForCode<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The address as typed, or empty.
    pub email: &'a str,
    /// What was wrong with the last try.
    pub refusals: &'a [Refusal],
}

impl AskForCode<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        self.shell.title(self.shell.texts().reset.title, self.refusals)
    }

    fn form(&self) -> Html {
        let label = self.shell.texts().common.email;
        let wrong = self.shell.wrong(self.refusals, "email");
        let mut fields = [Field::new("email", label, Kind::Email, self.email).wrong(wrong)];
        focus(&mut fields, true);
        faults::above(self.shell, self.refusals, &fields).and(&fields[0].html())
    }
}

/// The second step: the code and the new password.
#[derive(Template)]
#[template(path = "reset_code.html")]
pub struct TypeCode<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The address of the first step.
    pub email: &'a str,
    /// The code as typed, or empty.
    pub code: &'a str,
    /// What was wrong with the last try.
    pub refusals: &'a [Refusal],
}

impl TypeCode<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        self.shell.title(self.shell.texts().reset.code_title, self.refusals)
    }

    fn lead(&self) -> Html {
        Html::one(self.shell.texts().reset.code_lead, &Bdi(self.email))
    }

    fn form(&self) -> Html {
        let common = &self.shell.texts().common;
        let hint = self.shell.texts().reset.code_hint;
        let mut fields = [
            Field::new("code", common.code, Kind::Code, self.code).hint(hint),
            Field::new("password", common.new_password, Kind::NewPassword, "").hint(common.password_hint),
        ];
        for field in &mut fields {
            field.wrong = self.shell.wrong(self.refusals, field.name);
        }
        focus(&mut fields, true);
        let above = faults::above(self.shell, self.refusals, &fields);
        fields.iter().fold(above, |html, field| html.and(&field.html()))
    }
}
