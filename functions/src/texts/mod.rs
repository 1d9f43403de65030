//! Every text of the Worker's pages and mails, in each language: [`EN`](en::EN) and [`DE`](de::DE) are two values of
//! one type, so a missing text or a wrong number of names doesn't compile.
//!
//! A sentence that holds names is a function of them. It is called with plain names for subjects and text parts and
//! with marked-up ones for HTML ([`crate::views::html::Html`]), so catalog texts hold no `<`, `>` or `&`.
//! Not here: the console's texts (`app/i18n`), the sentences of refusals in English (`shared::error`).

use core::fmt::Display;

use shared::access::Role;
use shared::api::session::Language;
use shared::error::Code;
use shared::time::Timestamp;

mod addresses;
mod date;
mod de;
mod en;
pub mod joining;
pub mod license_entry;
mod mails;
mod pages;

pub use mails::{InvitationMail, MailTexts, RequestMail, ResetMail};
pub use pages::{
    Common, DevMail, Invitation, Join, Offer, Past, ProblemText, Reset, SetUp, SignIn, WrongAccount,
};

/// A sentence with one name in it.
pub type One = fn(&dyn Display) -> String;
/// A sentence with two names in it.
pub type Two = fn(&dyn Display, &dyn Display) -> String;
/// A sentence with three names in it.
pub type Three = fn(&dyn Display, &dyn Display, &dyn Display) -> String;

/// All texts of one language.
pub struct Texts {
    /// A day in full, with its weekday.
    pub long_date: fn(Timestamp) -> String,
    /// A day, with its year.
    pub date: fn(Timestamp) -> String,
    /// Things in a row, the last after "and".
    pub list: fn(&[String]) -> String,
    /// A built-in role; of others the database knows the name.
    pub role: fn(Role) -> &'static str,
    /// What a refusal says at its field, where the catalog says it better than the refusal itself.
    pub refusal: fn(Code) -> Option<&'static str>,
    /// What a problem page says.
    pub problem: fn(Code) -> ProblemText,
    /// What several pages say.
    pub common: Common,
    /// The set-up pages.
    pub setup: SetUp,
    /// The sign-in page.
    pub sign_in: SignIn,
    /// The pages for a new password.
    pub reset: Reset,
    /// The page for a typed code.
    pub join: Join,
    /// The invitation page.
    pub invitation: Invitation,
    /// Joining by one's address, and waiting.
    pub joining: joining::Joining,
    /// The pages of license keys and links.
    pub license_entry: license_entry::LicenseEntry,
    /// The development mailbox.
    pub dev_mail: DevMail,
    /// The mails.
    pub mail: MailTexts,
}

/// The texts of a language.
pub fn of(language: Language) -> &'static Texts {
    match language {
        Language::En => &en::EN,
        Language::De => &de::DE,
    }
}
