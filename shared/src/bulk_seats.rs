//! What an act on many seats does to each of them. Whether a seat is left for somebody is the gate's to say, which the
//! database holds: these rules judge what can be known of a person before.

use crate::api::bulk_seats::SeatAct;
use crate::api::licenses::License;
use crate::bulk::Verdict;
use crate::error::{Code, Refusal};
use crate::id::LicenseId;
use crate::license::{AssignmentStatus, LicenseState};
use crate::member::MemberStatus;
use crate::staff_seats;

/// A seat as the judgment needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where the person stands on the license.
    pub status: AssignmentStatus,
    /// Where they stand on the license to move to.
    pub there: Option<AssignmentStatus>,
    /// Where they stood before the act that is to be undone.
    pub before: Option<AssignmentStatus>,
    /// Whether that act was the last that changed it.
    pub untouched: bool,
    /// Whether the invitation that it belongs to is open; one that belongs to none is.
    pub open: bool,
    /// Where they stand in the organization.
    pub member: MemberStatus,
    /// Whether their role takes this seat.
    pub by_role: bool,
}

/// Judges one seat.
pub fn judge(act: SeatAct, place: Place) -> Result<Verdict, Refusal> {
    match act {
        SeatAct::Remove if place.status == AssignmentStatus::Removed => Ok(Verdict::Unchanged),
        SeatAct::Remove | SeatAct::Move { .. } if place.by_role => Err(staff_seats::stays()),
        SeatAct::Move { .. } if !place.status.takes_a_seat() => {
            let detail =
                "This person has no seat here that could be moved. Assign them to the other license.";
            Err(Refusal::new(Code::NotInThisState, detail))
        }
        SeatAct::Move { .. } if place.there.is_some_and(AssignmentStatus::takes_a_seat) => {
            let detail = "This person has a seat on the other license already. Remove this one instead.";
            Err(Refusal::new(Code::AlreadyMember, detail))
        }
        SeatAct::Remove | SeatAct::Move { .. } => Ok(Verdict::Do),
        SeatAct::Restore => restore(place),
    }
}

fn restore(place: Place) -> Result<Verdict, Refusal> {
    use AssignmentStatus::{Accepted, Invited, Rejected, Removed, Suspended};
    use MemberStatus::{Active, Disabled, Pending};
    if place.status != Removed && Some(place.status) == place.before {
        return Ok(Verdict::Unchanged);
    }
    if place.status != Removed || !place.untouched {
        let detail = "Somebody changed this seat since. Look again and decide anew.";
        return Err(Refusal::new(Code::NotInThisState, detail));
    }
    if place.before == Some(Invited) && !place.open {
        let detail = "The invitation was answered or ended since. Assign the license anew.";
        return Err(Refusal::new(Code::NotInThisState, detail));
    }
    match (place.before, place.member) {
        (Some(Accepted), Active) | (Some(Invited), Active | Pending) => Ok(Verdict::Do),
        (Some(Accepted | Invited), Disabled) => {
            let detail = "This person was deactivated since. Enable them, then assign the license.";
            Err(Refusal::new(Code::MemberDisabled, detail))
        }
        // Those who had no seat need none to stand as before.
        (Some(Suspended), Active | Disabled) | (Some(Rejected), Active | Disabled | Pending) => {
            Ok(Verdict::Do)
        }
        _ => {
            let detail = "This person left since. Invite them again.";
            Err(Refusal::new(Code::NotInThisState, detail))
        }
    }
}

/// How somebody stands again for whom an act is undone: where they stood, and why. Only a license in its term gives seats back,
/// so that whom its end had suspended has the seat again, as if the renewal had found them; so has who was enabled since.
pub fn again(before: AssignmentStatus, why: &str, member: MemberStatus) -> (AssignmentStatus, &str) {
    use AssignmentStatus::{Accepted, Suspended};
    match (before, why, member) {
        (Suspended, "term_ended" | "disabled", MemberStatus::Active) => (Accepted, "restored"),
        // Enabling gives it back.
        (Suspended, "term_ended", _) => (Suspended, "disabled"),
        // Where somebody had a seat the ledger says that it came back; else the old reason is what decides later.
        _ if before.takes_a_seat() => (before, "restored"),
        _ => (before, why),
    }
}

/// The license that seats most likely move to: of those whose term runs the one with most room. Nobody means one that cannot be
/// used yet, or soon no more.
pub fn likely(licenses: &[License]) -> Option<LicenseId> {
    let running = licenses.iter().filter(|it| it.state == LicenseState::Active);
    running.max_by_key(|it| it.seats.claimable().unwrap_or(u32::MAX)).map(|it| it.id)
}

/// Refuses to move seats to the license that they are on.
pub fn check_move(from: LicenseId, to: LicenseId) -> Result<(), Refusal> {
    if from == to {
        return Err(Refusal::new(Code::InvalidBody, "Choose another license to move to.").at("act.to"));
    }
    Ok(())
}

/// Refuses to give seats of a license whose term is over.
pub fn check_gives(name: &str, state: LicenseState) -> Result<(), Refusal> {
    if state == LicenseState::Expired {
        let detail = format!("{name} has ended. Renew it first.");
        return Err(Refusal::new(Code::LicenseNotInTerm, detail).at("act"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::license::LicenseType;
    use crate::seat::{Overage, SeatCounts};
    use crate::time::Timestamp;

    fn place(status: AssignmentStatus) -> Place {
        Place {
            status,
            there: None,
            before: None,
            untouched: true,
            open: true,
            member: MemberStatus::Active,
            by_role: false,
        }
    }

    fn id(n: u8) -> LicenseId {
        LicenseId::new(Timestamp::from_millis(1), [n; 10])
    }

    #[test]
    fn seats_most_likely_move_to_a_license_whose_term_runs() {
        let license = |n: u8, seats: u32, state| License {
            id: id(n),
            name: String::new(),
            product: String::new(),
            subscribed: String::new(),
            package: None,
            kind: LicenseType::School,
            seats: SeatCounts::new(seats, 0, 0, Overage::None),
            overage: Overage::None,
            state,
            starts_at: None,
            expires_at: None,
            grace_days: 0,
            ends_at: None,
            created_at: Timestamp::from_millis(1),
            admins: Vec::new(),
        };
        let mut licenses = vec![
            license(1, 50, LicenseState::Scheduled),
            license(2, 40, LicenseState::Grace),
            license(3, 30, LicenseState::Expired),
        ];
        assert_eq!(likely(&licenses), None);
        licenses.extend([license(4, 10, LicenseState::Active), license(5, 20, LicenseState::Active)]);
        assert_eq!(likely(&licenses), Some(id(5)));
    }

    #[test]
    fn only_a_seat_moves_and_only_where_none_is() {
        let act = SeatAct::Move { to: id(1) };
        for here in AssignmentStatus::ALL {
            for there in AssignmentStatus::ALL {
                let verdict = judge(act, Place { there: Some(*there), ..place(*here) });
                assert_eq!(
                    verdict.is_ok(),
                    here.takes_a_seat() && !there.takes_a_seat(),
                    "{here:?} {there:?}"
                );
            }
        }
        assert_eq!(judge(act, place(AssignmentStatus::Invited)), Ok(Verdict::Do));
    }

    #[test]
    fn removing_twice_is_removing_once() {
        for here in AssignmentStatus::ALL {
            let removed = *here == AssignmentStatus::Removed;
            let expected = if removed { Verdict::Unchanged } else { Verdict::Do };
            assert_eq!(judge(SeatAct::Remove, place(*here)), Ok(expected));
        }
    }

    #[test]
    fn what_was_taken_back_comes_back_only_if_nobody_touched_it() {
        use AssignmentStatus::{Accepted, Invited, Rejected, Removed, Suspended};
        for before in [Accepted, Invited, Suspended, Rejected] {
            let was = Place { before: Some(before), ..place(Removed) };
            assert_eq!(judge(SeatAct::Restore, was), Ok(Verdict::Do), "{before:?}");
            let again = Place { status: before, ..was };
            assert_eq!(judge(SeatAct::Restore, again), Ok(Verdict::Unchanged));
            let touched = judge(SeatAct::Restore, Place { untouched: false, ..was });
            assert_eq!(touched.unwrap_err().code, Code::NotInThisState);
            let closed = judge(SeatAct::Restore, Place { open: false, ..was });
            assert_eq!(closed.is_err(), before == Invited);
            let gone = judge(SeatAct::Restore, Place { member: MemberStatus::Removed, ..was });
            assert_eq!(gone.unwrap_err().code, Code::NotInThisState);
        }
        let disabled = Place { before: Some(Accepted), member: MemberStatus::Disabled, ..place(Removed) };
        assert_eq!(judge(SeatAct::Restore, disabled).unwrap_err().code, Code::MemberDisabled);
        assert!(judge(SeatAct::Restore, place(Removed)).is_err());
    }

    #[test]
    fn seats_move_to_another_license_that_has_not_ended() {
        assert!(check_move(id(1), id(1)).is_err() && check_move(id(1), id(2)).is_ok());
        assert!(check_gives("Kaia", LicenseState::Expired).is_err());
        for state in [LicenseState::Scheduled, LicenseState::Active, LicenseState::Grace] {
            assert!(check_gives("Kaia", state).is_ok());
        }
    }
}
