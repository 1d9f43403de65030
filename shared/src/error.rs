//! The one vocabulary of refusals: a stable code, a sentence for a person, the field it belongs to.
//!
//! [`Code`] is what programs match on; [`Refusal`] is what a rule answers with; [`Problem`] is its JSON form
//! (RFC 9457). Failures of the machinery (a database that is away) are the Worker's and end as [`Code::Internal`].

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::api::organization::Contact;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $text:literal $status:literal $title:literal;)*) => {
        /// A stable machine code. Once published it is never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl Code {
            /// Every code, for documentation and tests.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The HTTP status that answers it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A short title, the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    /// The address is in none of the license's whole domains.
    OutsideDomain "outside_domain" 409 "Address outside the domain";
    /// Nobody has shown yet that the address's account is the mailbox's.
    AccountNotProved "account_not_proved" 409 "Account not proved";
    /// Somebody else is connected to the account, or another account has its address.
    AccountTaken "account_taken" 409 "Account taken";
    /// The person is connected to another account.
    AlreadyConnected "already_connected" 409 "Already connected";
    /// The address is somebody else's already.
    AddressTaken "address_taken" 409 "Address taken";
    /// The address is the account's own already.
    AddressIsYours "address_is_yours" 409 "Your address already";
    /// An organization lists its person under the address.
    AddressListed "address_listed" 409 "Address in a list";
    /// Another organization knows the account too, so that none speaks for it.
    AccountElsewhere "account_elsewhere" 409 "Account of other organizations too";
    /// The person is a member already and nothing is left to offer.
    AlreadyMember "already_member" 409 "Already a member";
    /// The first organization exists.
    AlreadySetUp "already_set_up" 409 "Already set up";
    /// A body over 1 MiB.
    BodyTooLarge "body_too_large" 413 "Body too large";
    /// Somebody else changed it since the caller looked.
    ChangedMeanwhile "changed_meanwhile" 412 "Changed meanwhile";
    /// A code for a new password that is wrong or used up.
    CodeInvalid "code_invalid" 422 "Code not valid";
    /// With this provider each person connects themselves.
    ConnectsThemselves "connects_themselves" 409 "Each person connects themselves";
    /// An id of another system that somebody else has.
    IdTaken "id_taken" 409 "Id taken";
    /// The seat goes with a role and is not taken off by hand.
    SeatFollowsRole "seat_follows_role" 409 "Seat follows the role";
    /// A product or package that licenses are of.
    InUse "in_use" 409 "In use";
    /// A field that can't be left out.
    FieldRequired "field_required" 422 "Field required";
    /// A value that a field does not take.
    InvalidFieldValue "invalid_field_value" 422 "Value not valid";
    /// An account has as many addresses as it may.
    TooManyAddresses "too_many_addresses" 409 "Too many addresses";
    /// A phone number, link, job title or time zone that is none.
    InvalidProfile "invalid_profile" 422 "Profile not valid";
    /// A photo that is none, or too large.
    NotAnImage "not_an_image" 422 "Not a photo";
    /// An organization has as many fields as it may.
    TooManyFields "too_many_fields" 409 "Too many fields";
    /// The request came from another site.
    CrossSiteRequest "cross_site_request" 403 "Request from another site";
    /// Another organization has proved that the domain is its own, or this one has it already.
    DomainTaken "domain_taken" 409 "Domain taken";
    /// No record proves the domain.
    DomainNotProved "domain_not_proved" 409 "Domain not proved";
    /// The same address twice in one list.
    DuplicateRow "duplicate_row" 422 "Row repeated";
    /// An address over 254 characters.
    EmailTooLong "email_too_long" 422 "E-mail address too long";
    /// A file that is empty, no text, or too large.
    FileNotReadable "file_not_readable" 422 "File not readable";
    /// The actor lacks the permission.
    Forbidden "forbidden" 403 "Not allowed";
    /// Something broke on our side.
    Internal "internal" 500 "Something broke";
    /// An account's id that is empty or too long.
    InvalidAccount "invalid_account" 422 "Account not valid";
    /// JSON that is malformed, of a wrong type, or with an unknown field.
    InvalidBody "invalid_body" 400 "Body not understood";
    /// Not a mail domain.
    InvalidDomain "invalid_domain" 422 "Domain not valid";
    /// Not an e-mail address.
    InvalidEmail "invalid_email" 422 "E-mail address not valid";
    /// Days to expiry outside 1 to 60.
    InvalidExpiry "invalid_expiry" 422 "Expiry out of range";
    /// A name that is empty, too long or holds control characters.
    InvalidName "invalid_name" 422 "Name not valid";
    /// A query parameter that cannot be read.
    InvalidParameter "invalid_parameter" 422 "Parameter not valid";
    /// A number of seats outside 1 to 10 million, or a term that ends before it starts.
    InvalidLicense "invalid_license" 422 "License not valid";
    /// A text that is too long or holds control characters.
    InvalidText "invalid_text" 422 "Text not valid";
    /// A time or a length of time that cannot be.
    InvalidTime "invalid_time" 422 "Time not valid";
    /// Not the address of a website.
    InvalidSiteUrl "invalid_site_url" 422 "Website address not valid";
    /// The invitation was accepted before.
    InvitationAccepted "invitation_accepted" 409 "Invitation already accepted";
    /// The invitation was canceled.
    InvitationCanceled "invitation_canceled" 410 "Invitation canceled";
    /// The invitation was declined.
    InvitationDeclined "invitation_declined" 410 "Invitation declined";
    /// The invitation ran out.
    InvitationExpired "invitation_expired" 410 "Invitation expired";
    /// A license key that is no key, or that nothing answers to.
    KeyInvalid "key_invalid" 422 "License key not valid";
    /// A license key or link after its end, or after its last use.
    KeyEnded "key_ended" 410 "License key or link ended";
    /// A license key or link that is for other addresses, or was used before by whoever was taken off since.
    KeyNotForYou "key_not_for_you" 403 "License key or link not for you";
    /// A limit that cannot be kept: in the past, under what is used, no mail domain.
    InvalidLimit "invalid_limit" 422 "Limit not valid";
    /// The last active owner may not go.
    LastOwner "last_owner" 409 "Last owner";
    /// The license's term has ended or has not begun.
    LicenseNotInTerm "license_not_in_term" 409 "License not in its term";
    /// The member is disabled; enable them first.
    MemberDisabled "member_disabled" 409 "Member disabled";
    /// The member is invited and has not accepted.
    MemberPending "member_pending" 409 "Member pending";
    /// Of two records the one that would end is the one to keep.
    MergeOtherWay "merge_other_way" 409 "Merge the other way round";
    /// The route exists, the method does not.
    MethodNotAllowed "method_not_allowed" 405 "Method not allowed";
    /// Licenses of this type don't offer this way in.
    MethodNotOffered "method_not_offered" 409 "Method not offered";
    /// This way in waits for something to be set up.
    MethodNotSetUp "method_not_set_up" 409 "Method not set up";
    /// Nothing here, or nothing that the caller may know of.
    NotFound "not_found" 404 "Not found";
    /// Several go by this name.
    NameAmbiguous "name_ambiguous" 422 "Name of several";
    /// Another thing of this kind has the name.
    NameTaken "name_taken" 409 "Name taken";
    /// The member is in no team that offers the service.
    NotInService "not_in_service" 409 "Not linked to the service";
    /// The state of the thing does not allow the act (enabling an active member).
    NotInThisState "not_in_this_state" 409 "Not possible in this state";
    /// One's own rights; somebody else must change them.
    OwnRights "own_rights" 409 "Your own rights";
    /// Nothing can be denied to an owner.
    OwnerHoldsAll "owner_holds_all" 409 "Owners hold everything";
    /// Over 256 bytes.
    PasswordTooLong "password_too_long" 422 "Password too long";
    /// Under 12 characters.
    PasswordTooShort "password_too_short" 422 "Password too short";
    /// A domain in which everybody can have an address.
    PublicMailDomain "public_mail_domain" 422 "Domain for everybody";
    /// A step is open before which nobody can be connected.
    ProviderNotReady "provider_not_ready" 409 "Provider not set up";
    /// A row names another role than the one that somebody known has, or is offered.
    RoleDiffers "role_differs" 409 "Another role already";
    /// Members or open invitations have the role.
    RoleHeld "role_held" 409 "Role is held";
    /// A role or scope that holds more than the actor does.
    RoleNotGrantable "role_not_grantable" 403 "More than you may grant";
    /// People have a role that takes a seat, and there are too few for all of them.
    StaffSeatsMissing "staff_seats_missing" 409 "Too few staff seats";
    /// No seat is free.
    SeatLimitReached "seat_limit_reached" 409 "No seat free";
    /// Fewer seats than are taken.
    SeatsBelowTaken "seats_below_taken" 409 "Fewer seats than are taken";
    /// A filter finds others than the caller saw.
    SelectionChanged "selection_changed" 409 "Selection changed";
    /// The service is not offered at present.
    ServiceInactive "service_inactive" 409 "Service not active";
    /// Set-up on a public deployment needs the operator's token.
    SetupTokenWrong "setup_token_wrong" 403 "Set-up token wrong";
    /// An organization makes at most 100 roles.
    TooManyRoles "too_many_roles" 409 "Too many roles";
    /// Too many tries; wait.
    TooManyAttempts "too_many_attempts" 429 "Too many attempts";
    /// More rows than one request takes.
    TooManyRows "too_many_rows" 422 "Too many rows";
    /// No valid session or token.
    Unauthenticated "unauthenticated" 401 "Not signed in";
    /// A role that there isn't.
    UnknownRole "unknown_role" 422 "Role not known";
    /// A body that is not JSON where JSON is due.
    UnsupportedMediaType "unsupported_media_type" 415 "Media type not supported";
    /// Signed in as somebody other than the person invited.
    WrongAccount "wrong_account" 403 "Signed in as somebody else";
    /// Address and password do not match.
    WrongCredentials "wrong_credentials" 401 "Address or password wrong";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a rule said no: the code, a sentence that says what to do next, and the field where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// A sentence fit for the public.
    pub detail: String,
    /// The field or parameter that caused it (`email`, `invitations[3].email`).
    pub field: Option<String>,
    /// Whom to ask for more seats, where that is what is missing.
    pub contact: Option<Box<Contact>>,
}

impl Refusal {
    /// A refusal that belongs to no field.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), field: None, contact: None }
    }

    /// The same refusal, pointing at a field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// A license is full, and this is whom to ask for more seats (A17); nobody named leaves it as it is.
    #[must_use]
    pub fn ask(mut self, contact: Contact) -> Self {
        if let Some(sentence) = contact.ask_for_seats() {
            self.detail = format!("{} {sentence}", self.detail);
            self.contact = Some(Box::new(contact));
        }
        self
    }

    /// Nothing here, or nothing that the caller may know of.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing here, or nothing that you may see.")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl core::error::Error for Refusal {}

/// A refusal as JSON, `application/problem+json` (RFC 9457, section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `about:blank`: the code tells more.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code's title.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// A sentence for a person.
    pub detail: String,
    /// The field it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whom to ask for more seats, where one was refused because a license is full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Box<Contact>>,
    /// Names the request in the operator's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: refusal.code.title().to_owned(),
            status: refusal.code.status(),
            code: refusal.code,
            detail: refusal.detail,
            field: refusal.field,
            contact: refusal.contact,
            request_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_stable_in_form() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
