//! Enrollment methods of a license, and what would happen if.

use serde::{Deserialize, Serialize};

use crate::api::invitations::Outcome;
use crate::error::Code;
use crate::id::MemberId;
use crate::methods::{Entry, Method, NotOffered, SetUp};
use crate::queue::WhenFull;
use crate::seat::SeatCounts;
use crate::simulation::Because;

/// One way of bringing people onto a license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnrollmentMethod {
    /// The method.
    pub method: Method,
    /// Whether licenses of this type offer it.
    pub offered: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotOffered>,
    /// How a person gets in.
    pub entry: Entry,
    /// What must be set up first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<SetUp>,
    /// Whether it is advised.
    pub recommended: bool,
}

/// The whole domains of a district license: whoever has an address there takes a seat when they first come in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WholeDomains {
    /// Names of proved domains.
    pub domains: Vec<String>,
}

/// Asks what would happen. Nothing is changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// Who: an address as typed.
    pub email: String,
    /// By which method.
    pub method: Method,
    /// Which admin acts; the caller when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<MemberId>,
    /// What the admin says about a full license.
    #[serde(default)]
    pub when_full: WhenFull,
}

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Simulated {
    /// What would become of the address.
    pub outcome: Outcome,
    /// Why, unless it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
    /// Why it would be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The place in line, if the person would wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The domain of the address.
    pub domain: String,
    /// Who acts.
    pub by: String,
    /// The proved domains over which they have authority.
    pub authority: Vec<String>,
    /// The license's seats as they are.
    pub seats: SeatCounts,
}
