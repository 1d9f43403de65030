//! Who may do what: one table, used by the Worker to decide and by the console to show or explain (DESIGN rule 8).
//!
//! A role is a set of permissions. An API token carries its own set, cut down to what its maker holds. Nobody grants
//! more than they hold. Which route needs which permission stands with the route, in the Worker.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident $text:literal;)*) => {
        /// One thing that an actor may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The permission as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

permissions! {
    /// See the people of the organization.
    ReadMembers "members:read";
    /// Change, disable, enable and remove people.
    ManageMembers "members:manage";
    /// See invitations and how their mails fare.
    ReadInvitations "invitations:read";
    /// Invite, resend and cancel.
    ManageInvitations "invitations:manage";
    /// See licenses, who is on them, and the seat ledger.
    ReadLicenses "licenses:read";
    /// Create licenses; change seats, term and name.
    ManageLicenses "licenses:manage";
    /// Give out and take back seats.
    ManageAssignments "assignments:manage";
    /// Set providers up, keep the list of accounts, connect and disconnect people.
    ManageConnections "connections:manage";
    /// Make, rename and delete teams; choose who is in them and who leads them.
    ManageTeams "teams:manage";
    /// Make services, say which teams offer them, and make appointments.
    ManageServices "services:manage";
    /// Name and prove mail domains, and give members authority over them.
    ManageDomains "domains:manage";
    /// Read the audit log.
    ReadEvents "events:read";
    /// Make and revoke API tokens.
    ManageTokens "tokens:manage";
    /// Ask whether a person may use a product.
    Check "check";
    /// Change the organization itself, its owners included.
    ManageOrganization "organization:manage";
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u32);

impl Permissions {
    /// The set of these permissions.
    pub fn of(permissions: &[Permission]) -> Self {
        Self(permissions.iter().fold(0, |set, permission| set | 1 << *permission as u32))
    }

    /// Whether the set has it.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// Whether the set has everything that `other` has.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What both sets have.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The permissions in the set, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

/// A built-in role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, the organization itself included.
    Owner,
    /// Everything but the organization itself.
    Admin,
    /// Licenses, seats and the invitations that lead to them.
    LicenseAdmin,
    /// Their own account.
    Standard,
}

impl Role {
    /// Every built-in role, the mightiest first.
    pub const ALL: &'static [Self] = &[Self::Owner, Self::Admin, Self::LicenseAdmin, Self::Standard];

    /// The role as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::LicenseAdmin => "license_admin",
            Self::Standard => "standard",
        }
    }

    /// What the role may do.
    pub fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::Owner => Permissions::of(P::ALL),
            Self::Admin => Permissions::of(&[
                P::ReadMembers,
                P::ManageMembers,
                P::ReadInvitations,
                P::ManageInvitations,
                P::ReadLicenses,
                P::ManageLicenses,
                P::ManageAssignments,
                P::ManageConnections,
                P::ManageTeams,
                P::ManageServices,
                P::ManageDomains,
                P::ReadEvents,
                P::ManageTokens,
                P::Check,
            ]),
            Self::LicenseAdmin => Permissions::of(&[
                P::ReadMembers,
                P::ReadInvitations,
                P::ManageInvitations,
                P::ReadLicenses,
                P::ManageAssignments,
                P::ManageConnections,
                P::Check,
            ]),
            Self::Standard => Permissions::of(&[]),
        }
    }

    /// Whether the role counts as an admin in the counters (E2): owners and admins do.
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Says no to an actor who lacks the permission, and whom to ask.
pub fn require(held: Permissions, needed: Permission) -> Result<(), Refusal> {
    if held.has(needed) {
        return Ok(());
    }
    let detail =
        format!("This needs the permission {}. Ask an owner or admin of your organization.", needed.as_str());
    Err(Refusal::new(Code::Forbidden, detail))
}

/// Says no to granting a role that holds more than the actor does.
pub fn may_grant(held: Permissions, role: Role) -> Result<(), Refusal> {
    if held.covers(role.permissions()) {
        return Ok(());
    }
    Err(Refusal::new(Code::RoleNotGrantable, "This role may do more than you may. Ask an owner to grant it.")
        .at("role"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_holds_what_the_next_one_holds() {
        for pair in Role::ALL.windows(2) {
            assert!(pair[0].permissions().covers(pair[1].permissions()), "{pair:?}");
            assert_ne!(pair[0].permissions(), pair[1].permissions());
        }
    }

    #[test]
    fn nobody_grants_more_than_they_hold() {
        for actor in Role::ALL {
            for role in Role::ALL {
                let allowed = may_grant(actor.permissions(), *role).is_ok();
                assert_eq!(allowed, actor <= role, "{actor} grants {role}");
            }
        }
    }

    /// covers: A1, B17
    #[test]
    fn assigning_is_an_admin_task() {
        for role in [Role::Owner, Role::Admin, Role::LicenseAdmin] {
            assert!(require(role.permissions(), Permission::ManageAssignments).is_ok());
        }
        let refusal = require(Role::Standard.permissions(), Permission::ManageAssignments).unwrap_err();
        assert_eq!(refusal.code, Code::Forbidden);
    }
}
