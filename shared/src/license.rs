//! Licenses: their types, their term, and the doors by which people reach a seat.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};
use crate::time::Timestamp;

/// What kind of license it is; decides which enrollment methods are offered (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LicenseType {
    /// For a whole district.
    District,
    /// For one school.
    School,
    /// For one building.
    Building,
    /// For single teachers.
    Teacher,
    /// For the organization's own staff; taken by roles.
    Staff,
}

impl LicenseType {
    /// Every type.
    pub const ALL: &'static [Self] =
        &[Self::District, Self::School, Self::Building, Self::Teacher, Self::Staff];

    /// The type as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::School => "school",
            Self::Building => "building",
            Self::Teacher => "teacher",
            Self::Staff => "staff",
        }
    }
}

/// Where a license stands in its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LicenseState {
    /// Before its start.
    Scheduled,
    /// In its term.
    Active,
    /// After its end.
    Expired,
}

/// The time during which a license gives rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Its start; absent: since ever.
    pub starts_at: Option<Timestamp>,
    /// Its end; absent: for good.
    pub expires_at: Option<Timestamp>,
}

impl Term {
    /// Where the term stands at a time.
    pub fn state(self, now: Timestamp) -> LicenseState {
        if self.starts_at.is_some_and(|starts| now < starts) {
            LicenseState::Scheduled
        } else if self.expires_at.is_some_and(|expires| now >= expires) {
            LicenseState::Expired
        } else {
            LicenseState::Active
        }
    }

    /// Refuses a term that ends before it starts.
    pub fn check(self) -> Result<Self, Refusal> {
        match (self.starts_at, self.expires_at) {
            (Some(starts), Some(expires)) if expires <= starts => {
                Err(Refusal::new(Code::InvalidLicense, "The term ends before it starts.").at("expires_at"))
            }
            _ => Ok(self),
        }
    }
}

/// The door by which a seat changed; each claim, release and refusal names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// An admin assigns a member.
    Assign,
    /// An admin adds an address, in the console.
    Email,
    /// An admin brings a file of addresses.
    Csv,
    /// A program adds an address or assigns a member.
    Api,
    /// A person types the license key.
    Key,
    /// A person follows the license link.
    Link,
    /// Whoever has an address in a whole domain takes a seat when they first come in.
    Domain,
    /// A disabled member is enabled and gets their seats back.
    Enable,
    /// Whoever waits gets the seat that came free.
    Queue,
}

impl Door {
    /// Every door. The gate's test walks them all.
    pub const ALL: &'static [Self] = &[
        Self::Assign,
        Self::Email,
        Self::Domain,
        Self::Csv,
        Self::Api,
        Self::Key,
        Self::Link,
        Self::Enable,
        Self::Queue,
    ];

    /// The door as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Email => "email",
            Self::Csv => "csv",
            Self::Api => "api",
            Self::Key => "key",
            Self::Link => "link",
            Self::Domain => "domain",
            Self::Enable => "enable",
            Self::Queue => "queue",
        }
    }
}

/// Where a person stands on a license.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssignmentStatus {
    /// Asked; a seat is reserved.
    Invited,
    /// Seated; a seat is held.
    Accepted,
    /// The person declined; no seat.
    Rejected,
    /// The member is disabled; the seat is free, and enabling asks for one again.
    Suspended,
    /// Taken off the license; no seat.
    Removed,
}

impl AssignmentStatus {
    /// Every status.
    pub const ALL: &'static [Self] =
        &[Self::Invited, Self::Accepted, Self::Rejected, Self::Suspended, Self::Removed];

    /// The status as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
        }
    }

    /// Whether a seat is taken, reserved or held.
    pub const fn takes_a_seat(self) -> bool {
        matches!(self, Self::Invited | Self::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_knows_where_it_stands() {
        let at = Timestamp::from_millis;
        let term = Term { starts_at: Some(at(10)), expires_at: Some(at(20)) };
        assert_eq!(term.state(at(9)), LicenseState::Scheduled);
        assert_eq!(term.state(at(10)), LicenseState::Active);
        assert_eq!(term.state(at(20)), LicenseState::Expired);
        assert_eq!(Term::default().state(at(0)), LicenseState::Active);
        assert!(Term { starts_at: Some(at(20)), expires_at: Some(at(20)) }.check().is_err());
    }
}
