//! Which figures are taken, and how they add up.

use crate::api::insights::{MetricDay, MetricTotal};
use crate::api::measures::Measure;
use crate::error::{Code, Refusal};

/// Figures of one request.
pub const MAX_MEASURES: usize = 1000;

/// External ids of one request.
pub const MAX_IDS: usize = 500;

/// Days that insights look back: a month unless said otherwise, a year at most.
pub const DAYS: core::ops::RangeInclusive<u16> = 1..=366;

/// Refuses a figure that cannot be: without a key, of no metric, not a number of this world.
pub fn check(measure: &Measure) -> Result<(), Refusal> {
    text(&measure.key, "key")?;
    check_id(&measure.source, &measure.external_id)?;
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !(1..=40).contains(&measure.metric.len()) || !measure.metric.chars().all(letters) {
        let detail = "A metric is 1 to 40 small letters, digits and _, like calls_handled.";
        return Err(Refusal::new(Code::InvalidText, detail).at("metric"));
    }
    if !measure.value.is_finite() || measure.value.abs() > 1e12 {
        return Err(
            Refusal::new(Code::InvalidText, "A value is a number up to a million millions.").at("value")
        );
    }
    Ok(())
}

/// Refuses a source or an id there that is empty, too long or holds control characters.
pub fn check_id(source: &str, external_id: &str) -> Result<(), Refusal> {
    text(source, "source")?;
    text(external_id, "external_id")
}

fn text(text: &str, field: &str) -> Result<(), Refusal> {
    if (1..=120).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control)
    {
        return Ok(());
    }
    let detail = "Give 1 to 120 characters, without spaces at the ends.";
    Err(Refusal::new(Code::InvalidText, detail).at(field))
}

/// The number of days to look back as a program asks for it.
pub fn days(asked: Option<&str>) -> Result<u16, Refusal> {
    let Some(asked) = asked else { return Ok(30) };
    asked
        .parse()
        .ok()
        .filter(|days| DAYS.contains(days))
        .ok_or_else(|| Refusal::new(Code::InvalidParameter, "Insights look back 1 to 366 days.").at("days"))
}

/// Sums days by metric, in the order of their names.
pub fn totals(days: &[MetricDay]) -> Vec<MetricTotal> {
    let mut totals: Vec<MetricTotal> = Vec::new();
    for day in days {
        match totals.iter_mut().find(|total| total.metric == day.metric) {
            Some(total) => {
                total.total += day.total;
                total.count += day.count;
            }
            None => {
                totals.push(MetricTotal { metric: day.metric.clone(), total: day.total, count: day.count });
            }
        }
    }
    totals.sort_by(|one, other| one.metric.cmp(&other.metric));
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn measure(metric: &str, value: f64) -> Measure {
        let text = |text: &str| text.to_owned();
        Measure {
            key: text("k1"),
            source: text("voice"),
            external_id: text("17"),
            metric: text(metric),
            at: Timestamp::from_millis(1),
            value,
        }
    }

    #[test]
    fn a_figure_has_a_key_a_metric_and_a_finite_value() {
        assert!(check(&measure("calls_handled", 3.5)).is_ok());
        for (metric, value) in [("Calls", 1.0), ("", 1.0), ("calls", f64::NAN), ("calls", 1e13)] {
            assert!(check(&measure(metric, value)).is_err(), "{metric} {value}");
        }
        assert!(check(&Measure { key: " k".to_owned(), ..measure("calls", 1.0) }).is_err());
    }

    #[test]
    fn days_add_up_by_metric() {
        let day = |metric: &str, total| MetricDay {
            metric: metric.to_owned(),
            day: "2026-11-24".to_owned(),
            total,
            count: 1,
        };
        let sums = totals(&[day("b", 1.0), day("a", 2.0), day("b", 3.0)]);
        assert_eq!(
            sums.iter().map(|sum| (sum.metric.as_str(), sum.count)).collect::<Vec<_>>(),
            [("a", 1), ("b", 2)]
        );
        assert!((sums[1].total - 4.0).abs() < f64::EPSILON);
    }
}
