//! Bars by day, drawn for the eye alone: the table of the same figures stands below and can be opened.

use core::fmt::Write as _;

use leptos::prelude::*;

use super::Column;
use crate::i18n::text::insights as t;

/// One bar: its label, how much of it is solid, how much is hatched on top of that.
pub struct Bar {
    /// The day or the word.
    pub label: String,
    /// Solid.
    pub solid: f64,
    /// On top, hatched.
    pub hatched: f64,
    /// What stands in the table after the label.
    pub cells: Vec<String>,
}

/// A chart with its table.
pub fn chart(caption: &str, columns: Vec<Column>, bars: &[Bar], most: f64) -> AnyView {
    let drawn = draw(bars, most);
    let head = columns
        .into_iter()
        .map(|(class, word)| view! { <th scope="col" class=class>{word}</th> })
        .collect_view();
    let row = |bar: &Bar| {
        let cells = bar.cells.iter().map(|cell| view! { <td class="n">{cell.clone()}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{bar.label.clone()}</th>
                {cells}
            </tr>
        }
    };
    view! {
        <svg class="chart" viewBox="0 0 600 96" preserveAspectRatio="none" aria-hidden="true" inner_html=drawn></svg>
        <details class="figures">
            <summary>{t::figures()}</summary>
            <table class="data">
                <caption class="sr">{caption.to_owned()}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{bars.iter().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}

/// Rectangles in a field of 600 by 96; `most` is as high as it gets.
#[expect(clippy::cast_precision_loss, reason = "a year of days")]
fn draw(bars: &[Bar], most: f64) -> String {
    let (wide, most) = (600.0 / (bars.len().max(1) as f64), most.max(1.0));
    let mut drawn = String::new();
    for (at, bar) in bars.iter().enumerate() {
        let left = at as f64 * wide;
        let (solid, hatched) = (bar.solid.max(0.0) / most * 94.0, bar.hatched / most * 94.0);
        let mut rect = |class: &str, base: f64, high: f64| {
            if high > 0.0 {
                let (x, y, w) = (left + wide * 0.1, 96.0 - base - high, wide * 0.8);
                let _ = write!(
                    drawn,
                    "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{high:.1}\"/>"
                );
            }
        };
        rect("solid", 0.0, solid);
        rect("hatched", solid, hatched);
    }
    drawn
}
