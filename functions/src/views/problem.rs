//! The page that tells a refusal which belongs to no form: not found, not allowed, too many tries, broken.

use askama::Template;
use shared::error::Code;

use super::html::Html;
use super::seats::{Row, row};
use super::{Shell, draw};
use crate::texts::ProblemText;

/// The page.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemPage<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// Why.
    pub code: Code,
    /// Names the request in the operator's log; shown where the fault is ours.
    pub request_id: Option<&'a str>,
}

impl ProblemPage<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn texts(&self) -> ProblemText {
        (self.shell.texts().problem)(self.code)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::Free)
    }

    fn shown_id(&self) -> Option<&str> {
        self.request_id.filter(|_| self.code == Code::Internal)
    }
}
