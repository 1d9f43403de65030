//! May this person be used in collaboration now, for a service or for none? The rule behind
//! `POST /api/v1/check/collaboration` and behind who comes into an appointment. The database holds the same rule for
//! whoever writes past it (migration 0016); here it finds its words.

use serde::Deserialize;

use crate::api::appointments::{CollaborationChecked, CollaborationReason};
use crate::error::{Code, Refusal};
use crate::member::MemberStatus;
use crate::time::Timestamp;

/// The shortest and the longest appointment, in minutes.
pub const MINUTES: core::ops::RangeInclusive<u16> = 5..=1440;

/// The most members of one appointment.
pub const MAX_TOGETHER: usize = 50;

/// Where a member stands towards a service.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Standing {
    /// Their place in the organization.
    pub status: MemberStatus,
    /// Whether the service is offered at present: 0 or 1; nothing where there is no such service.
    pub active: Option<u8>,
    /// Whether they are linked to it: 0 or 1.
    pub linked: Option<u8>,
}

/// Decides. A pending person can't be used before they accept (D3), whatever they are linked to.
pub fn decide(standing: Option<&Standing>, for_service: bool) -> CollaborationReason {
    use CollaborationReason as R;
    let Some(standing) = standing else { return R::UnknownPerson };
    match (standing.status, standing.active, standing.linked) {
        (MemberStatus::Removed, ..) => R::UnknownPerson,
        (MemberStatus::Pending, ..) => R::MemberPending,
        (MemberStatus::Disabled, ..) => R::MemberDisabled,
        (MemberStatus::Active, ..) if !for_service => R::Ready,
        (_, None, _) => R::UnknownService,
        (_, Some(0), _) => R::ServiceInactive,
        (_, _, Some(1)) => R::Ready,
        _ => R::NotInService,
    }
}

/// The decision as a program reads it.
pub fn answer(reason: CollaborationReason) -> CollaborationChecked {
    let refusal = refusal(reason);
    CollaborationChecked {
        allowed: refusal.is_none(),
        reason,
        message: refusal.map(|refusal| refusal.detail),
    }
}

/// Why not, and what to do next; nothing where nothing stands against it.
pub fn refusal(reason: CollaborationReason) -> Option<Refusal> {
    use CollaborationReason as R;
    let (code, detail) = match reason {
        R::Ready => return None,
        R::MemberPending => (
            Code::MemberPending,
            "They have not accepted their invitation. Wait until they do, or send it again.",
        ),
        R::MemberDisabled => (Code::MemberDisabled, "They are deactivated. Enable them first."),
        R::NotInService => (
            Code::NotInService,
            "They are in no team that offers this service. Put them into one, or attach the service to a team of theirs.",
        ),
        R::ServiceInactive => {
            (Code::ServiceInactive, "This service is not offered at present. Activate it first.")
        }
        R::UnknownPerson => (Code::NotFound, "No such person is a member here. Invite them first."),
        R::UnknownService => (Code::NotFound, "There is no such service."),
    };
    Some(Refusal::new(code, detail))
}

/// Refuses a length of time or a number of members that no appointment has.
pub fn check_appointment(starts_at: Timestamp, minutes: u16, members: usize) -> Result<(), Refusal> {
    if !MINUTES.contains(&minutes) {
        return Err(Refusal::new(Code::InvalidTime, "An appointment takes 5 to 1,440 minutes.").at("minutes"));
    }
    if starts_at.millis() == 0 {
        return Err(Refusal::new(Code::InvalidTime, "Say when it starts.").at("starts_at"));
    }
    check_members(members)
}

/// Refuses a number of members that no appointment takes at once.
pub fn check_members(members: usize) -> Result<(), Refusal> {
    if (1..=MAX_TOGETHER).contains(&members) {
        return Ok(());
    }
    Err(Refusal::new(Code::TooManyRows, "Name 1 to 50 members.").at("members"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use CollaborationReason as R;

    /// covers: D3, D8
    #[test]
    fn the_person_decides_first_and_then_the_service() {
        let at = |status, active, linked| Standing { status, active, linked };
        for (standing, for_service, expected) in [
            (None, false, R::UnknownPerson),
            (Some(at(MemberStatus::Pending, Some(1), Some(1))), true, R::MemberPending),
            (Some(at(MemberStatus::Disabled, None, None)), false, R::MemberDisabled),
            (Some(at(MemberStatus::Removed, None, None)), false, R::UnknownPerson),
            (Some(at(MemberStatus::Active, None, None)), false, R::Ready),
            (Some(at(MemberStatus::Active, None, Some(0))), true, R::UnknownService),
            (Some(at(MemberStatus::Active, Some(0), Some(1))), true, R::ServiceInactive),
            (Some(at(MemberStatus::Active, Some(1), Some(0))), true, R::NotInService),
            (Some(at(MemberStatus::Active, Some(1), Some(1))), true, R::Ready),
        ] {
            let reason = decide(standing.as_ref(), for_service);
            assert_eq!(reason, expected, "{standing:?}");
            assert_eq!(answer(reason).allowed, expected == R::Ready);
        }
    }

    #[test]
    fn an_appointment_has_a_length_and_people() {
        let at = Timestamp::from_millis(1);
        assert!(check_appointment(at, 45, 2).is_ok());
        for (minutes, members) in [(4, 1), (1441, 1), (45, 0), (45, 51)] {
            assert!(check_appointment(at, minutes, members).is_err(), "{minutes} {members}");
        }
    }
}
