//! The queue of a full license: who comes stands last, a seat that comes free goes to whoever is first.
//!
//! The database holds the order and gives the seats (`functions/migrations/0009`); [`Line`] is the same rule in memory,
//! for tests and for showing what a move would do.

use serde::{Deserialize, Serialize};

/// What becomes of a row for which a license has no seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhenFull {
    /// It is refused with `seat_limit_reached`.
    #[default]
    Refuse,
    /// The person waits in the license's queue.
    Queue,
}

/// Where an entry of a queue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QueueState {
    /// In line.
    Waiting,
    /// Got a seat: held by a member, reserved for somebody who was invited.
    Seated,
    /// Waits no longer, and has no seat by it.
    Left,
}

impl QueueState {
    /// The state as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Seated => "seated",
            Self::Left => "left",
        }
    }
}

/// A change of somebody's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QueueMove {
    /// Before everybody.
    Front,
    /// One place forward.
    Up,
    /// One place back.
    Down,
}

impl QueueMove {
    /// The move as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// People in line, the first first; each stands in it once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<T>(Vec<T>);

impl<T: PartialEq> Line<T> {
    /// Puts somebody last, unless they stand in line already. Answers with their place, from 1.
    pub fn join(&mut self, person: T) -> usize {
        self.place(&person).unwrap_or_else(|| {
            self.0.push(person);
            self.0.len()
        })
    }

    /// Somebody's place, from 1.
    pub fn place(&self, person: &T) -> Option<usize> {
        self.0.iter().position(|other| other == person).map(|index| index + 1)
    }

    /// Takes somebody out, wherever they stand.
    pub fn leave(&mut self, person: &T) {
        self.0.retain(|other| other != person);
    }

    /// Moves somebody; at either end, and for those not in line, nothing changes.
    pub fn move_to(&mut self, person: &T, to: QueueMove) {
        let Some(from) = self.0.iter().position(|other| other == person) else { return };
        let to = match to {
            QueueMove::Front => 0,
            QueueMove::Up => from.saturating_sub(1),
            QueueMove::Down => (from + 1).min(self.0.len() - 1),
        };
        let person = self.0.remove(from);
        self.0.insert(to, person);
    }

    /// Gives so many seats away: who gets them, in order.
    pub fn seat(&mut self, seats: usize) -> Vec<T> {
        let seats = seats.min(self.0.len());
        self.0.drain(..seats).collect()
    }

    /// Who waits, the first first.
    pub fn waiting(&self) -> &[T] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_second_coming_keeps_the_first_place() {
        let mut line = Line::default();
        assert_eq!([line.join("ann"), line.join("bo"), line.join("ann")], [1, 2, 1]);
        line.move_to(&"bo", QueueMove::Front);
        assert_eq!(line.seat(1), ["bo"]);
        line.leave(&"ann");
        assert!(line.waiting().is_empty());
    }

    proptest! {
        #[test]
        fn without_moves_people_are_seated_in_the_order_in_which_they_came(
            people in proptest::collection::vec(0_u8..30, 0..60),
            seats in proptest::collection::vec(0_usize..5, 0..30),
        ) {
            let mut line = Line::default();
            let mut came = Vec::new();
            for person in people {
                if !came.contains(&person) {
                    came.push(person);
                }
                line.join(person);
            }
            let seated: Vec<_> = seats.into_iter().flat_map(|free| line.seat(free)).collect();
            prop_assert_eq!(&came[..seated.len()], &seated[..]);
            prop_assert_eq!(&came[seated.len()..], line.waiting());
        }

        #[test]
        fn a_move_loses_nobody_and_shifts_the_others_by_one_place_at_most(
            length in 1_usize..20, from in 0_usize..20, to in prop_oneof![Just(QueueMove::Front), Just(QueueMove::Up), Just(QueueMove::Down)],
        ) {
            let mut line = Line((0..length).collect());
            line.move_to(&from, to);
            for person in (0..length).filter(|person| *person != from) {
                let now = line.place(&person).unwrap() - 1;
                prop_assert!(now.abs_diff(person) <= 1);
            }
            prop_assert_eq!(line.waiting().len(), length);
        }
    }
}
