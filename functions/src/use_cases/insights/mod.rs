//! Insights: what programs measure, who sees how much of it, and coaching plans. Everybody allowed sees the organization's
//! sums, a team leader the people of their teams, an agent themselves.

pub mod coaching;
pub mod measures;
pub mod overview;
pub mod people;

use shared::time::Timestamp;

/// The first and the last day of so many days up to now, as the database writes days.
fn span(now: Timestamp, days: u16) -> (String, String) {
    let day = |at: Timestamp| at.to_string()[..10].to_owned();
    (day(now.plus_days(1 - i64::from(days))), day(now))
}
