//! Staff seats: the license whose seats go with a role.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::api::Named;
use crate::id::LicenseId;
use crate::seat::SeatCounts;

/// Which license has the staff seats, and which roles take one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffSeats {
    /// The license and its seats; absent while no role takes a seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<Named<LicenseId>>,
    /// Its seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<SeatCounts>,
    /// The built-in roles that take a seat.
    pub roles: Vec<Role>,
    /// Every role that takes one: those, and roles of the organization that are based on them.
    pub takes: Vec<Role>,
}

/// Names the license and the roles; everybody who has such a role takes a seat at once, all of them or nobody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetStaffSeats {
    /// A license of type staff.
    pub license: LicenseId,
    /// Built-in roles that are to take a seat: owner, admin, team leader, agent. Without the field owner, admin and agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
}
