//! Text that is HTML already: catalog sentences with names inside `<bdi>`, and the parts that pages share.
//!
//! Whoever holds an [`Html`] holds escaped text: it is made from catalog sentences and from [`Part`]s, which escape.

use core::fmt::{self, Display, Formatter, Write};

use askama::FastWritable;
use askama::filters::HtmlSafe;
use shared::time::Timestamp;

use crate::texts::{One, Texts, Three, Two};

/// Text that goes into a page as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Catalog text without names.
    pub fn text(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Text of people or of the machinery, escaped.
    pub fn escaped(text: &str) -> Self {
        Self(Escaped(text).to_string())
    }

    /// A template, drawn.
    pub fn drawn(template: &impl askama::Template) -> Self {
        Self(super::draw(template))
    }

    /// A sentence with one part.
    pub fn one(sentence: One, part: &impl Part) -> Self {
        Self(sentence(&Shown(part)))
    }

    /// A sentence with two parts.
    pub fn two(sentence: Two, first: &impl Part, second: &impl Part) -> Self {
        Self(sentence(&Shown(first), &Shown(second)))
    }

    /// A sentence with three parts.
    pub fn three(sentence: Three, first: &impl Part, second: &impl Part, third: &impl Part) -> Self {
        Self(sentence(&Shown(first), &Shown(second), &Shown(third)))
    }

    /// Names in a row: "A, B, and C".
    pub fn list<P: Part>(texts: &Texts, parts: impl Iterator<Item = P>) -> Self {
        let parts: Vec<_> = parts.map(|part| Shown(&part).to_string()).collect();
        Self((texts.list)(&parts))
    }

    /// This and more after it.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.0.push_str(&more.0);
        self
    }

    /// This inside a `<div>` of a class.
    #[must_use]
    pub fn inside(self, class: &'static str) -> Self {
        Self(format!("<div class=\"{class}\">{}</div>", self.0))
    }

    /// The same without tags, for a title. Still escaped.
    #[must_use]
    pub fn without_tags(&self) -> Self {
        let pieces = self.0.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        Self(pieces.collect())
    }

    /// Two sentences, one after the other.
    #[must_use]
    pub fn then(self, next: &Self) -> Self {
        Self(format!("{} {}", self.0, next.0))
    }
}

impl Display for Html {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

impl FastWritable for Html {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

/// What can stand inside a sentence; writes itself as HTML.
pub trait Part {
    /// Writes the part, escaped.
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result;
}

struct Shown<'a, P>(&'a P);

impl<P: Part> Display for Shown<'_, P> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.write(f)
    }
}

/// A name or an address that somebody typed: isolated, so that right-to-left letters stay inside.
pub struct Bdi<'a>(pub &'a str);

impl Part for Bdi<'_> {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "<bdi>{}</bdi>", Escaped(self.0))
    }
}

/// The same, in bold.
pub struct Bold<'a>(pub &'a str);

impl Part for Bold<'_> {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "<b><bdi>{}</bdi></b>", Escaped(self.0))
    }
}

/// Plain text.
pub struct Plain<'a>(pub &'a str);

impl Part for Plain<'_> {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Escaped(self.0).fmt(f)
    }
}

/// A day, as `<time>`.
pub struct Day {
    at: Timestamp,
    text: String,
}

impl Day {
    /// With its year.
    pub fn short(texts: &Texts, at: Timestamp) -> Self {
        Self { at, text: (texts.date)(at) }
    }

    /// With its weekday, too.
    pub fn long(texts: &Texts, at: Timestamp) -> Self {
        Self { at, text: (texts.long_date)(at) }
    }
}

impl Part for Day {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.at.date(), Escaped(&self.text))
    }
}

impl Part for Html {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text as the value of a query parameter.
pub fn query(text: &str) -> String {
    let encoded = serde_urlencoded::to_string([("", text)]).unwrap_or_default();
    encoded.trim_start_matches('=').to_owned()
}

/// Escapes what has a meaning in HTML text and attributes.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;

    use super::*;
    use crate::texts;

    #[test]
    fn names_are_escaped_and_isolated() {
        let html = Html::one(|name| format!("{name} waits."), &Bdi("<script>alert('\"')</script>"));
        assert_eq!(
            html.to_string(),
            "<bdi>&lt;script&gt;alert(&#39;&quot;&#39;)&lt;/script&gt;</bdi> waits."
        );
    }

    #[test]
    fn a_title_keeps_the_text_and_stays_escaped() {
        let at = "2026-12-08T10:42:00Z".parse().unwrap();
        let day = Day::short(texts::of(Language::En), at);
        let html = Html::two(|name, day| format!("{name} > {day}"), &Bdi("<b>A & B</b>"), &day);
        assert_eq!(html.without_tags().to_string(), "&lt;b&gt;A &amp; B&lt;/b&gt; > December 8, 2026");
    }

    #[test]
    fn days_carry_their_machine_form() {
        let at = "2026-12-08T10:42:00Z".parse().unwrap();
        let html = Html::one(|day| format!("Until {day}."), &Day::long(texts::of(Language::De), at));
        assert_eq!(
            html.to_string(),
            "Until <time datetime=\"2026-12-08\">Dienstag, 8. Dezember 2026</time>."
        );
    }

    #[test]
    fn lists_read_as_in_a_sentence() {
        let names = ["A & B", "C", "D"];
        let html = Html::list(texts::of(Language::En), names.iter().map(|name| Plain(name)));
        assert_eq!(html.to_string(), "A &amp; B, C, and D");
    }
}
