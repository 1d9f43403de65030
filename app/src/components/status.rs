//! Status badges: icon, word and color by one table, so that the same status looks the same everywhere.

use leptos::prelude::*;
use shared::api::members::Member;
use shared::invitation::{Delivery, InvitationStatus};
use shared::license::{AssignmentStatus, LicenseState};
use shared::member::MemberStatus;
use shared::provider::ConnectionState;

use super::icon;
use crate::format::number;
use crate::i18n::text::{queue as q, status as t};

/// A status as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Invited, has not answered.
    Invited,
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Said no to a seat on a license.
    Rejected,
    /// The time ran out.
    Expired,
    /// The mail came back.
    Bounced,
    /// Taken back.
    Canceled,
    /// Deactivated.
    Disabled,
    /// Off the license while it has ended or they are deactivated.
    Suspended,
    /// Past its end, while its people keep it.
    Grace,
    /// No longer there.
    Removed,
    /// Mail waits in the outbox.
    Queued,
    /// Mail is out.
    Sent,
    /// Before its term.
    Scheduled,
    /// After its term.
    Ended,
    /// A token that was revoked.
    Revoked,
    /// Licensed, with an account that works.
    Connected,
    /// Licensed, without an account.
    NotConnected,
    /// Licensed, with an account that does not work.
    Broken,
    /// Without a license that uses the provider.
    NoLicense,
}

impl Badge {
    /// Active members have none; of those who were invited it tells how the invitation stands.
    pub const fn of_member(member: &Member) -> Option<Self> {
        match (member.status, member.invitation_status, member.delivery) {
            (MemberStatus::Active, ..) => None,
            (MemberStatus::Pending, Some(InvitationStatus::Expired), _) => Some(Self::Expired),
            (MemberStatus::Pending, _, Some(Delivery::Bounced)) => Some(Self::Bounced),
            (MemberStatus::Pending, ..) => Some(Self::Invited),
            (MemberStatus::Disabled, ..) => Some(Self::Disabled),
            (MemberStatus::Removed, ..) => Some(Self::Removed),
        }
    }

    /// Where a member stands, where no more is known of them.
    pub const fn of_status(status: MemberStatus) -> Option<Self> {
        match status {
            MemberStatus::Active => None,
            MemberStatus::Pending => Some(Self::Invited),
            MemberStatus::Disabled => Some(Self::Disabled),
            MemberStatus::Removed => Some(Self::Removed),
        }
    }

    /// Where an invitation stands; a bounce is louder than that it is open.
    pub const fn of_invitation(status: InvitationStatus, delivery: Delivery) -> Self {
        match (status, delivery) {
            (InvitationStatus::Pending, Delivery::Bounced) => Self::Bounced,
            (InvitationStatus::Pending, _) => Self::Invited,
            (InvitationStatus::Accepted, _) => Self::Accepted,
            (InvitationStatus::Declined, _) => Self::Declined,
            (InvitationStatus::Canceled, _) => Self::Canceled,
            (InvitationStatus::Expired, _) => Self::Expired,
        }
    }

    /// How the mail of an invitation fares.
    pub const fn of_delivery(delivery: Delivery) -> Self {
        match delivery {
            Delivery::Queued => Self::Queued,
            Delivery::Sent => Self::Sent,
            Delivery::Bounced => Self::Bounced,
        }
    }

    /// Where a person stands on a license.
    pub const fn of_assignment(status: AssignmentStatus) -> Self {
        match status {
            AssignmentStatus::Accepted => Self::Accepted,
            AssignmentStatus::Invited => Self::Invited,
            AssignmentStatus::Rejected => Self::Rejected,
            AssignmentStatus::Suspended => Self::Suspended,
            AssignmentStatus::Removed => Self::Removed,
        }
    }

    /// A license in its term has none.
    pub const fn of_license(state: LicenseState) -> Option<Self> {
        match state {
            LicenseState::Active => None,
            LicenseState::Scheduled => Some(Self::Scheduled),
            LicenseState::Grace => Some(Self::Grace),
            LicenseState::Expired => Some(Self::Ended),
        }
    }

    /// Where a person stands with a provider.
    pub const fn of_connection(state: ConnectionState) -> Self {
        match state {
            ConnectionState::Unlicensed => Self::NoLicense,
            ConnectionState::NotConnected => Self::NotConnected,
            ConnectionState::Connected => Self::Connected,
            ConnectionState::Broken => Self::Broken,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => t::invited(),
            Self::Accepted => t::accepted(),
            Self::Declined => t::declined(),
            Self::Rejected => t::rejected(),
            Self::Expired => t::expired(),
            Self::Bounced => t::bounced(),
            Self::Canceled => t::canceled(),
            Self::Disabled => t::disabled(),
            Self::Suspended => t::suspended(),
            Self::Grace => t::grace(),
            Self::Removed => t::removed(),
            Self::Queued => t::queued(),
            Self::Sent => t::sent(),
            Self::Scheduled => t::scheduled(),
            Self::Ended => t::ended(),
            Self::Revoked => t::revoked(),
            Self::Connected => t::connected(),
            Self::NotConnected => t::not_connected(),
            Self::Broken => t::broken(),
            Self::NoLicense => t::no_license(),
        }
    }

    const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Invited => ("mail", "state accent"),
            Self::Accepted => ("check", "state success"),
            Self::Declined | Self::Rejected => ("no", "state error"),
            Self::Expired | Self::Ended | Self::Grace => ("clock", "state warning"),
            Self::Bounced => ("bounce", "state error"),
            Self::Canceled | Self::Removed | Self::Revoked => ("minus", "state"),
            Self::Disabled | Self::Suspended => ("pause", "state"),
            Self::Queued => ("queue", "state bare"),
            Self::Sent | Self::Connected => ("check", "state success bare"),
            Self::NotConnected => ("warn", "state warning"),
            Self::Broken => ("x", "state error"),
            Self::NoLicense => ("minus", "state bare none"),
            Self::Scheduled => ("clock", "state accent"),
        }
    }
}

/// The badge, or nothing for the normal case.
pub fn badge(status: Option<Badge>) -> AnyView {
    let Some(status) = status else { return ().into_any() };
    let (symbol, class) = status.look();
    view! { <span class=class>{icon(symbol)} {status.word()}</span> }.into_any()
}

/// Somebody waits for a seat, at this place.
pub fn waiting(place: u32) -> AnyView {
    view! { <span class="state queue">{icon("queue")} {q::waiting_at(&number(place))}</span> }.into_any()
}

/// How a member stands: who only waits has nothing to answer yet.
pub fn standing(member: &Member) -> AnyView {
    let first = member.waiting.iter().map(|wait| wait.place).min().map(waiting);
    let only = first.is_some() && member.status == MemberStatus::Pending && member.invitation.is_none();
    view! { {badge(Badge::of_member(member).filter(|_| !only))} {first} }.into_any()
}
