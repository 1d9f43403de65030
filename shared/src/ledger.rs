//! The seat ledger summed up: what a license had at the end of each day. Not here: the entries, which the database's
//! triggers write.

use std::collections::BTreeMap;

use crate::api::ledger::DayCount;
use crate::day::Day;
use crate::error::{Code, Refusal};

/// The most days of one question.
pub const MAX_DAYS: u64 = 366;

/// What entries add up to: seats bought, reserved, held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Seats bought.
    pub total: i64,
    /// Seats reserved.
    pub reserved: i64,
    /// Seats held.
    pub held: i64,
}

/// Refuses days in the wrong order.
pub fn check_order(from: Option<Day>, to: Option<Day>) -> Result<(), Refusal> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(Refusal::new(Code::InvalidParameter, "The last day is before the first.").at("to"))
        }
        _ => Ok(()),
    }
}

/// Refuses days in the wrong order, and more than a year of them.
pub fn check_days(from: Day, to: Day) -> Result<(), Refusal> {
    check_order(Some(from), Some(to))?;
    if from.count_to(to) > MAX_DAYS {
        let detail = format!("Ask for at most {MAX_DAYS} days at once.");
        return Err(Refusal::new(Code::InvalidParameter, detail).at("from"));
    }
    Ok(())
}

/// What stood at the end of each day, from what stood before the first and what changed on each.
pub fn days(before: Sum, changes: &BTreeMap<Day, Sum>, from: Day, to: Day) -> Vec<DayCount> {
    let (mut now, mut day, mut counts) = (before, from, Vec::new());
    for _ in 0..from.count_to(to).min(MAX_DAYS) {
        if let Some(change) = changes.get(&day) {
            now.total += change.total;
            now.reserved += change.reserved;
            now.held += change.held;
        }
        counts.push(count(day, now));
        day = day.next();
    }
    counts
}

fn count(day: Day, sum: Sum) -> DayCount {
    let seats = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    let free = seats(sum.total - sum.reserved - sum.held);
    DayCount { day, total: seats(sum.total), reserved: seats(sum.reserved), held: seats(sum.held), free }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_stands_on_the_one_before() {
        let from: Day = "2026-11-01".parse().unwrap();
        let sum = |total, reserved, held| Sum { total, reserved, held };
        let changes =
            BTreeMap::from([(from.next(), sum(0, -1, 1)), (from.next().next().next(), sum(5, 2, 0))]);
        let counts = days(sum(10, 2, 3), &changes, from, "2026-11-04".parse().unwrap());
        let told: Vec<_> = counts.iter().map(|it| (it.total, it.reserved, it.held, it.free)).collect();
        assert_eq!(told, [(10, 2, 3, 5), (10, 1, 4, 5), (10, 1, 4, 5), (15, 3, 4, 8)]);
    }

    #[test]
    fn days_are_in_order_and_a_year_at_most() {
        let day: Day = "2026-11-01".parse().unwrap();
        assert!(check_days(day, day).is_ok() && check_days(day.minus(365), day).is_ok());
        assert!(check_days(day, day.minus(1)).is_err() && check_days(day.minus(366), day).is_err());
        assert!(check_order(None, Some(day)).is_ok() && check_order(Some(day), Some(day.minus(1))).is_err());
    }
}
