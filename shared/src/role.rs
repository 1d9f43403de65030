//! Roles: named sets of permissions. The built-in ones are constants; an organization makes its own besides
//! ([`CustomRole`]). What a member may do is their role's set and what stands beside it for them ([`Beside`]).

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::access::{self, Permission, Permissions};
use crate::error::{Code, Refusal};
use crate::id::RoleId;

/// The most roles that an organization makes.
pub const MAX_ROLES: u32 = 100;

/// A role: one of the built-in ones, or one that the organization made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, the organization itself included.
    Owner,
    /// Everything but the organization itself.
    Admin,
    /// Licenses, seats and the invitations that lead to them.
    LicenseAdmin,
    /// All insights, and the teams that they lead (E7).
    TeamLeader,
    /// Their own performance and coaching plans (E8).
    Agent,
    /// All insights (E6).
    Standard,
    /// Sees people and teams, changes nothing (C2).
    Collaborator,
    /// A customer: their own account.
    Customer,
    /// One that the organization made.
    Custom(RoleId),
}

impl Role {
    /// Every built-in role.
    pub const BUILT_IN: &'static [Self] = &[
        Self::Owner,
        Self::Admin,
        Self::LicenseAdmin,
        Self::TeamLeader,
        Self::Agent,
        Self::Standard,
        Self::Collaborator,
        Self::Customer,
    ];

    /// The name of a built-in role as programs see it; empty for one that the organization made.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::LicenseAdmin => "license_admin",
            Self::TeamLeader => "team_leader",
            Self::Agent => "agent",
            Self::Standard => "standard",
            Self::Collaborator => "collaborator",
            Self::Customer => "customer",
            Self::Custom(_) => "",
        }
    }

    /// What a built-in role is called in English; empty for one that the organization made.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::LicenseAdmin => "License admin",
            Self::TeamLeader => "Team leader",
            Self::Agent => "Agent",
            Self::Standard => "Standard",
            Self::Collaborator => "Collaborator",
            Self::Customer => "Customer",
            Self::Custom(_) => "",
        }
    }

    /// The built-in role that a word names, in English or German, whatever its case.
    pub fn of_word(word: &str) -> Option<Self> {
        let letters = word.chars().filter(|letter| letter.is_alphanumeric());
        Some(match letters.flat_map(char::to_lowercase).collect::<String>().as_str() {
            "owner" | "inhaber" | "inhaberin" => Self::Owner,
            "admin" | "administrator" | "administratorin" => Self::Admin,
            "licenseadmin" | "lizenzadmin" | "lizenzadministrator" => Self::LicenseAdmin,
            "teamleader" | "teamleitung" | "teamleiter" | "teamleiterin" => Self::TeamLeader,
            "agent" | "agentin" => Self::Agent,
            "standard" | "user" | "member" | "mitglied" => Self::Standard,
            "collaborator" | "mitwirkend" | "mitwirkende" | "mitwirkender" => Self::Collaborator,
            "customer" | "kunde" | "kundin" => Self::Customer,
            _ => return None,
        })
    }

    /// What a built-in role may do; nothing for one that the organization made, whose set only [`Roles`] know.
    pub const fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::Owner => Permissions::ALL,
            Self::Admin => Permissions::ALL.without(Permissions::of(&[P::ManageOrganization])),
            Self::LicenseAdmin => Permissions::of(&[
                P::ReadMembers,
                P::ReadSignIns,
                P::ReadInvitations,
                P::ManageInvitations,
                P::ReadLicenses,
                P::ManageAssignments,
                P::ManageConnections,
                P::Check,
                P::ReadInsights,
            ]),
            Self::TeamLeader => Permissions::of(&[P::ReadInsights, P::ReadTeamInsights]),
            Self::Agent => Permissions::of(&[P::ReadOwnInsights]),
            Self::Standard => Permissions::of(&[P::ReadInsights]),
            Self::Collaborator => Permissions::of(&[P::ReadMembers]),
            Self::Customer | Self::Custom(_) => Permissions::NONE,
        }
    }

    /// Whether the role counts as an admin in the counters (E2): owners and admins do.
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// The id of a role that the organization made.
    pub const fn custom(self) -> Option<RoleId> {
        match self {
            Self::Custom(id) => Some(id),
            _ => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(id) => fmt::Display::fmt(id, f),
            built_in => f.write_str(built_in.word()),
        }
    }
}

impl FromStr for Role {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let built_in = Self::BUILT_IN.iter().copied().find(|role| role.word() == text);
        built_in.or_else(|| text.parse().ok().map(Self::Custom)).ok_or_else(|| unknown().at("role"))
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("a role: a built-in one, or an id that starts with role_"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Role {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RoleName".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<_> = Self::BUILT_IN.iter().map(|role| role.word()).collect();
        schemars::json_schema!({
            "description": "A built-in role, or the id of one that the organization made.",
            "anyOf": [{ "enum": words }, RoleId::json_schema(generator)],
        })
    }
}

/// A role that the organization made, as far as rules need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomRole {
    /// The role.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub permissions: Permissions,
}

/// The roles of an organization: the built-in ones, and those that it made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<CustomRole>);

impl Roles {
    /// With those that the organization made.
    pub const fn new(custom: Vec<CustomRole>) -> Self {
        Self(custom)
    }

    /// Those that the organization made.
    pub fn custom(&self) -> &[CustomRole] {
        &self.0
    }

    /// Every role, the built-in ones first.
    pub fn all(&self) -> impl Iterator<Item = Role> {
        let custom = self.0.iter().map(|role| Role::Custom(role.id));
        Role::BUILT_IN.iter().copied().chain(custom)
    }

    /// The name of a role that the organization made.
    pub fn name(&self, role: Role) -> Option<&str> {
        let id = role.custom()?;
        self.0.iter().find(|custom| custom.id == id).map(|custom| custom.name.as_str())
    }

    /// What sentences call a role.
    pub fn label(&self, role: Role) -> String {
        let made = || self.name(role).map(str::to_owned);
        made().unwrap_or_else(|| {
            let word = role.word().replace('_', " ");
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
    }

    /// The role with this name, among those that the organization made.
    pub fn named(&self, name: &str) -> Option<Role> {
        let name = name.trim().to_lowercase();
        let found = self.0.iter().find(|custom| custom.name.to_lowercase() == name);
        found.map(|custom| Role::Custom(custom.id))
    }

    /// What a role may do, or that there is no such role.
    pub fn permissions(&self, role: Role) -> Result<Permissions, Refusal> {
        let Some(id) = role.custom() else { return Ok(role.permissions()) };
        let found = self.0.iter().find(|custom| custom.id == id);
        found.map(|custom| custom.permissions).ok_or_else(|| unknown().at("role"))
    }

    /// Says no to giving a role that holds more than the actor does.
    pub fn may_grant(&self, held: Permissions, role: Role) -> Result<(), Refusal> {
        access::may_grant(held, self.permissions(role)?).map_err(|refusal| refusal.at("role"))
    }
}

/// Says that there is no such role.
pub fn unknown() -> Refusal {
    Refusal::new(Code::UnknownRole, "There is no such role. GET /api/v1/roles lists those there are.")
}

/// What stands beside a member's role, for them alone (D5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// What they may do besides.
    pub grants: Permissions,
    /// What they may not do whatever their role or a grant says: a denial wins.
    pub denials: Permissions,
}

impl Beside {
    /// What the database keeps: two JSON lists of names.
    pub fn stored(grants: &str, denials: &str) -> Self {
        Self { grants: Permissions::stored(grants), denials: Permissions::stored(denials) }
    }
}

/// What a member may do, whose role holds `of_role`. Nothing is taken from an owner, so that whatever is denied to
/// whom, somebody is left who can set it right.
#[must_use]
pub fn effective(role: Role, of_role: Permissions, beside: Beside) -> Permissions {
    if role == Role::Owner {
        return Permissions::ALL;
    }
    of_role.or(beside.grants).without(beside.denials)
}

/// Where a member's permission comes from, or why they lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The role has it.
    Role,
    /// It was granted to them.
    Grant,
    /// It was denied to them, though their role or a grant has it.
    Denied,
    /// Nothing gives it.
    Nothing,
}

/// Where a permission comes from.
pub fn source(role: Role, of_role: Permissions, beside: Beside, permission: Permission) -> Source {
    if role != Role::Owner && beside.denials.has(permission) {
        return Source::Denied;
    }
    match (of_role.has(permission), beside.grants.has(permission)) {
        (true, _) => Source::Role,
        (false, true) => Source::Grant,
        (false, false) => Source::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;
    use Permission as P;

    fn custom(permissions: &[Permission]) -> (Role, Roles) {
        let id = RoleId::new(Timestamp::from_millis(1), [1; 10]);
        let role =
            CustomRole { id, name: "Front desk".to_owned(), permissions: Permissions::of(permissions) };
        (Role::Custom(id), Roles::new(vec![role]))
    }

    #[test]
    fn owners_and_admins_hold_what_the_others_hold() {
        for role in Role::BUILT_IN {
            assert!(Role::Owner.permissions().covers(role.permissions()), "{role}");
            assert!(*role == Role::Owner || Role::Admin.permissions().covers(role.permissions()), "{role}");
            assert_eq!(role.to_string().parse(), Ok(*role));
        }
        assert!(!Role::Admin.permissions().has(P::ManageOrganization));
    }

    /// covers: E5, E6, E7, E8
    #[test]
    fn who_sees_which_insights() {
        let insights = [P::ReadInsights, P::ReadTeamInsights, P::ReadOwnInsights, P::ReadSignIns, P::Export];
        let held = |role: Role| insights.map(|permission| role.permissions().has(permission));
        assert_eq!(held(Role::Admin), [true; 5]);
        assert_eq!(held(Role::Standard), [true, false, false, false, false]);
        assert_eq!(held(Role::TeamLeader), [true, true, false, false, false]);
        assert_eq!(held(Role::Agent), [false, false, true, false, false]);
        assert_eq!(held(Role::Customer), [false; 5]);
    }

    /// covers: E9
    #[test]
    fn nobody_grants_more_than_they_hold() {
        let (front_desk, roles) = custom(&[P::ReadMembers, P::ManageInvitations]);
        let allowed = |actor: Role, role| roles.may_grant(roles.permissions(actor).unwrap(), role).is_ok();
        assert!(allowed(Role::Owner, Role::Owner) && !allowed(Role::Admin, Role::Owner));
        assert!(allowed(Role::LicenseAdmin, Role::Standard) && !allowed(Role::LicenseAdmin, Role::Admin));
        assert!(allowed(Role::LicenseAdmin, front_desk) && !allowed(front_desk, Role::LicenseAdmin));
        assert!(allowed(front_desk, front_desk) && allowed(front_desk, Role::Collaborator));
        let inviting = Permissions::of(&[P::ManageInvitations]);
        assert!(
            roles.may_grant(inviting, Role::Standard).is_ok()
                && roles.may_grant(inviting, Role::Agent).is_ok()
        );
        assert!(roles.may_grant(inviting, Role::TeamLeader).is_err());
        let refusal = Roles::default().may_grant(Permissions::ALL, front_desk).unwrap_err();
        assert_eq!(refusal.code, Code::UnknownRole);
    }

    /// covers: D5
    #[test]
    fn a_denial_wins_but_over_an_owner() {
        let beside = Beside {
            grants: Permissions::of(&[P::ReadEvents, P::Export]),
            denials: Permissions::of(&[P::ReadMembers, P::Export]),
        };
        let role = Role::Collaborator;
        let of_role = role.permissions();
        assert_eq!(effective(role, of_role, beside), Permissions::of(&[P::ReadEvents]));
        let from = |permission| source(role, of_role, beside, permission);
        assert_eq!(
            [P::ReadMembers, P::Export, P::ReadEvents, P::Check].map(from),
            [Source::Denied, Source::Denied, Source::Grant, Source::Nothing]
        );
        let everything = Beside { denials: Permissions::ALL, ..beside };
        assert_eq!(effective(Role::Owner, Permissions::ALL, everything), Permissions::ALL);
        assert_eq!(source(Role::Owner, Permissions::ALL, everything, P::Check), Source::Role);
    }

    #[test]
    fn a_role_is_known_by_its_word_id_or_name() {
        let (front_desk, roles) = custom(&[]);
        let text = serde_json::to_string(&front_desk).unwrap();
        assert!(text.starts_with("\"role_"));
        assert_eq!(serde_json::from_str::<Role>(&text).unwrap(), front_desk);
        assert_eq!(roles.named(" FRONT desk"), Some(front_desk));
        assert_eq!(
            [Role::of_word("License Admin"), Role::of_word("Front desk")],
            [Some(Role::LicenseAdmin), None]
        );
        assert_eq!(roles.name(front_desk), Some("Front desk"));
        assert_eq!(roles.all().count(), Role::BUILT_IN.len() + 1);
        assert!("role_x".parse::<Role>().is_err() && "chief".parse::<Role>().is_err());
    }
}
