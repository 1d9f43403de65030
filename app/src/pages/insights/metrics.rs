//! What was measured: a chart for each metric, and its words.

use leptos::prelude::*;
use shared::api::insights::MetricDay;
use shared::measure;

use crate::components::chart::{Bar, chart};
use crate::i18n;
use crate::i18n::text::insights as t;

/// A number with the language's separators and one decimal.
pub fn decimal(value: f64) -> String {
    js_sys::Number::from((value * 10.0).round() / 10.0).to_locale_string(i18n::language().tag()).into()
}

/// A metric's name as words: `calls_handled` is `Calls handled`.
pub fn metric_word(metric: &str) -> String {
    let mut letters = metric.replace('_', " ").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        first.make_ascii_uppercase();
    }
    letters.into_iter().collect()
}

/// A chart for each metric with its total and average.
pub fn charts(days: &[MetricDay]) -> AnyView {
    let one = |total: shared::api::insights::MetricTotal| {
        let name = metric_word(&total.metric);
        let bars: Vec<_> = days
            .iter()
            .filter(|day| day.metric == total.metric)
            .map(|day| Bar {
                label: day.day.clone(),
                solid: day.total,
                hatched: 0.0,
                cells: vec![decimal(day.total), decimal(day.total / f64::from(day.count.max(1)))],
            })
            .collect();
        let most = bars.iter().map(|bar| bar.solid).fold(0.0, f64::max);
        let words = t::total_and_average(
            &decimal(total.total),
            &decimal(total.total / f64::from(total.count.max(1))),
        );
        let columns = vec![("", t::day()), ("n", t::total()), ("n", t::average())];
        view! {
            <div class="metric">
                <h3>{name.clone()}</h3>
                <p class="words">{words}</p>
                {chart(&name, columns, &bars, most)}
            </div>
        }
    };
    view! { <div class="metrics">{measure::totals(days).into_iter().map(one).collect_view()}</div> }
        .into_any()
}
