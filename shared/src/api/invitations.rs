//! Invitations: sending, judging before sending, and seeing what became of them.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::api::Named;
use crate::api::organization::Contact;
use crate::api::queue::Waiting;
use crate::email::Email;
use crate::error::Code;
use crate::id::{InvitationId, LicenseId, MemberId, OrganizationId, TeamId};
use crate::invitation::{Delivery, InvitationStatus};
use crate::queue::WhenFull;
use crate::time::Timestamp;

/// Invites people: 1 to 500 rows, each judged by itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The rows.
    pub invitations: Vec<InviteRow>,
    /// Days until the invitations expire, 1 to 60; 14 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u8>,
    /// What becomes of rows for which a license has no seat; refused when absent.
    #[serde(default)]
    pub when_full: WhenFull,
}

/// One person to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteRow {
    /// The address, as typed: a bad one is refused in its row.
    pub email: String,
    /// The name to greet by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The role; standard when absent. Members and whoever is invited keep theirs, and another one is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Licenses on which to keep a seat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseId>,
    /// Teams to be in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamId>,
    /// Ids in other systems that are to be theirs, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<OfferedId>,
}

/// An identifier of whoever is invited, in another system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferedId {
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
}

/// What became, or would become, of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new invitation goes out.
    Invited,
    /// The row joined an open invitation.
    Extended,
    /// An active member got the seats at once.
    Added,
    /// The person waits for a seat.
    Queued,
    /// Nothing was left to do.
    Unchanged,
    /// The row was refused; `code` and `message` say why.
    Refused,
}

impl Outcome {
    /// The outcome as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Extended => "extended",
            Self::Added => "added",
            Self::Queued => "queued",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// The answer to a list of rows, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowResults {
    /// One result for each row.
    pub results: Vec<RowResult>,
    /// Whom to ask for more seats, where a row was refused because a license is full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Box<Contact>>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowResult {
    /// The address as it was sent.
    pub email: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The invitation or assignment (`inv_` or `asg_`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The member who has this address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What lists call that member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The licenses for whose seats the person waits, with their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
}

/// An invitation, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// The member that acceptance makes active.
    pub member: MemberId,
    /// To whom.
    pub email: Email,
    /// The name to greet by; may be empty.
    pub name: String,
    /// The role offered.
    pub role: Role,
    /// The licenses offered.
    pub licenses: Vec<Named<LicenseId>>,
    /// Seats that it takes now: none once it bounced or ended, held ones once it was accepted.
    pub seats: u32,
    /// Where it stands.
    pub status: InvitationStatus,
    /// How its mail fares.
    pub delivery: Delivery,
    /// What the mail server said when it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_detail: Option<String>,
    /// Who invited.
    pub invited_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Until when it is open.
    pub expires_at: Timestamp,
    /// When the person answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// When the person asked for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<Timestamp>,
    /// The version of their photo, where there is one: `members/{member}/photo?v=...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

/// One invitation with its delivery trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitationWithTrail {
    /// The invitation.
    pub invitation: Invitation,
    /// What happened to it, oldest first.
    pub trail: Vec<TrailEntry>,
}

/// One step on the way of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrailEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: TrailStep,
    /// More, where there is more: what the mail server said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A kind of step on the way of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TrailStep {
    /// The mail waits in the outbox.
    Queued,
    /// The mail server took the mail.
    Sent,
    /// The mail server asked to try later.
    Deferred,
    /// The mail server refused for good.
    Bounced,
    /// A mail scanner opened the page.
    OpenedByRobot,
    /// A person opened the page.
    OpenedByPerson,
    /// An admin was shown the link, to hand it over.
    Shown,
    /// The person asked for a new one.
    Requested,
    /// The person accepted.
    Accepted,
    /// The person declined.
    Declined,
    /// An admin canceled.
    Canceled,
    /// The time ran out.
    Expired,
}

impl TrailStep {
    /// The step as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Bounced => "bounced",
            Self::OpenedByRobot => "opened_by_robot",
            Self::OpenedByPerson => "opened_by_person",
            Self::Shown => "shown",
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        }
    }
}

/// Changes what an open invitation offers; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeInvitation {
    /// The role offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The name to greet by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Resends and prolongs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resend {
    /// Days from now until it expires, 1 to 60; 14 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u8>,
}

/// The secret link of an open invitation, for an admin who hands it over by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitationLink {
    /// The whole address.
    pub url: String,
    /// The code that can be typed at `/join`.
    pub code: String,
}

/// How many invitations stand where; the numbers of the tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitationCounts {
    /// Open.
    pub pending: u32,
    /// Accepted.
    pub accepted: u32,
    /// Declined.
    pub declined: u32,
    /// Canceled.
    pub canceled: u32,
    /// Run out.
    pub expired: u32,
    /// Open, and the mail came back.
    pub bounced: u32,
}

/// An invitation as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// Who invites.
    pub organization: Named<OrganizationId>,
    /// To which address.
    pub email: Email,
    /// Where it stands.
    pub status: InvitationStatus,
    /// Until when.
    pub expires_at: Timestamp,
    /// The person who invited.
    pub invited_by: String,
    /// What is offered.
    pub offers: Offers,
    /// Whether the person has an account and is to sign in instead of choosing a password.
    pub known: bool,
}

/// What an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offers {
    /// The role.
    pub role: Role,
    /// Its name, where the organization made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// Names of the licenses with a seat.
    pub licenses: Vec<String>,
    /// Full licenses for which the person waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<OfferedPlace>,
}

/// A place in the queue of a full license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferedPlace {
    /// The license's name.
    pub license: String,
    /// The place, from 1.
    pub place: u32,
}

/// Accepts; a person who has an account sends an empty object and their session.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The new person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new person's password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// What accepting or declining came to; the same however often it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answered {
    /// Who invited.
    pub organization: Named<OrganizationId>,
    /// Accepted or declined.
    pub status: InvitationStatus,
    /// The membership.
    pub member: MemberId,
}

/// What the Invitations list is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    /// A part of name or address.
    pub search: Option<String>,
    /// The status.
    pub status: Option<InvitationStatus>,
    /// How the mail fares.
    pub delivery: Option<Delivery>,
    /// What it waits for.
    pub attention: Option<Attention>,
}

/// What an invitation waits for, as Home counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// It ran out or was declined, and its person asks for a new one.
    Requested,
    /// It is open and ends within three days.
    EndsSoon,
}
