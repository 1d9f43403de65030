//! What an organization knows of an address, and what a row may not change of it.

use std::collections::BTreeSet;

use crate::access::{Permissions, Role, Roles};
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::{InvitationId, LicenseId, MemberId, TeamId};
use crate::member::MemberStatus;

/// What the organization knows of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The member with this address.
    pub member: MemberId,
    /// What lists call them; empty where nobody is told.
    pub name: String,
    /// Their own address, where the one that was asked for is a further address of theirs.
    pub known_as: Option<Email>,
    /// Where that member stands.
    pub status: MemberStatus,
    /// The role that they have, or that their open invitation offers.
    pub role: Role,
    /// The open invitation, while the member is pending.
    pub invitation: Option<InvitationId>,
    /// Licenses on which the member takes a seat.
    pub licenses: BTreeSet<LicenseId>,
    /// Teams that the member is in.
    pub teams: BTreeSet<TeamId>,
}

impl Standing {
    /// The role that a row does not change: that of whoever is in, or the one that is offered already.
    pub fn keeps(&self) -> Option<Role> {
        let kept = match self.status {
            MemberStatus::Active => true,
            MemberStatus::Pending => self.invitation.is_some(),
            MemberStatus::Disabled | MemberStatus::Removed => false,
        };
        kept.then_some(self.role)
    }
}

/// The role of a row. Whoever is in, or invited, keeps theirs: a row gives roles to those who come, and one that names
/// another role is refused, since nothing would come of it.
pub(crate) fn role_of(
    named: Option<Role>,
    standing: Option<&Standing>,
    roles: &Roles,
    held: Permissions,
) -> Result<Role, Refusal> {
    let kept = standing.and_then(|standing| Some((standing, standing.keeps()?)));
    if let Some((_, role)) = kept
        && named.is_none_or(|named| named == role)
    {
        return Ok(role);
    }
    let role = named.unwrap_or(Role::Standard);
    roles.may_grant(held, role)?;
    match kept {
        None => Ok(role),
        Some((standing, role)) => Err(another_role(standing, &roles.label(role))),
    }
}

/// The refusal of another role than somebody has, and where it is changed.
fn another_role(standing: &Standing, role: &str) -> Refusal {
    let who = if standing.name.is_empty() { "This person" } else { &standing.name };
    let detail = if standing.status == MemberStatus::Active {
        format!("{who} is {role}. Change the role on their page, or leave it out here.")
    } else {
        format!("{who} is invited as {role}. Change the role of the invitation, or leave it out here.")
    };
    Refusal::new(Code::RoleDiffers, detail).at("role")
}

/// Says of whom the address is a further one: the list has them under another.
pub(crate) fn told_whose(mut refusal: Refusal, standing: Option<&Standing>, email: &Email) -> Refusal {
    if let Some(Standing { name, known_as: Some(own), .. }) = standing {
        refusal.detail = format!("{} {email} is a further address of {name} ({own}).", refusal.detail);
    }
    refusal
}
