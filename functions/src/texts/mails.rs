//! What each mail says, as types; the texts themselves are in `en.rs` and `de.rs`.

use super::{One, Two};

/// The mails.
pub struct MailTexts {
    /// An invitation.
    pub invitation: InvitationMail,
    /// Somebody became a member at once.
    pub addition: AdditionMail,
    /// A member is offered seats.
    pub license_invite: LicenseInviteMail,
    /// A license needs somebody.
    pub notice: NoticeMail,
    /// A code for a new password.
    pub reset: ResetMail,
    /// A code that proves a further address.
    pub address: ResetMail,
    /// A code that lets another address become the primary one.
    pub primary: ResetMail,
    /// Somebody asks for a new invitation.
    pub request: RequestMail,
    /// Before a link that stands below its button.
    pub link: &'static str,
    /// Who sends: inviter.
    pub from_name: One,
}

/// An invitation.
pub struct InvitationMail {
    /// Subject: inviter, organization.
    pub subject: Two,
    /// Subject when it is sent again: inviter, organization.
    pub subject_again: Two,
    /// Preview line with seats: role, licenses.
    pub preview_seats: Two,
    /// Preview line without: role.
    pub preview: One,
    /// Preview line's end, and until when: day.
    pub open_until: One,
    /// Heading with seats: inviter, organization.
    pub heading_seats: Two,
    /// Heading without: inviter, organization.
    pub heading: Two,
    /// What is offered, with seats: role, licenses.
    pub offer_seats: Two,
    /// What is offered, without: role.
    pub offer: One,
    /// Until when with seats: day.
    pub kept_until: One,
    /// That it comes again and was prolonged.
    pub again: &'static str,
    /// The button.
    pub open: &'static str,
    /// That opening changes nothing.
    pub harmless: &'static str,
    /// Before the code: where to type it.
    pub code: One,
    /// Why this mail came: inviter, the inviter's address.
    pub why: Two,
    /// The same when the inviter's address is not known: inviter.
    pub why_nameless: One,
}

/// Somebody became a member at once.
pub struct AdditionMail {
    /// Subject: organization.
    pub subject: One,
    /// Heading: who added, organization.
    pub heading: Two,
    /// What they have: licenses.
    pub seats: One,
    /// How to get in, with a password: address.
    pub sign_in: One,
    /// How to get in, without one yet: address.
    pub choose: One,
    /// The button to sign in.
    pub open: &'static str,
    /// The button to choose a password.
    pub set_password: &'static str,
    /// Why this mail came: organization.
    pub why: One,
}

/// A member is offered seats.
pub struct LicenseInviteMail {
    /// Subject: inviter, licenses.
    pub subject: Two,
    /// Heading: inviter, licenses.
    pub heading: Two,
    /// What is kept for them, and until they answer.
    pub kept: &'static str,
    /// Where to answer: address.
    pub answer: One,
    /// The button.
    pub open: &'static str,
    /// Why this mail came: organization.
    pub why: One,
}

/// A code for a new password, a further address, another primary one.
pub struct ResetMail {
    /// Subject: code.
    pub subject: One,
    /// Preview line: minutes, or hours.
    pub preview: One,
    /// Heading.
    pub heading: &'static str,
    /// Before the code, and for how long: minutes, or hours.
    pub code: One,
    /// Why this mail came: address.
    pub why: One,
}

/// Somebody asks for a new invitation.
pub struct RequestMail {
    /// Subject: who asks, organization.
    pub subject: Two,
    /// Heading: who asks.
    pub heading: One,
    /// What became of the old one: address, organization.
    pub expired: Two,
    /// The same, declined: address, organization.
    pub declined: Two,
    /// What a press does.
    pub next: &'static str,
    /// The button.
    pub open: &'static str,
    /// Why this mail came: organization.
    pub why: One,
}

/// A license needs somebody.
pub struct NoticeMail {
    /// Subject and heading, it ends soon: license.
    pub expiring: One,
    /// What then: day, seats held.
    pub expiring_tells: Two,
    /// What to do.
    pub expiring_next: &'static str,
    /// Subject and heading, it has ended and its people still have it: license.
    pub grace: One,
    /// What then: day on which they lose it, seats held.
    pub grace_tells: Two,
    /// What to do.
    pub grace_next: &'static str,
    /// Subject and heading, it is nearly full: license.
    pub nearly_full: One,
    /// How full: seats taken, all seats.
    pub nearly_full_tells: Two,
    /// What to do.
    pub nearly_full_next: &'static str,
    /// Subject and heading, people wait: license.
    pub queue: One,
    /// How many: people waiting, all seats.
    pub queue_tells: Two,
    /// What to do.
    pub queue_next: &'static str,
    /// The button.
    pub open: &'static str,
    /// Why this mail came, and how to have none: organization.
    pub why: One,
}
