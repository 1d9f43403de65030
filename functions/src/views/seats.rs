//! The row of seats above a heading: what it shows, not how many there really are.

use askama::Template;

use super::Shell;
use super::html::Html;

/// Which row to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// One is ringed: kept for you.
    Kept,
    /// One is ringed and filled: yours.
    Held,
    /// Nothing is kept.
    Free,
    /// All are free, the first is ringed.
    First,
}

#[derive(Template)]
#[template(
    source = "<div class=\"seats big\" role=\"img\" aria-label=\"{{ label }}\">\
              {% for class in places %}<i{% if !class.is_empty() %} class=\"{{ class }}\"{% endif %}></i>{% endfor %}</div>",
    ext = "html"
)]
struct Seats {
    label: &'static str,
    places: &'static [&'static str],
}

/// Draws a row.
pub fn row(shell: Shell, row: Row) -> Html {
    let texts = &shell.texts().common;
    let (label, places): (_, &[_]) = match row {
        Row::Kept => (texts.row_kept, &["held", "held", "held", "held", "yours", "", "", "", ""]),
        Row::Held => (texts.row_held, &["held", "held", "held", "held", "held yours", "", "", "", ""]),
        Row::Free => (texts.row_free, &["held", "held", "held", "held", "", "", "", "", ""]),
        Row::First => (texts.row_kept, &["yours", "", "", "", "", "", "", "", ""]),
    };
    Html::drawn(&Seats { label, places })
}
