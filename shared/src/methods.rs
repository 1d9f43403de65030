//! Enrollment methods: the doors by which people reach a license, which license type offers which, and why not (B1, B10).
//!
//! One table, read by the Worker to refuse, by the console to draw the matrix, and by the simulator to explain. What
//! becomes of one row of people is `invitation::judge`.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};
use crate::license::{Door, LicenseType};

/// A way of bringing people onto a license.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// An admin chooses a member.
    Assign,
    /// An admin types addresses.
    Email,
    /// An admin brings a file of addresses.
    Csv,
    /// A directory's units are kept in step (B2).
    OrganizationalUnit,
    /// Everybody with an address in a domain (B3).
    WholeDomain,
    /// Whoever opens an assignment in a learning system (B6).
    LearningSystem,
    /// A classroom product's rosters are kept in step (B7).
    ClassRoster,
    /// Whoever follows a link (B8).
    Link,
    /// Whoever types a key (B9).
    Key,
    /// Whoever has a role that takes a seat.
    Role,
    /// A program with an API token.
    Api,
}

/// How a person gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// At once.
    AtOnce,
    /// At once inside the domains over which the acting admin has authority, otherwise by invitation (B11, B12).
    ByAuthority,
    /// At once, when they first sign in.
    OnFirstUse,
    /// At once, when they open what leads there.
    OnOpening,
    /// With their membership.
    WithMembership,
}

/// Why a type does not offer a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotOffered {
    /// A whole domain is more than a school, a building or a teacher.
    DistrictsOnly,
    /// Units of a directory are more than single teachers.
    SharedOnly,
    /// Lessons are given by teachers.
    TeachersOnly,
    /// Only seats of the organization's own staff follow roles.
    StaffOnly,
    /// Seats of the organization's own staff follow roles.
    FollowsTheRole,
}

/// What must be set up before a method works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SetUp {
    /// An admin's consent in the directory (B2); no connector yet.
    Directory,
    /// A tool registered with the learning system by LTI 1.3 (B6); no connector yet.
    LearningSystem,
    /// A teacher's consent in the classroom product (B7); no connector yet.
    ClassroomProduct,
    /// Roles that take seats, named on the license.
    SeatTakingRoles,
    /// A domain that the organization has proved to be its own.
    VerifiedDomain,
}

impl SetUp {
    /// Whether it can be done in this version.
    pub const fn can_be_done(self) -> bool {
        matches!(self, Self::VerifiedDomain | Self::SeatTakingRoles)
    }
}

impl NotOffered {
    /// The reason as a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::DistrictsOnly => "A whole domain is for district licenses.",
            Self::SharedOnly => "Directory units are for district, school and building licenses.",
            Self::TeachersOnly => "Lessons bring people onto teacher licenses only.",
            Self::StaffOnly => "Seats follow the role on staff licenses only.",
            Self::FollowsTheRole => "Staff seats follow the role.",
        }
    }
}

impl Method {
    /// Every method, in the order in which they are told.
    pub const ALL: &'static [Self] = &[
        Self::Assign,
        Self::Email,
        Self::Csv,
        Self::OrganizationalUnit,
        Self::WholeDomain,
        Self::LearningSystem,
        Self::ClassRoster,
        Self::Link,
        Self::Key,
        Self::Role,
        Self::Api,
    ];

    /// The method as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Email => "email",
            Self::Csv => "csv",
            Self::OrganizationalUnit => "organizational_unit",
            Self::WholeDomain => "whole_domain",
            Self::LearningSystem => "learning_system",
            Self::ClassRoster => "class_roster",
            Self::Link => "link",
            Self::Key => "key",
            Self::Role => "role",
            Self::Api => "api",
        }
    }

    /// How a person gets in by it.
    pub const fn entry(self) -> Entry {
        match self {
            Self::Email | Self::Csv | Self::Api => Entry::ByAuthority,
            Self::WholeDomain => Entry::OnFirstUse,
            Self::LearningSystem => Entry::OnOpening,
            Self::Role => Entry::WithMembership,
            Self::Assign | Self::OrganizationalUnit | Self::ClassRoster | Self::Link | Self::Key => {
                Entry::AtOnce
            }
        }
    }

    /// What must be set up first, if anything.
    pub const fn set_up(self) -> Option<SetUp> {
        match self {
            Self::OrganizationalUnit => Some(SetUp::Directory),
            Self::LearningSystem => Some(SetUp::LearningSystem),
            Self::ClassRoster => Some(SetUp::ClassroomProduct),
            Self::Role => Some(SetUp::SeatTakingRoles),
            Self::WholeDomain => Some(SetUp::VerifiedDomain),
            Self::Assign | Self::Email | Self::Csv | Self::Link | Self::Key | Self::Api => None,
        }
    }

    /// Whether it is advised: whoever has a link or key takes a seat, whoever they are (B8, B9).
    pub const fn is_recommended(self) -> bool {
        !matches!(self, Self::Link | Self::Key)
    }

    /// The method that a door belongs to; doors that no admin chooses have none.
    pub const fn of_door(door: Door) -> Option<Self> {
        match door {
            Door::Assign => Some(Self::Assign),
            Door::Email => Some(Self::Email),
            Door::Csv => Some(Self::Csv),
            Door::Api => Some(Self::Api),
            Door::Domain => Some(Self::WholeDomain),
            Door::Key => Some(Self::Key),
            Door::Link => Some(Self::Link),
            Door::Role => Some(Self::Role),
            Door::Move | Door::Enable | Door::Renewal | Door::Queue | Door::Merge => None,
        }
    }
}

/// Whether licenses of a type offer a method (DESIGN section 5).
pub const fn offered(kind: LicenseType, method: Method) -> Result<(), NotOffered> {
    use LicenseType as T;
    match (method, kind) {
        (Method::Role, T::Staff)
        | (Method::Assign | Method::Email | Method::Csv | Method::Api, _)
        | (Method::WholeDomain, T::District)
        | (Method::LearningSystem | Method::ClassRoster, T::Teacher) => Ok(()),
        (Method::Role, _) => Err(NotOffered::StaffOnly),
        (_, T::Staff) => Err(NotOffered::FollowsTheRole),
        (Method::OrganizationalUnit, T::Teacher) => Err(NotOffered::SharedOnly),
        (Method::OrganizationalUnit | Method::Link | Method::Key, _) => Ok(()),
        (Method::WholeDomain, _) => Err(NotOffered::DistrictsOnly),
        (Method::LearningSystem | Method::ClassRoster, _) => Err(NotOffered::TeachersOnly),
    }
}

/// Says no to a method that the license's type does not offer.
pub fn require(kind: LicenseType, method: Method) -> Result<(), Refusal> {
    offered(kind, method).map_err(|reason| Refusal::new(Code::MethodNotOffered, reason.sentence()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: B1, B2, B3, B4, B5, B6, B7, B8, B9
    #[test]
    fn the_type_decides_which_methods_are_offered() {
        let table = [
            ("assign", "yes yes yes yes yes"),
            ("email", "yes yes yes yes yes"),
            ("csv", "yes yes yes yes yes"),
            ("organizational_unit", "yes yes yes no no"),
            ("whole_domain", "yes no no no no"),
            ("learning_system", "no no no yes no"),
            ("class_roster", "no no no yes no"),
            ("link", "yes yes yes yes no"),
            ("key", "yes yes yes yes no"),
            ("role", "no no no no yes"),
            ("api", "yes yes yes yes yes"),
        ];
        assert_eq!(table.len(), Method::ALL.len());
        for (method, (name, expected)) in Method::ALL.iter().zip(table) {
            assert_eq!(method.as_str(), name);
            let row: Vec<_> = LicenseType::ALL
                .iter()
                .map(|kind| if offered(*kind, *method).is_ok() { "yes" } else { "no" })
                .collect();
            assert_eq!(row.join(" "), expected, "{name}");
        }
    }

    /// covers: B10
    #[test]
    fn every_no_has_a_reason_that_fits() {
        let why = |kind, method| offered(kind, method).unwrap_err();
        assert_eq!(why(LicenseType::School, Method::WholeDomain), NotOffered::DistrictsOnly);
        assert_eq!(why(LicenseType::Teacher, Method::OrganizationalUnit), NotOffered::SharedOnly);
        assert_eq!(why(LicenseType::District, Method::ClassRoster), NotOffered::TeachersOnly);
        assert_eq!(why(LicenseType::District, Method::Role), NotOffered::StaffOnly);
        assert_eq!(why(LicenseType::Staff, Method::Key), NotOffered::FollowsTheRole);
        let refusal = require(LicenseType::Staff, Method::Link).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.detail.as_str()),
            (Code::MethodNotOffered, "Staff seats follow the role.")
        );
    }

    /// covers: B2, B6, B7, B8, B9
    #[test]
    fn what_cannot_work_yet_says_what_it_needs_and_what_is_unwise_says_so() {
        let waiting: Vec<_> = Method::ALL
            .iter()
            .filter(|method| method.set_up().is_some_and(|needs| !needs.can_be_done()))
            .collect();
        assert_eq!(waiting, [&Method::OrganizationalUnit, &Method::LearningSystem, &Method::ClassRoster]);
        let unwise: Vec<_> = Method::ALL.iter().filter(|method| !method.is_recommended()).collect();
        assert_eq!(unwise, [&Method::Link, &Method::Key]);
    }

    /// covers: B11
    #[test]
    fn only_addresses_that_are_brought_are_asked() {
        let asked: Vec<_> =
            Method::ALL.iter().filter(|method| method.entry() == Entry::ByAuthority).collect();
        assert_eq!(asked, [&Method::Email, &Method::Csv, &Method::Api]);
    }
}
