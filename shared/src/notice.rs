//! Notices about licenses: which are due at a time. Each is told once for a license, threshold and term, and anew once it
//! had ceased to be so; who is told, and who wants it, is the Worker's to find.

use serde::{Deserialize, Serialize};

use crate::license::Term;
use crate::seat::SeatCounts;
use crate::time::Timestamp;

/// Days before a license's end at which it is told, the nearest first.
pub const EXPIRING_DAYS: [u8; 3] = [1, 7, 30];

/// The percentage of seats taken from which a license is nearly full.
pub const NEARLY_FULL_PERCENT: u8 = 90;

/// The percentage under which it has room again: what was told before is forgotten, so that it is told anew.
pub const ROOM_AGAIN_PERCENT: u8 = 80;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The license ends soon.
    Expiring,
    /// Few seats are left.
    NearlyFull,
    /// People wait for a seat.
    Queue,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Expiring, Self::NearlyFull, Self::Queue];

    /// The kind as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expiring => "expiring",
            Self::NearlyFull => "nearly_full",
            Self::Queue => "queue",
        }
    }
}

/// What is known of a license.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its seats, and how many people wait.
    pub seats: SeatCounts,
    /// Its term and the days of grace after it.
    pub term: Term,
}

impl Facts {
    /// What ends next, and the name that the notice of it goes by: first the term, then the grace, in which its people
    /// still have it.
    fn end(&self, now: Timestamp) -> Option<(Timestamp, String)> {
        let (expires, ends) = (self.term.expires_at?, self.term.ends_at()?);
        Some(if now < expires { (expires, expires.to_string()) } else { (ends, format!("grace/{ends}")) })
    }
}

/// A notice that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What it is about.
    pub kind: NoticeKind,
    /// Days, percent, or 0.
    pub threshold: u8,
    /// For which term it is told: a renewed license, or one with another number of seats, is told of anew.
    pub term: String,
}

/// The notices that are due now; of the days only the nearest.
pub fn due(facts: &Facts, now: Timestamp) -> Vec<Due> {
    if facts.term.ends_at().is_some_and(|end| end <= now) {
        return Vec::new();
    }
    let SeatCounts { total, waiting, .. } = facts.seats;
    let bought = || {
        let term = facts.term.expires_at.map_or_else(|| "open".to_owned(), |end| end.to_string());
        format!("{term}/{total}")
    };
    let nearest = facts.end(now).and_then(|(end, term)| {
        let days = EXPIRING_DAYS.into_iter().find(|days| end <= now.plus_days(i64::from(*days)))?;
        Some((days, term))
    });
    let nearly = u64::from(facts.seats.taken()) * 100 >= u64::from(total) * u64::from(NEARLY_FULL_PERCENT);
    let expiring = nearest.map(|(threshold, term)| Due { kind: NoticeKind::Expiring, threshold, term });
    let full =
        nearly.then(|| Due { kind: NoticeKind::NearlyFull, threshold: NEARLY_FULL_PERCENT, term: bought() });
    let queue = (waiting > 0).then(|| Due { kind: NoticeKind::Queue, threshold: 0, term: bought() });
    [expiring, full, queue].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seat::Overage;
    use proptest::prelude::*;

    fn facts(total: u32, taken: u32, waiting: u32, days: Option<i64>) -> (Facts, Timestamp) {
        let now = Timestamp::from_millis(1_000_000);
        let seats = SeatCounts { waiting, ..SeatCounts::new(total, 0, taken, Overage::Unlimited) };
        (
            Facts {
                seats,
                term: Term { expires_at: days.map(|days| now.plus_days(days)), ..Term::default() },
            },
            now,
        )
    }

    fn kinds(total: u32, taken: u32, waiting: u32, days: Option<i64>) -> Vec<(NoticeKind, u8)> {
        let (facts, now) = facts(total, taken, waiting, days);
        due(&facts, now).into_iter().map(|due| (due.kind, due.threshold)).collect()
    }

    #[test]
    fn each_threshold_is_told_when_it_is_reached_and_only_the_nearest() {
        use NoticeKind as K;
        assert_eq!(kinds(10, 0, 0, None), []);
        assert_eq!(kinds(10, 0, 0, Some(31)), []);
        for (days, threshold) in [(30, 30), (8, 30), (7, 7), (2, 7), (1, 1)] {
            assert_eq!(kinds(10, 0, 0, Some(days)), [(K::Expiring, threshold)], "{days}");
        }
        assert_eq!(kinds(10, 10, 5, Some(0)), [], "an ended license is told of no more");
        assert_eq!(kinds(10, 8, 0, None), []);
        assert_eq!(kinds(10, 9, 0, None), [(K::NearlyFull, 90)]);
        assert_eq!(kinds(10, 10, 2, None), [(K::NearlyFull, 90), (K::Queue, 0)]);
    }

    #[test]
    fn in_grace_the_end_of_the_grace_is_told_and_all_else_goes_on() {
        use NoticeKind as K;
        let due_at = |days: i64, taken| {
            let (facts, now) = facts(10, taken, 0, Some(0));
            let facts = Facts { term: Term { grace_days: 14, ..facts.term }, ..facts };
            due(&facts, now.plus_days(days))
                .into_iter()
                .map(|it| (it.kind, it.threshold, it.term))
                .collect::<Vec<_>>()
        };
        let kinds =
            |days| due_at(days, 0).into_iter().map(|(kind, days, _)| (kind, days)).collect::<Vec<_>>();
        assert_eq!(kinds(-1), [(K::Expiring, 1)]);
        assert_eq!(kinds(0), [(K::Expiring, 30)], "fourteen days are left to those who have it");
        assert_eq!(kinds(7), [(K::Expiring, 7)]);
        assert_eq!(kinds(13), [(K::Expiring, 1)]);
        assert_eq!(kinds(14), []);
        let [before, after] = [-1, 13].map(|days| due_at(days, 0).remove(0).2);
        assert_ne!(before, after, "the same number of days is told once for each end");
        assert_eq!(due_at(0, 9)[1].0, K::NearlyFull);
        assert_eq!(due_at(-1, 9)[1], due_at(0, 9)[1], "and nothing is told twice because the grace began");
    }

    #[test]
    fn more_seats_or_a_new_end_are_another_term() {
        let term = |total, days| {
            let (facts, now) = facts(total, total, 0, days);
            due(&facts, now).pop().unwrap().term
        };
        assert_ne!(term(10, None), term(11, None));
        assert_ne!(term(10, Some(40)), term(10, Some(400)));
    }

    proptest! {
        #[test]
        fn no_kind_is_due_twice(total in 1_u32..200, taken in 0_u32..300, waiting in 0_u32..5, days in proptest::option::of(-5_i64..60)) {
            let mut found: Vec<_> = kinds(total, taken, waiting, days).into_iter().map(|(kind, _)| kind).collect();
            let count = found.len();
            found.dedup();
            prop_assert_eq!(found.len(), count);
        }
    }
}
