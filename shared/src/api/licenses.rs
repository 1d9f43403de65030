//! Licenses, and the check of their seats.

use serde::{Deserialize, Deserializer, Serialize};

use crate::api::Named;
use crate::api::invitations::RowResult;
use crate::id::{LicenseId, PackageId};
use crate::license::{LicenseState, LicenseType, Returning};
use crate::seat::{Overage, SeatCounts};
use crate::text::Name;
use crate::time::Timestamp;

/// In which order licenses are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenseOrder {
    /// By their names.
    #[default]
    Name,
    /// By what they license, the package or the product, then by their names.
    Package,
}

/// Creates a license.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateLicense {
    /// Its name.
    pub name: Name,
    /// What it licenses; the name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Name>,
    /// The package that it licenses, instead of a product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<PackageId>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: LicenseType,
    /// Seats bought.
    pub seats: u32,
    /// How far it may go over its seats.
    #[serde(default)]
    pub overage: Overage,
    /// Start of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Days after its end during which its people keep it, at most 365.
    #[serde(default)]
    pub grace_days: u16,
    /// Addresses of at most 20 people who are to be license admins from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<String>,
}

/// Changes a license; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLicense {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Seats bought; never under what is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// How far it may go over its seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overage: Option<Overage>,
    /// Start of its term; `null` for since ever.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Option<Timestamp>>,
    /// End of its term; `null` for no end.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Option<Timestamp>>,
    /// Days after its end during which its people keep it, at most 365.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// The package that it is of; `null` for its product alone. Its people keep their seats in any case.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub package: Option<Option<PackageId>>,
}

/// A `null` is something given, unlike a field that is absent.
#[expect(clippy::option_option, reason = "absent, cleared and set are three things")]
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Given::deserialize(deserializer).map(|Given(value)| Some(value))
}

/// Unlike an option, it has to be there.
#[derive(Deserialize)]
struct Given<T>(Option<T>);

/// Renews a license: a new end and, where given, other seats; people whose seats its end suspended get them back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Renew {
    /// The new end, in the future; `null` for none.
    pub expires_at: Option<Timestamp>,
    /// Seats bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Addresses of at most 20 people who are to be license admins from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<String>,
}

/// What a renewal did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Renewed {
    /// The license now.
    pub license: License,
    /// People who have their seat again.
    pub restored: u32,
    /// People who stay suspended because no seat is left for them.
    pub suspended: u32,
    /// What became of each address that was named an admin.
    pub admins: Vec<RowResult>,
}

/// What a renewal would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct RenewalEffect {
    /// Where the license would stand in its term.
    pub state: LicenseState,
    /// When its people would lose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Who comes back, who stays suspended, who comes from the queue.
    pub people: Returning,
    /// What would become of each address that is named an admin.
    pub admins: Vec<RowResult>,
}

/// A license with its seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct License {
    /// The license.
    pub id: LicenseId,
    /// Its name.
    pub name: String,
    /// The key of the product that it licenses, which stays; of a package, what that was called when the license was made.
    pub product: String,
    /// What it licenses, package or product, by the name of today.
    pub subscribed: String,
    /// The package that it licenses, where it is not of one product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Named<PackageId>>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: LicenseType,
    /// Its seats.
    pub seats: SeatCounts,
    /// How far it may go over its seats.
    pub overage: Overage,
    /// Where it stands in its term.
    pub state: LicenseState,
    /// Start of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End of its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Days after its end during which its people keep it.
    pub grace_days: u16,
    /// When its people lose it: the end of the grace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// What became of each address that was named an admin; only in the answer to creating it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<RowResult>,
}

/// Whether counters, ledger and assignments of every license agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoctorReport {
    /// Licenses looked at.
    pub licenses: u32,
    /// Those whose numbers differ.
    pub differences: Vec<SeatDifference>,
}

/// A license whose counter, ledger or assignments disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeatDifference {
    /// The license.
    pub license: LicenseId,
    /// What the license's counters say: total, reserved, held.
    pub counters: (i64, i64, i64),
    /// What the ledger sums up to: total, reserved, held.
    pub ledger: (i64, i64, i64),
    /// What the assignments are: reserved, held.
    pub assignments: (i64, i64),
    /// People in the queue: by the counter, and in line.
    pub queue: (i64, i64),
    /// Whether somebody waits though a seat is free.
    pub overlooked: bool,
}
