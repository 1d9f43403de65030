//! `/join`: the code of an invitation, typed; or an address in a whole domain, to which a mail brings the way in.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::{Bdi, Html};
use super::seats::{Row, row};
use super::{Shell, draw, faults};

/// The page.
#[derive(Template)]
#[template(path = "join.html")]
pub struct Join<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// The code as typed, or empty.
    pub code: &'a str,
    /// How many tries are left, once one failed.
    pub tries_left: Option<u32>,
    /// Whether people can join by their address.
    pub by_domain: bool,
    /// The address as typed, or empty.
    pub email: &'a str,
    /// Whether a mail was asked for.
    pub mailed: bool,
    /// What was wrong with the last try.
    pub refusals: &'a [Refusal],
}

impl Join<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        let texts = self.shell.texts();
        let title = if self.mailed { texts.joining.mailed } else { texts.join.title };
        self.shell.title(title, self.refusals)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::Kept)
    }

    fn form(&self) -> Html {
        let texts = self.shell.texts();
        let wrong = self.shell.wrong(self.refusals, "code").map(|wrong| match self.tries_left {
            Some(tries) => format!("{wrong} {}", (texts.join.tries_left)(tries)),
            None => wrong,
        });
        let mut fields =
            [Field::new("code", texts.common.code, Kind::Code, self.code).hint(texts.join.hint).wrong(wrong)];
        focus(&mut fields, self.email.is_empty());
        let above = if self.email.is_empty() { self.refusals } else { &[] };
        faults::above(self.shell, above, &fields).and(&fields[0].html())
    }

    fn address(&self) -> Html {
        let texts = self.shell.texts();
        let wrong = self.shell.wrong(self.refusals, "email");
        let mut fields = [Field::new("email", texts.common.email, Kind::Email, self.email)
            .hint(texts.joining.hint)
            .wrong(wrong)];
        focus(&mut fields, false);
        let above = if self.email.is_empty() { &[] } else { self.refusals };
        faults::above(self.shell, above, &fields).and(&fields[0].html())
    }

    fn mailed_lead(&self) -> Html {
        Html::one(self.shell.texts().joining.mailed_lead, &Bdi(self.email))
    }
}
