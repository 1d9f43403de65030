//! Refusals in the reader's language, by code.
//!
//! The Worker's own sentence is English and often knows more (which number, which row); English readers get it as it
//! is, others get the catalog's sentence for the code.

use shared::api::session::Language;
use shared::error::Code;

use super::Failure;
use crate::i18n;
use crate::i18n::text::{contact as contact_texts, errors as t};

/// What to say of a failure.
pub fn sentence(failure: &Failure) -> String {
    match failure {
        Failure::Refused(problem) => {
            let words = sentence_of(problem.code, &problem.detail);
            // The Worker's own sentence names the contact already.
            match &problem.contact {
                Some(contact) if words != problem.detail => {
                    format!("{words} {}", contact_texts::ask(&contact.parts().join(", ")))
                }
                _ => words,
            }
        }
        Failure::Unreachable | Failure::Aborted => t::unreachable_server().to_owned(),
    }
}

/// What to say of a code and the sentence that came with it.
pub fn sentence_of(code: Code, detail: &str) -> String {
    if i18n::language() == Language::En && !detail.is_empty() {
        return detail.to_owned();
    }
    by_code(code).map_or_else(|| detail.to_owned(), str::to_owned)
}

fn by_code(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::AddressTaken => t::address_taken(),
        Code::AddressIsYours => t::address_is_yours(),
        Code::AddressListed => t::address_listed(),
        Code::AccountElsewhere => t::account_elsewhere(),
        Code::AccountNotProved => t::account_not_proved(),
        Code::CodeInvalid => t::code_invalid(),
        Code::TooManyAddresses => t::too_many_addresses(),
        Code::AccountTaken => t::account_taken(),
        Code::AlreadyConnected => t::already_connected(),
        Code::AlreadyMember => t::already_member(),
        Code::ChangedMeanwhile => t::changed_meanwhile(),
        Code::ConnectsThemselves => t::connects_themselves(),
        Code::DuplicateRow => t::duplicate_row(),
        Code::EmailTooLong => t::email_too_long(),
        Code::FieldRequired => t::field_required(),
        Code::FileNotReadable => t::file_not_readable(),
        Code::Forbidden => t::forbidden(),
        Code::Internal => t::internal(),
        Code::InUse => t::in_use(),
        Code::InvalidAccount => t::invalid_account(),
        Code::InvalidEmail => t::invalid_email(),
        Code::InvalidExpiry => t::invalid_expiry(),
        Code::InvalidFieldValue => t::invalid_field_value(),
        Code::InvalidProfile => t::invalid_profile(),
        Code::NotAnImage => t::not_an_image(),
        Code::InvalidName => t::invalid_name(),
        Code::InvalidLicense => t::invalid_license(),
        Code::InvalidSiteUrl => t::invalid_site_url(),
        Code::InvitationAccepted => t::invitation_accepted(),
        Code::InvitationCanceled => t::invitation_canceled(),
        Code::InvitationDeclined => t::invitation_declined(),
        Code::InvitationExpired => t::invitation_expired(),
        Code::LastOwner => t::last_owner(),
        Code::LicenseNotInTerm => t::license_not_in_term(),
        Code::MemberDisabled => t::member_disabled(),
        Code::MergeOtherWay => t::merge_other_way(),
        Code::DomainTaken => t::domain_taken(),
        Code::IdTaken => t::id_taken(),
        Code::StaffSeatsMissing => t::staff_seats_missing(),
        Code::SeatFollowsRole => t::seat_follows_role(),
        Code::MemberPending => t::member_pending(),
        Code::NotInService => t::not_in_service(),
        Code::ServiceInactive => t::service_inactive(),
        Code::InvalidTime => t::invalid_time(),
        Code::InvalidText => t::invalid_text(),
        Code::NameAmbiguous => t::name_ambiguous(),
        Code::NameTaken => t::name_taken(),
        Code::NotFound => t::not_found(),
        Code::NotInThisState => t::not_in_this_state(),
        Code::OwnRights => t::own_rights(),
        Code::OwnerHoldsAll => t::owner_holds_all(),
        Code::PasswordTooLong => t::password_too_long(),
        Code::PasswordTooShort => t::password_too_short(),
        Code::ProviderNotReady => t::provider_not_ready(),
        Code::RoleDiffers => t::role_differs(),
        Code::RoleHeld => t::role_held(),
        Code::RoleNotGrantable => t::role_not_grantable(),
        Code::SeatLimitReached => t::seat_limit_reached(),
        Code::SeatsBelowTaken => t::seats_below_taken(),
        Code::SelectionChanged => t::selection_changed(),
        Code::TooManyAttempts => t::too_many_attempts(),
        Code::TooManyFields => t::too_many_fields(),
        Code::TooManyRoles => t::too_many_roles(),
        Code::TooManyRows => t::too_many_rows(),
        Code::WrongCredentials => t::wrong_credentials(),
        Code::UnknownRole => t::unknown_role(),
        _ => return None,
    })
}
