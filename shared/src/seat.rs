//! Seats: how many there are, how many are taken, and who may still get one.
//!
//! The database holds the limit (the gate in `functions/migrations`); these functions are the same rule for
//! previews, for sentences and for tests. A seat is free, reserved (by an invitation) or held.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};

/// The most seats that a license can have.
pub const MAX_SEATS: u32 = 10_000_000;

/// How far a license may go over its seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Overage {
    /// Not at all.
    #[default]
    None,
    /// By so many percent of the seats, rounded down.
    Percent {
        /// 1 to 100.
        percent: u8,
    },
    /// Without end.
    Unlimited,
}

/// The seats of one license.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct SeatCounts {
    /// Seats bought.
    pub total: u32,
    /// Seats kept for pending invitations.
    pub reserved: u32,
    /// Seats that people have.
    pub held: u32,
    /// Seats that can still be given out within the seats bought.
    pub free: u32,
    /// The most seats that may be taken, overage included; absent when there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// People who wait for a seat.
    #[serde(default)]
    pub waiting: u32,
}

impl SeatCounts {
    /// Counts what is free and where the limit lies.
    pub fn new(total: u32, reserved: u32, held: u32, overage: Overage) -> Self {
        let free = total.saturating_sub(reserved + held);
        Self { total, reserved, held, free, limit: limit(total, overage), waiting: 0 }
    }

    /// Seats that are taken: reserved or held.
    pub const fn taken(self) -> u32 {
        self.reserved + self.held
    }

    /// Seats that can still be claimed, overage included; `None` when there is no limit.
    pub fn claimable(self) -> Option<u32> {
        self.limit.map(|limit| limit.saturating_sub(self.taken()))
    }

    /// Reserves one seat, or refuses with `seat_limit_reached`.
    pub fn reserve(&mut self) -> Result<(), Refusal> {
        if self.claimable() == Some(0) {
            return Err(full(self.total));
        }
        self.reserved += 1;
        self.free = self.total.saturating_sub(self.taken());
        Ok(())
    }
}

/// The most seats that may be taken; `None` when there is no limit.
pub fn limit(total: u32, overage: Overage) -> Option<u32> {
    match overage {
        Overage::None => Some(total),
        Overage::Percent { percent } => {
            let extra = u64::from(total) * u64::from(percent) / 100;
            Some(total.saturating_add(u32::try_from(extra).unwrap_or(u32::MAX)))
        }
        Overage::Unlimited => None,
    }
}

/// The refusal of a claim on a full license; a total of 0 stands for "more than one license, or unknown".
pub fn full(total: u32) -> Refusal {
    let detail = match total {
        0 => "No seat is free. Free one or add seats to the license.".to_owned(),
        1 => "The only seat is taken. Free it or add seats to the license.".to_owned(),
        _ => format!("All {total} seats are taken. Free one or add seats to the license."),
    };
    Refusal::new(Code::SeatLimitReached, detail)
}

/// Whether a license may get so many seats while so many are taken.
pub fn check_total(total: u32, overage: Overage, taken: u32) -> Result<(), Refusal> {
    if total == 0 || total > MAX_SEATS {
        return Err(Refusal::new(Code::InvalidLicense, "A license has 1 to 10,000,000 seats.").at("seats"));
    }
    if let Overage::Percent { percent } = overage
        && !(1..=100).contains(&percent)
    {
        return Err(Refusal::new(Code::InvalidLicense, "An overage is 1 to 100 percent.").at("overage"));
    }
    if limit(total, overage).is_some_and(|limit| limit < taken) {
        let detail = format!("{taken} seats are taken. Free some first, or choose {taken} or more.");
        return Err(Refusal::new(Code::SeatsBelowTaken, detail).at("seats"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn overages() -> impl Strategy<Value = Overage> {
        prop_oneof![
            Just(Overage::None),
            (1_u8..=100).prop_map(|percent| Overage::Percent { percent }),
            Just(Overage::Unlimited)
        ]
    }

    proptest! {
        #[test]
        fn reserving_never_passes_the_limit(total in 1_u32..50, tries in 0_usize..200, overage in overages()) {
            let mut seats = SeatCounts::new(total, 0, 0, overage);
            let granted = (0..tries).filter(|_| seats.reserve().is_ok()).count();
            prop_assert!(limit(total, overage).is_none_or(|limit| seats.taken() <= limit));
            prop_assert_eq!(u32::try_from(granted).unwrap(), seats.taken());
            prop_assert_eq!(seats.free, total.saturating_sub(seats.taken()));
        }

        #[test]
        fn a_total_is_accepted_exactly_when_what_is_taken_fits(total in 1_u32..100, taken in 0_u32..300, overage in overages()) {
            let fits = limit(total, overage).is_none_or(|limit| taken <= limit);
            prop_assert_eq!(check_total(total, overage, taken).is_ok(), fits);
        }
    }

    #[test]
    fn the_refusal_names_the_number() {
        assert!(check_total(3, Overage::None, 5).unwrap_err().detail.contains("5 seats are taken"));
        assert_eq!(check_total(0, Overage::None, 0).unwrap_err().code, Code::InvalidLicense);
    }
}
