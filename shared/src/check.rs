//! May this person use this product now? The rule behind `POST /api/v1/check`.

use serde::Deserialize;

use crate::api::check::{CheckReason, Checked};
use crate::id::LicenseId;
use crate::license::{AssignmentStatus, Term};
use crate::member::MemberStatus;
use crate::provider::{self, Limited, Link};
use crate::time::Timestamp;

/// Where a person stands on one license for the product; without a license where they are on none.
#[derive(Clone, Debug, Deserialize)]
pub struct Standing {
    /// The person's place in the organization.
    pub member: MemberStatus,
    /// The license.
    pub license: Option<LicenseId>,
    /// Where they stand on it.
    pub assignment: Option<AssignmentStatus>,
    /// Start of its term.
    pub starts_at: Option<Timestamp>,
    /// End of its term.
    pub expires_at: Option<Timestamp>,
    /// Days after it during which people keep it.
    pub grace_days: Option<u16>,
    /// Whether the license uses a provider: 0 or 1.
    pub uses_provider: u8,
    /// The best of the person's connections to a provider that it uses.
    pub link: Option<Link>,
}

impl Standing {
    /// The term of the license.
    fn term(&self) -> Term {
        Term {
            starts_at: self.starts_at,
            expires_at: self.expires_at,
            grace_days: self.grace_days.unwrap_or_default(),
        }
    }
}

/// Decides on all licenses for the product; the one that allows most wins. A missing connection limits and never
/// blocks (A10).
pub fn decide(standings: &[Standing], now: Timestamp) -> Checked {
    let no = |reason| Checked { allowed: false, reason, license: None, limited: None, expires_at: None };
    let Some(first) = standings.first() else { return no(CheckReason::UnknownPerson) };
    if first.member == MemberStatus::Disabled {
        return no(CheckReason::Disabled);
    }
    let in_term = |standing: &Standing| standing.term().state(now).gives_rights();
    let accepted = |standing: &&Standing| standing.assignment == Some(AssignmentStatus::Accepted);
    let seats = standings.iter().filter(accepted).filter(|standing| in_term(standing));
    if let Some(seat) = seats.min_by_key(|seat| limited(seat).is_some()) {
        return Checked {
            allowed: true,
            reason: CheckReason::Seated,
            license: seat.license,
            limited: limited(seat),
            expires_at: seat.term().ends_at(),
        };
    }
    // Whose license has ended is suspended a little later.
    let ended =
        |standing: &Standing| standing.assignment == Some(AssignmentStatus::Suspended) && !in_term(standing);
    if standings.iter().any(|standing| accepted(&standing) || ended(standing)) {
        return no(CheckReason::LicenseNotInTerm);
    }
    if standings.iter().any(|standing| standing.assignment == Some(AssignmentStatus::Invited)) {
        return no(CheckReason::Invited);
    }
    no(CheckReason::NoSeat)
}

const fn limited(seat: &Standing) -> Option<Limited> {
    provider::limited(seat.uses_provider != 0, seat.link)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(assignment: Option<AssignmentStatus>, expires_at: Option<i64>) -> Standing {
        let license = assignment.map(|_| LicenseId::from_bits(1));
        let expires_at = expires_at.map(Timestamp::from_millis);
        Standing {
            member: MemberStatus::Active,
            license,
            assignment,
            starts_at: None,
            expires_at,
            grace_days: None,
            uses_provider: 0,
            link: None,
        }
    }

    #[test]
    fn the_best_standing_decides() {
        use AssignmentStatus::{Accepted, Invited, Rejected};
        let now = Timestamp::from_millis(100);
        for (standings, expected) in [
            (vec![], CheckReason::UnknownPerson),
            (vec![on(None, None)], CheckReason::NoSeat),
            (vec![on(Some(Rejected), None)], CheckReason::NoSeat),
            (vec![on(Some(Invited), None)], CheckReason::Invited),
            (vec![on(Some(Accepted), Some(100))], CheckReason::LicenseNotInTerm),
            (vec![on(Some(Accepted), Some(50)), on(Some(Accepted), Some(101))], CheckReason::Seated),
            (
                vec![Standing { member: MemberStatus::Disabled, ..on(Some(Accepted), None) }],
                CheckReason::Disabled,
            ),
        ] {
            let checked = decide(&standings, now);
            assert_eq!(checked.reason, expected);
            assert_eq!(checked.allowed, expected == CheckReason::Seated);
        }
    }

    /// covers: A10
    #[test]
    fn a_missing_connection_limits_and_never_blocks() {
        let now = Timestamp::from_millis(100);
        let seat = on(Some(AssignmentStatus::Accepted), None);
        for (link, limited) in [(None, Limited::NotConnected), (Some(Link::Broken), Limited::Broken)] {
            let standing = Standing { uses_provider: 1, link, ..seat.clone() };
            let checked = decide(std::slice::from_ref(&standing), now);
            assert!(checked.allowed && checked.limited == Some(limited));
            let both = decide(&[standing, seat.clone()], now);
            assert!(both.allowed && both.limited.is_none());
        }
        let connected = Standing { uses_provider: 1, link: Some(Link::Connected), ..seat };
        assert_eq!(decide(&[connected], now).limited, None);
    }
}
