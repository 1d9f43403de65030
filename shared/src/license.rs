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
    /// After its end, while its people keep it.
    Grace,
    /// After its end and its grace.
    Expired,
}

impl LicenseState {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Scheduled, Self::Active, Self::Grace, Self::Expired];

    /// The state as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Active => "active",
            Self::Grace => "grace",
            Self::Expired => "expired",
        }
    }

    /// Whether its people may use what it licenses.
    pub const fn gives_rights(self) -> bool {
        matches!(self, Self::Active | Self::Grace)
    }
}

/// The most days of grace.
pub const MAX_GRACE_DAYS: u16 = 365;

/// The time during which a license gives rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Its start; absent: since ever.
    pub starts_at: Option<Timestamp>,
    /// Its end; absent: for good.
    pub expires_at: Option<Timestamp>,
    /// Days after its end during which its people keep it.
    pub grace_days: u16,
}

impl Term {
    /// Where the term stands at a time.
    pub fn state(self, now: Timestamp) -> LicenseState {
        if self.starts_at.is_some_and(|starts| now < starts) {
            LicenseState::Scheduled
        } else if self.ends_at().is_some_and(|ends| now >= ends) {
            LicenseState::Expired
        } else if self.expires_at.is_some_and(|expires| now >= expires) {
            LicenseState::Grace
        } else {
            LicenseState::Active
        }
    }

    /// When its people lose it: the end of the grace.
    pub fn ends_at(self) -> Option<Timestamp> {
        self.expires_at.map(|expires| expires.plus_days(i64::from(self.grace_days)))
    }

    /// Refuses a term that ends before it starts, and more grace than a year.
    pub fn check(self) -> Result<Self, Refusal> {
        if self.grace_days > MAX_GRACE_DAYS {
            let detail = "A license has at most 365 days of grace.";
            return Err(Refusal::new(Code::InvalidLicense, detail).at("grace_days"));
        }
        match (self.starts_at, self.expires_at) {
            (Some(starts), Some(expires)) if expires <= starts => {
                Err(Refusal::new(Code::InvalidLicense, "The term ends before it starts.").at("expires_at"))
            }
            _ => Ok(self),
        }
    }

    /// Refuses to renew up to a time that is past.
    pub fn check_renewal(self, now: Timestamp) -> Result<Self, Refusal> {
        if self.expires_at.is_some_and(|expires| expires <= now) {
            let detail = "A license is renewed up to a day to come.";
            return Err(Refusal::new(Code::InvalidLicense, detail).at("expires_at"));
        }
        self.check()
    }
}

/// What becomes of people when a license gets another term or other seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Returning {
    /// People whom the end of the term suspended and who have their seat again.
    pub restored: u32,
    /// Those for whom no seat is left.
    pub suspended: u32,
    /// People of the queue who get a seat after them.
    pub from_queue: u32,
}

impl Returning {
    /// Suspended people come back first, then the queue goes on; `claimable` are the seats left, `None` for no limit.
    pub fn of(claimable: Option<u32>, suspended: u32, waiting: u32) -> Self {
        let left = claimable.unwrap_or(u32::MAX);
        let restored = suspended.min(left);
        Self { restored, suspended: suspended - restored, from_queue: waiting.min(left - restored) }
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
    /// A person's seat moves here from another license.
    Move,
    /// A disabled member is enabled and gets their seats back.
    Enable,
    /// The license is renewed and its people get their seats back.
    Renewal,
    /// Whoever waits gets the seat that came free.
    Queue,
    /// A role that takes a staff seat is given.
    Role,
    /// Another record of the person had the seat, and the two became one.
    Merge,
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
        Self::Move,
        Self::Enable,
        Self::Renewal,
        Self::Queue,
        Self::Role,
        Self::Merge,
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
            Self::Move => "move",
            Self::Enable => "enable",
            Self::Renewal => "renewal",
            Self::Queue => "queue",
            Self::Role => "role",
            Self::Merge => "merge",
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
    /// The member is disabled or the license has ended; the seat is free, and enabling or renewing asks for one again.
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
        let term = Term { starts_at: Some(at(10)), expires_at: Some(at(20)), grace_days: 0 };
        assert_eq!(term.state(at(9)), LicenseState::Scheduled);
        assert_eq!(term.state(at(10)), LicenseState::Active);
        assert_eq!(term.state(at(20)), LicenseState::Expired);
        assert_eq!(Term::default().state(at(0)), LicenseState::Active);
        assert!(Term { starts_at: Some(at(20)), expires_at: Some(at(20)), grace_days: 0 }.check().is_err());
    }

    #[test]
    fn whoever_was_suspended_comes_back_before_the_queue() {
        let returning = |claimable, suspended, waiting| {
            let Returning { restored, suspended, from_queue } = Returning::of(claimable, suspended, waiting);
            (restored, suspended, from_queue)
        };
        assert_eq!(returning(Some(5), 3, 4), (3, 0, 2));
        assert_eq!(returning(Some(2), 3, 4), (2, 1, 0));
        assert_eq!(returning(None, 3, 4), (3, 0, 4));
        assert_eq!(returning(Some(0), 0, 0), (0, 0, 0));
    }

    #[test]
    fn grace_begins_with_the_end_and_ends_to_the_millisecond() {
        let end = Timestamp::from_millis(1_000);
        let term = Term { starts_at: None, expires_at: Some(end), grace_days: 2 };
        assert_eq!(term.state(Timestamp::from_millis(999)), LicenseState::Active);
        assert_eq!(term.state(end), LicenseState::Grace);
        let ends = term.ends_at().unwrap();
        assert_eq!(ends, end.plus_days(2));
        assert_eq!(term.state(Timestamp::from_millis(ends.millis() - 1)), LicenseState::Grace);
        assert_eq!(term.state(ends), LicenseState::Expired);
        assert!(Term { grace_days: 366, ..term }.check().is_err());
        assert!(term.check_renewal(end).is_err() && term.check_renewal(Timestamp::from_millis(999)).is_ok());
    }
}
