//! `/join`: the code of an invitation, typed.

use askama::Template;
use shared::error::Refusal;

use super::field::{Field, Kind, focus};
use super::html::Html;
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
    /// What was wrong with the last try.
    pub refusals: &'a [Refusal],
}

impl Join<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn title(&self) -> String {
        self.shell.title(self.shell.texts().join.title, self.refusals)
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
        focus(&mut fields, true);
        faults::above(self.shell, self.refusals, &fields).and(&fields[0].html())
    }
}
