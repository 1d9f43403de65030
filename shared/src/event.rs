//! What the audit log can say. An event is written with the change it tells of and never edited.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident $text:literal;)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum EventKind {
            $($(#[$doc])* #[cfg_attr(feature = "schema", schemars(rename = $text))] $variant,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The kind as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

events! {
    /// The organization was made.
    OrganizationCreated "organization.created";
    /// A file of people was imported.
    ImportStarted "import.started";
    /// An import was stopped before its end.
    ImportCanceled "import.canceled";
    /// Somebody was invited.
    InvitationCreated "invitation.created";
    /// An open invitation got more to offer, or another role.
    InvitationChanged "invitation.changed";
    /// The mail was sent again and the time prolonged.
    InvitationResent "invitation.resent";
    /// An admin was shown its link, to hand it over.
    InvitationLinkShown "invitation.link_shown";
    /// An admin took the invitation back.
    InvitationCanceled "invitation.canceled";
    /// The person accepted.
    InvitationAccepted "invitation.accepted";
    /// The person declined.
    InvitationDeclined "invitation.declined";
    /// The time ran out.
    InvitationExpired "invitation.expired";
    /// The mail came back.
    InvitationBounced "invitation.bounced";
    /// Somebody with an address in a whole domain asked to join.
    JoinAsked "join.asked";
    /// The person asked for a new invitation.
    InvitationRequested "invitation.requested";
    /// An address became a member at once, by a domain admin's authority.
    MemberAdded "member.added";
    /// Role or name of a member changed.
    MemberChanged "member.changed";
    /// Somebody else's permissions were granted, denied or taken back.
    MemberPermissions "member.permissions";
    /// A member was deactivated.
    MemberDisabled "member.disabled";
    /// A member was enabled.
    MemberEnabled "member.enabled";
    /// A member was removed.
    MemberRemoved "member.removed";
    /// Two records of one person became one: told of the one that stays and of the one that ended.
    MemberMerged "member.merged";
    /// A license was made.
    LicenseCreated "license.created";
    /// Name, seats or term of a license changed.
    LicenseChanged "license.changed";
    /// A mail domain was named as the organization's own.
    DomainAdded "domain.added";
    /// The domain was proved.
    DomainVerified "domain.verified";
    /// A domain was given up.
    DomainRemoved "domain.removed";
    /// A member got authority over a domain.
    DomainAdminAdded "domain.admin_added";
    /// A member lost authority over a domain.
    DomainAdminRemoved "domain.admin_removed";
    /// A license's term and grace ended.
    LicenseExpired "license.expired";
    /// A license was renewed.
    LicenseRenewed "license.renewed";
    /// A package was made.
    PackageCreated "package.created";
    /// Name or products of a package changed.
    PackageChanged "package.changed";
    /// A package was removed.
    PackageRemoved "package.removed";
    /// A product was made.
    ProductCreated "product.created";
    /// A product was renamed.
    ProductChanged "product.changed";
    /// A product was removed.
    ProductRemoved "product.removed";
    /// Name or contact of the organization changed.
    OrganizationChanged "organization.changed";
    /// A member got a seat.
    SeatAssigned "seat.assigned";
    /// A member is asked whether they want a seat.
    SeatOffered "seat.offered";
    /// A member joined a license that they were offered.
    SeatAccepted "seat.accepted";
    /// A member declined a license that they were offered.
    SeatDeclined "seat.declined";
    /// A person came onto a license by its key or link.
    SeatJoined "seat.joined";
    /// A license key or link was made.
    KeyCreated "license_key.created";
    /// The limits of a license key or link changed.
    KeyChanged "license_key.changed";
    /// A license key or link got a new secret; the old one is dead.
    KeyRotated "license_key.rotated";
    /// A license key or link lets nobody in any more.
    KeyRevoked "license_key.revoked";
    /// A seat was taken back.
    SeatRemoved "seat.removed";
    /// A seat moved to another license.
    SeatMoved "seat.moved";
    /// A seat that was taken back was given back.
    SeatRestored "seat.restored";
    /// Roles take seats of a license, or no longer.
    StaffSeatsChanged "staff_seats.changed";
    /// Somebody waits for a seat of a full license.
    QueueJoined "queue.joined";
    /// Somebody's place in the queue changed.
    QueueMoved "queue.moved";
    /// Somebody waits no longer, and has no seat.
    QueueLeft "queue.left";
    /// Somebody who waited got the seat that came free.
    QueueSeated "queue.seated";
    /// A role was made.
    RoleCreated "role.created";
    /// Name or permissions of a role changed.
    RoleChanged "role.changed";
    /// A role was deleted.
    RoleDeleted "role.deleted";
    /// A team was made.
    TeamCreated "team.created";
    /// A team got another name.
    TeamChanged "team.changed";
    /// A team was deleted.
    TeamDeleted "team.deleted";
    /// A member came into a team, or began or ceased to lead it.
    TeamJoined "team.joined";
    /// A member left a team.
    TeamLeft "team.left";
    /// Somebody got in touch for the first time and is a customer now.
    CustomerCame "customer.came";
    /// A customer was put into a company, or out of it.
    CustomerPlaced "customer.placed";
    /// A company was made.
    CompanyCreated "company.created";
    /// Name or domains of a company changed.
    CompanyChanged "company.changed";
    /// A company was deleted.
    CompanyDeleted "company.deleted";
    /// A member got an id of another system.
    ExternalIdGiven "external_id.given";
    /// An id of another system was taken from a member.
    ExternalIdTaken "external_id.taken";
    /// A field of people was made.
    FieldCreated "field.created";
    /// A field of people changed.
    FieldChanged "field.changed";
    /// A field of people was deleted, with its values.
    FieldDeleted "field.deleted";
    /// Values of somebody's fields changed.
    MemberFields "member.fields";
    /// Somebody proved that a further address is theirs.
    AddressAdded "address.added";
    /// Somebody took one of their addresses out.
    AddressRemoved "address.removed";
    /// Another of somebody's addresses is their primary one.
    AddressChanged "address.changed";
    /// What is held on somebody was saved as a file.
    MemberSaved "member.saved";
    /// All that was held on somebody who was removed was erased; the record keeps a pseudonym.
    MemberErased "member.erased";
    /// Somebody changed what they tell about themselves.
    MemberProfile "member.profile";
    /// Somebody got a photo.
    PhotoSet "photo.set";
    /// Somebody's photo was taken away.
    PhotoRemoved "photo.removed";
    /// A service was made.
    ServiceCreated "service.created";
    /// Name, state or teams of a service changed.
    ServiceChanged "service.changed";
    /// A service was deleted.
    ServiceDeleted "service.deleted";
    /// An appointment was made.
    AppointmentMade "appointment.made";
    /// An appointment was canceled.
    AppointmentCanceled "appointment.canceled";
    /// The organization wants other notices.
    NoticesChanged "notices.changed";
    /// An API token was made.
    TokenCreated "token.created";
    /// An API token was revoked.
    TokenRevoked "token.revoked";
    /// The set-up of a provider changed.
    ProviderChanged "provider.changed";
    /// A license uses other providers.
    LicenseProviders "license.providers";
    /// An account at a provider became known.
    AccountAdded "account.added";
    /// The address or name of an account changed.
    AccountChanged "account.changed";
    /// An account was taken off the list.
    AccountRemoved "account.removed";
    /// A member was connected to an account.
    ConnectionMade "connection.made";
    /// A connection was ended.
    ConnectionEnded "connection.ended";
    /// A connection was reported not to work.
    ConnectionBroken "connection.broken";
    /// A password was changed or set anew.
    PasswordChanged "password.changed";
}

// Told and read by the one table above: serde's own way compares with each of the words, in code.
impl Serialize for EventKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = Self::ALL.iter().find(|kind| kind.as_str() == text);
        found.copied().ok_or_else(|| D::Error::custom(format_args!("unknown kind of event `{text}`")))
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A signed-in member.
    Member,
    /// A program with an API token.
    Token,
    /// The person invited.
    Invitee,
    /// Usher itself: expiry, bounces.
    System,
}

impl ActorKind {
    /// The kind as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Token => "token",
            Self::Invitee => "invitee",
            Self::System => "system",
        }
    }
}
