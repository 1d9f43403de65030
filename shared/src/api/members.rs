//! People of the organization.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::Role;
use crate::api::Named;
use crate::api::queue::WaitsFor;
use crate::api::teams::MemberTeam;
use crate::email::Email;
use crate::id::{CompanyId, InvitationId, LicenseId, MemberId, OperationId, TeamId};
use crate::invitation::{Delivery, InvitationStatus};
use crate::license::AssignmentStatus;
use crate::member::{MemberStatus, Source};
use crate::text::Name;
use crate::time::Timestamp;

/// A member, as lists show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Member {
    /// The member.
    pub id: MemberId,
    /// Their name; empty until they or the inviter wrote one.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Their role; for pending members the role offered.
    pub role: Role,
    /// Where they stand.
    pub status: MemberStatus,
    /// Teams they are in.
    pub teams: Vec<MemberTeam>,
    /// Licenses on which they take a seat.
    pub licenses: Vec<MemberLicense>,
    /// Licenses for whose seats they wait.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<WaitsFor>,
    /// The open or last invitation of a pending member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
    /// Where that invitation stands: pending or expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_status: Option<InvitationStatus>,
    /// How its mail fares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// The company of a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Named<CompanyId>>,
    /// By which door they came.
    pub source: Source,
    /// When they last signed in (E17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<Timestamp>,
    /// The version of their photo, where there is one: `members/{member}/photo?v=...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// In a search, what of them was found where neither name nor address was: `Locker: 12B`, to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// The record that it was merged into; told of one person, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Named<MemberId>>,
    /// Records that were merged into it; told of one person, not in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Named<MemberId>>,
    /// The version of the record, for `If-Match`.
    pub version: OperationId,
}

/// A license on which a member takes a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MemberLicense {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    /// Where the member stands on it.
    pub status: AssignmentStatus,
}

/// Changes a member; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// All the teams that they are in from now on; those who led one of them still do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<Vec<TeamId>>,
}

/// What a verb did to a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberResult {
    /// The member.
    pub id: MemberId,
    /// Where they stand now.
    pub status: MemberStatus,
    /// Licenses on which a seat became free or was taken again.
    pub licenses: Vec<Named<LicenseId>>,
}

/// How many members stand where; the numbers of the tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberCounts {
    /// May sign in.
    pub active: u32,
    /// Invited, have not accepted.
    pub pending: u32,
    /// Deactivated.
    pub disabled: u32,
    /// Owners and admins who are active, whatever else they are counted as (E2b).
    pub admins: u32,
    /// Everybody active who is no admin.
    pub standard: u32,
    /// Customers, whatever their status: they are in none of the other numbers.
    pub customers: u32,
    /// Removed, customers too: they are in none of the other numbers.
    pub removed: u32,
}

/// What the People list is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberFilter {
    /// Parts of name, an address, an external id or a value of a field; one or two letters: beginnings of words.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// The status; absent: all but removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MemberStatus>,
    /// Any of these roles; none named: every role.
    #[serde(rename = "role", default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// A license on which they take a seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<LicenseId>,
    /// A team that they are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// A company of which they are a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Any of these doors by which they came; none named: every door.
    #[serde(rename = "source", default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// When they last signed in; for those who may see that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in: Option<LastSignIn>,
}

/// When somebody last signed in, as a filter says it. Who never did is idle since the day on which they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LastSignIn {
    /// Within the last 7 days.
    #[serde(rename = "within_7_days")]
    Within7Days,
    /// Not for 30 days.
    #[serde(rename = "idle_30_days")]
    Idle30Days,
    /// Not for 90 days.
    #[serde(rename = "idle_90_days")]
    Idle90Days,
    /// Not for 180 days.
    #[serde(rename = "idle_180_days")]
    Idle180Days,
    /// Never.
    Never,
}

impl LastSignIn {
    /// Every choice.
    pub const ALL: [Self; 5] =
        [Self::Within7Days, Self::Idle30Days, Self::Idle90Days, Self::Idle180Days, Self::Never];

    /// The choice as programs name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within7Days => "within_7_days",
            Self::Idle30Days => "idle_30_days",
            Self::Idle90Days => "idle_90_days",
            Self::Idle180Days => "idle_180_days",
            Self::Never => "never",
        }
    }

    /// How many days it looks back.
    pub const fn days(self) -> i64 {
        match self {
            Self::Within7Days => 7,
            Self::Idle30Days => 30,
            Self::Idle90Days => 90,
            Self::Idle180Days => 180,
            Self::Never => 0,
        }
    }
}

/// The seats that would come free on one license if some people were deactivated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatsTaken {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    /// So many.
    pub seats: u32,
}

/// What deactivating would set free: the licenses, the most seats first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatsOfPeople {
    /// License by license.
    pub licenses: Vec<SeatsTaken>,
}

/// How many people a filter finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matching {
    /// So many.
    pub people: u32,
}

/// Erases for good what is held on a person who was removed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EraseMember {
    /// Their address, so that it is nobody else who is erased. Not asked again of somebody who was erased before.
    pub email: Email,
}

/// All that is held on a person, to save. Hashes of passwords, sessions and codes are no part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct PersonExport {
    /// When it was read.
    pub exported_at: Timestamp,
    /// The rows of each kind of data, by name: `person`, `account`, `addresses`, `seats`, `events` and so on; at most 5,000 of each.
    pub parts: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
}
