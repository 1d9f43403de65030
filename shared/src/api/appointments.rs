//! Appointments: when which members work together, for which service. And the question whether somebody may.

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::error::Code;
use crate::id::{AppointmentId, MemberId, ServiceId};
use crate::member::MemberStatus;
use crate::time::Timestamp;

/// Asks whether a person may be used in collaboration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCollaboration {
    /// The member; or else `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The address; or else `member`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// For which service, by id or name; without: for any collaboration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CollaborationChecked {
    /// Whether they may.
    pub allowed: bool,
    /// Why.
    pub reason: CollaborationReason,
    /// What to do about a no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Why somebody may be used in collaboration or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CollaborationReason {
    /// Nothing stands against it.
    Ready,
    /// They have not accepted their invitation.
    MemberPending,
    /// They are deactivated.
    MemberDisabled,
    /// They are in no team that offers the service.
    NotInService,
    /// The service is not offered at present.
    ServiceInactive,
    /// No such person here.
    UnknownPerson,
    /// No such service here.
    UnknownService,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Appointment {
    /// The appointment.
    pub id: AppointmentId,
    /// Its service, unless it has none or the service was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// How the service is or was called; empty for none.
    pub service_name: String,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Who is in it.
    pub members: Vec<AppointmentMember>,
    /// Who made it.
    pub made_by: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStatus {
    /// It takes place.
    Planned,
    /// It does not.
    Canceled,
}

/// Somebody in an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct AppointmentMember {
    /// The member.
    pub id: MemberId,
    /// Their name, or their address while they have none.
    pub name: String,
    /// Where they stand now: whoever was deactivated since can't come.
    pub status: MemberStatus,
}

/// Makes an appointment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeAppointment {
    /// For which service; without: for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes: 5 to 1440 minutes.
    pub minutes: u16,
    /// Who comes, 1 to 50.
    pub members: Vec<MemberId>,
}

/// Adds members to an appointment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinAppointment {
    /// Who, 1 to 50.
    pub members: Vec<MemberId>,
}

/// What came of it: the appointment with those who may be in it, and a result for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeAppointment {
    /// The appointment; absent when nobody may be in it: then none was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// One result for each member, in their order.
    pub results: Vec<Collaborator>,
}

/// What became of one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Collaborator {
    /// The member.
    pub member: MemberId,
    /// Whether they are in.
    pub joined: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Which appointments a list shows.
#[derive(Clone, Debug, Default)]
pub struct AppointmentFilter {
    /// Those for this service.
    pub service: Option<ServiceId>,
    /// Those with this member.
    pub member: Option<MemberId>,
    /// Those where it stands so.
    pub status: Option<AppointmentStatus>,
}
