//! Joining by oneself with an address in a whole domain (B3): who is sent the link by which they prove the address.
//!
//! What becomes of their seat is the gate's to say, once they have come in.

use crate::member::MemberStatus;

/// Where somebody stands in the organization of the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Their status.
    pub status: MemberStatus,
    /// Whether they have ever come in.
    pub joined: bool,
    /// Whether their last invitation was taken back by an admin.
    pub canceled: bool,
}

/// Whether the link is sent. Who is in signs in instead; whom an admin removed, deactivated or no longer wanted to invite
/// does not come back by themselves. Who declined may think again.
pub fn is_sent(standing: Option<Standing>) -> bool {
    standing.is_none_or(|standing| match standing.status {
        MemberStatus::Pending => true,
        MemberStatus::Active | MemberStatus::Disabled => false,
        MemberStatus::Removed => !standing.joined && !standing.canceled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_back_by_themselves_whom_an_admin_sent_away() {
        let standing = |status, joined, canceled| Some(Standing { status, joined, canceled });
        assert!(is_sent(None));
        for status in [MemberStatus::Active, MemberStatus::Disabled] {
            assert!(!is_sent(standing(status, true, false)));
        }
        assert!(is_sent(standing(MemberStatus::Pending, false, false)));
        assert!(is_sent(standing(MemberStatus::Removed, false, false)));
        assert!(!is_sent(standing(MemberStatus::Removed, true, false)));
        assert!(!is_sent(standing(MemberStatus::Removed, false, true)));
    }
}
