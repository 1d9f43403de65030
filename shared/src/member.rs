//! Members: their statuses and which verb leads from one to the next (DESIGN section 4).

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::error::{Code, Refusal};
use crate::license::Door;

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Invited, has not accepted.
    Pending,
    /// May sign in.
    Active,
    /// May not sign in; the record stays.
    Disabled,
    /// No longer a member; the record stays for the events.
    Removed,
}

impl MemberStatus {
    /// The status as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Removed => "removed",
        }
    }
}

/// By which door somebody came to the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// They set it up.
    SetUp,
    /// An admin invited or added their address.
    Email,
    /// They were in a file.
    Csv,
    /// A program invited or added their address.
    Api,
    /// They joined by their address in a whole domain.
    Domain,
    /// They typed a license key.
    Key,
    /// They followed a license link.
    Link,
    /// They wrote to the organization: a customer.
    Contact,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 8] =
        [Self::Email, Self::Csv, Self::Domain, Self::Key, Self::Link, Self::Api, Self::Contact, Self::SetUp];

    /// The source as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Email => "email",
            Self::Csv => "csv",
            Self::Api => "api",
            Self::Domain => "domain",
            Self::Key => "key",
            Self::Link => "link",
            Self::Contact => "contact",
        }
    }

    /// The source of somebody who came for a seat by a door.
    pub const fn of(door: Door) -> Self {
        match door {
            Door::Csv => Self::Csv,
            Door::Api => Self::Api,
            Door::Key => Self::Key,
            Door::Link => Self::Link,
            Door::Domain => Self::Domain,
            Door::Assign
            | Door::Email
            | Door::Move
            | Door::Enable
            | Door::Renewal
            | Door::Queue
            | Door::Role
            | Door::Merge => Self::Email,
        }
    }
}

/// What an admin does to a member. Canceling an invitation is a verb of the invitation (E13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberVerb {
    /// Active to disabled.
    Disable,
    /// Disabled to active.
    Enable,
    /// Any to removed.
    Remove,
}

/// Where the verb leads, or why it does not apply.
pub fn after(status: MemberStatus, verb: MemberVerb) -> Result<MemberStatus, Refusal> {
    use MemberStatus::{Active, Disabled, Pending, Removed};
    match (verb, status) {
        (MemberVerb::Disable, Active) => Ok(Disabled),
        (MemberVerb::Enable, Disabled) => Ok(Active),
        (MemberVerb::Remove, Pending | Active | Disabled) => Ok(Removed),
        (MemberVerb::Disable, Pending) => Err(Refusal::new(
            Code::NotInThisState,
            "This person has not accepted yet. Cancel the invitation instead.",
        )),
        (MemberVerb::Disable, _) => {
            Err(Refusal::new(Code::NotInThisState, "Only an active member can be deactivated."))
        }
        (MemberVerb::Enable, _) => {
            Err(Refusal::new(Code::NotInThisState, "Only a disabled member can be enabled."))
        }
        (MemberVerb::Remove, Removed) => Err(Refusal::not_found()),
    }
}

/// The refusal that keeps an organization from losing its last active owner.
pub fn last_owner() -> Refusal {
    Refusal::new(Code::LastOwner, "This is the last active owner. Make somebody else an owner first.")
}

/// Whether a change takes an active owner away (the caller then checks that another is left).
pub fn loses_an_owner(before: (Role, MemberStatus), after: (Role, MemberStatus)) -> bool {
    let owns = |(role, status)| role == Role::Owner && status == MemberStatus::Active;
    owns(before) && !owns(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: E13
    #[test]
    fn verbs_differ_by_status() {
        use MemberStatus::{Active, Disabled, Pending, Removed};
        assert_eq!(after(Active, MemberVerb::Disable), Ok(Disabled));
        assert_eq!(after(Disabled, MemberVerb::Enable), Ok(Active));
        let refusal = after(Pending, MemberVerb::Disable).unwrap_err();
        assert!(refusal.detail.contains("Cancel the invitation"));
        assert!(after(Removed, MemberVerb::Remove).is_err());
    }

    #[test]
    fn only_an_active_owner_can_be_lost() {
        let owner = (Role::Owner, MemberStatus::Active);
        assert!(loses_an_owner(owner, (Role::Admin, MemberStatus::Active)));
        assert!(loses_an_owner(owner, (Role::Owner, MemberStatus::Disabled)));
        assert!(!loses_an_owner((Role::Owner, MemberStatus::Disabled), (Role::Owner, MemberStatus::Removed)));
    }
}
