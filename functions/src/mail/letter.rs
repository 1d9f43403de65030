//! The shape that all mails share: heading, paragraphs, a button with its link, a code, why it came.
//!
//! A [`Letter`] is drawn twice, as HTML and as text, so the two parts say the same.

use askama::Template;

use super::{Envelope, OutgoingMail, one_line};
use crate::texts::{self, One, Texts, Two};
use crate::views::html::{Bdi, Bold, Html, Plain};

/// A word of a sentence, as HTML and as text.
pub struct Word {
    html: Html,
    text: String,
}

impl Word {
    /// A name or an address that somebody typed.
    pub fn name(text: &str) -> Self {
        Self { html: Html::one(|name| name.to_string(), &Bdi(text)), text: one_line(text) }
    }

    /// The same, in bold.
    pub fn bold(text: &str) -> Self {
        Self { html: Html::one(|name| name.to_string(), &Bold(text)), text: one_line(text) }
    }

    /// Our own words.
    pub fn plain(text: &str) -> Self {
        Self { html: Html::one(|name| name.to_string(), &Plain(text)), text: text.to_owned() }
    }

    /// Names in bold, in a row.
    pub fn list(texts: &Texts, names: &[String]) -> Self {
        let lines: Vec<_> = names.iter().map(|name| one_line(name)).collect();
        Self { html: Html::list(texts, names.iter().map(|name| Bold(name))), text: (texts.list)(&lines) }
    }
}

/// A sentence, as HTML and as text.
pub struct Sentence {
    html: Html,
    text: String,
}

impl Sentence {
    /// Without a name.
    pub fn fixed(text: &'static str) -> Self {
        Self { html: Html::text(text), text: text.to_owned() }
    }

    /// With one name.
    pub fn one(sentence: One, word: &Word) -> Self {
        Self { html: Html::one(sentence, &word.html), text: sentence(&word.text) }
    }

    /// With two names.
    pub fn two(sentence: Two, first: &Word, second: &Word) -> Self {
        Self {
            html: Html::two(sentence, &first.html, &second.html),
            text: sentence(&first.text, &second.text),
        }
    }

    /// This and the next.
    #[must_use]
    pub fn then(self, next: &Self) -> Self {
        Self { text: format!("{} {}", self.text, next.text), html: self.html.then(&next.html) }
    }
}

/// A link with what to press.
pub struct Button {
    /// What to press.
    pub label: &'static str,
    /// Where it leads.
    pub url: String,
    /// What is good to know before pressing.
    pub note: Option<&'static str>,
}

/// A code to type.
pub struct TypedCode {
    /// Where to type it.
    pub before: Sentence,
    /// The code.
    pub code: String,
}

/// A mail before it is drawn.
#[derive(Template)]
#[template(path = "mail/letter.html")]
pub struct Letter<'a> {
    /// Recipient and instance.
    pub envelope: Envelope<'a>,
    /// Who it says it is from.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// What mail programs show beside the subject.
    pub preview: String,
    /// The heading.
    pub heading: Sentence,
    /// What it says.
    pub paragraphs: Vec<Sentence>,
    /// What to press.
    pub button: Option<Button>,
    /// What to type.
    pub code: Option<TypedCode>,
    /// Why it came.
    pub why: Sentence,
}

impl Letter<'_> {
    /// Draws both parts.
    pub fn compose(self) -> OutgoingMail {
        OutgoingMail {
            message_id: self.envelope.message_id(),
            from: self.from.clone(),
            to: self.envelope.recipient(),
            subject: one_line(&self.subject),
            text: self.text(),
            html: self.render().unwrap_or_default(),
        }
    }

    fn link_intro(&self) -> &'static str {
        texts::of(self.envelope.language).mail.link
    }

    fn text(&self) -> String {
        let mut parts = vec![self.heading.text.clone()];
        parts.extend(self.paragraphs.iter().map(|paragraph| paragraph.text.clone()));
        if let Some(button) = &self.button {
            parts.push(format!("{}:\n{}", button.label, button.url));
            parts.extend(button.note.map(ToOwned::to_owned));
        }
        if let Some(code) = &self.code {
            parts.push(format!("{}\n{}", code.before.text, code.code));
        }
        parts.push(self.why.text.clone());
        parts.join("\n\n") + "\n"
    }
}
