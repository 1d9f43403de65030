//! Who may do what: one table, used by the Worker to decide and by the console to show or explain (DESIGN rule 8).
//!
//! What a person may do is a set of permissions: what their role holds ([`crate::role`]), with what is granted to or
//! denied them beside it. An API token carries its own set, cut down to what its maker holds. Nobody grants more than
//! they hold. Which route needs which permission stands with the route, in the Worker.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Code, Refusal};
pub use crate::role::{Role, Roles};

macro_rules! permissions {
    ($($area:ident { $($(#[$doc:meta])* $variant:ident $text:literal;)* })*) => {
        /// One thing that an actor may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Permission {
            $($($(#[$doc])* #[serde(rename = $text)] $variant,)*)*
        }

        /// What a permission is about: the groups in which they are shown.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Area {
            $(
                #[doc = concat!("The permissions on ", stringify!($area), ".")]
                $area,
            )*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            /// The permission as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$variant => $text,)*)* }
            }
        }

        impl Area {
            /// Every area with its permissions, in the order in which they are shown.
            pub const ALL: &'static [(Self, &'static [Permission])] =
                &[$((Self::$area, &[$(Permission::$variant,)*]),)*];
        }
    };
}

permissions! {
    People {
        /// See the people and teams of the organization.
        ReadMembers "members:read";
        /// See when people last signed in.
        ReadSignIns "members:sign_ins";
        /// Change name and role of people.
        EditMembers "members:edit";
        /// Deactivate and enable people.
        DeactivateMembers "members:deactivate";
        /// Remove people.
        RemoveMembers "members:remove";
        /// See invitations and how their mails fare.
        ReadInvitations "invitations:read";
        /// Invite, resend and cancel.
        ManageInvitations "invitations:manage";
        /// Make, rename and delete teams; choose who is in them and who leads them.
        ManageTeams "teams:manage";
        /// Make services, say which teams offer them, and make appointments.
        ManageServices "services:manage";
        /// Bring customers in when they first get in touch.
        AddCustomers "customers:add";
        /// Make and change roles; grant and deny permissions to people.
        ManageRoles "roles:manage";
    }
    Licenses {
        /// See licenses, who is on them, and the seat ledger.
        ReadLicenses "licenses:read";
        /// Create licenses; change seats, term and name.
        ManageLicenses "licenses:manage";
        /// Give out and take back seats.
        ManageAssignments "assignments:manage";
        /// Set providers up, keep the list of accounts, connect and disconnect people.
        ManageConnections "connections:manage";
        /// Ask whether a person may use a product.
        Check "check";
    }
    Insights {
        /// See all insights.
        ReadInsights "insights:read";
        /// See the insights of the teams that one leads.
        ReadTeamInsights "insights:team";
        /// See one's own performance and track one's own coaching plans.
        ReadOwnInsights "insights:own";
        /// Send figures about people by their external ids.
        SendMeasures "measures:send";
    }
    Organization {
        /// Make and change companies, the customers' employers.
        ManageCompanies "companies:manage";
        /// Name and prove mail domains, and give members authority over them.
        ManageDomains "domains:manage";
        /// Make and revoke API tokens.
        ManageTokens "tokens:manage";
        /// Read the audit log.
        ReadEvents "events:read";
        /// Save lists and charts as files.
        Export "export";
        /// Change the organization itself, its owners included.
        ManageOrganization "organization:manage";
    }
}

/// A set of permissions. As JSON it is the list of their names, in the order of the table.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    /// Everything.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// Nothing.
    pub const NONE: Self = Self(0);

    /// The set of these permissions.
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < permissions.len() {
            set |= 1 << permissions[at] as u64;
            at += 1;
        }
        Self(set)
    }

    /// The set that the database keeps: a JSON list of names. Names of permissions that are no more count for nothing.
    pub fn stored(names: &str) -> Self {
        let names: Vec<&str> = serde_json::from_str(names).unwrap_or_default();
        let known = Permission::ALL.iter().filter(|permission| names.contains(&permission.as_str()));
        known.copied().collect()
    }

    /// The set as the database keeps it.
    pub fn to_stored(self) -> String {
        serde_json::json!(self).to_string()
    }

    /// Whether the set has it.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
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

    /// What either set has.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What the set has and `other` has not.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bits of the set, one for each permission in the order of the table.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set of these bits; those that stand for nothing are left out.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The permissions in the set, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        permissions.into_iter().fold(Self::NONE, |set, permission| set.or(Self::of(&[permission])))
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::as_str)).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(<Vec<Permission>>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Permissions {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Permissions".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Vec<Permission>>::json_schema(generator)
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

/// What whoever may give a role may give with it though they lack it themselves: what those have who have no power
/// over anybody. So a program that does nothing but invite can invite standard members and agents.
pub const EVERYBODYS: Permissions = Permissions::of(&[Permission::ReadInsights, Permission::ReadOwnInsights]);

/// Says no to giving, or changing, what holds more than the actor does.
pub fn may_grant(held: Permissions, given: Permissions) -> Result<(), Refusal> {
    let held = held.or(EVERYBODYS);
    if held.covers(given) {
        return Ok(());
    }
    let more: Vec<_> = given.without(held).iter().map(Permission::as_str).collect();
    let detail = format!("This is more than you may do yourself: {}. Ask an owner.", more.join(", "));
    Err(Refusal::new(Code::RoleNotGrantable, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_its_names() {
        let set = Permissions::of(&[Permission::Check, Permission::ReadMembers]);
        assert_eq!(set.to_stored(), r#"["members:read","check"]"#);
        assert_eq!(Permissions::stored(&set.to_stored()), set);
        assert_eq!(Permissions::stored(r#"["check","no:more"]"#), Permissions::of(&[Permission::Check]));
        assert_eq!(Permissions::from_bits(set.bits() | 1 << 63), set);
        assert!(serde_json::from_str::<Permissions>(r#"["no:more"]"#).is_err());
    }

    #[test]
    fn each_permission_stands_in_one_area() {
        let listed: Vec<_> = Area::ALL.iter().flat_map(|(_, permissions)| *permissions).copied().collect();
        assert_eq!(listed, Permission::ALL);
    }

    #[test]
    fn what_is_too_much_is_named() {
        let held = Permissions::of(&[Permission::Check]);
        let refusal =
            may_grant(held, Permissions::of(&[Permission::Check, Permission::ReadEvents])).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotGrantable);
        assert!(refusal.detail.contains("events:read") && !refusal.detail.contains("check"), "{refusal}");
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
