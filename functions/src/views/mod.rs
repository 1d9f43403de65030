//! The pages that the Worker draws itself: all that comes before a session, and the development mailbox.
//!
//! Each page is a plain struct of what it shows, with `render()`. They work without script, need one stylesheet
//! ([`STYLESHEET`]) and together stay under 15 kB. Text of people is escaped by the templates
//! (`functions/templates`) or by [`html`]. Forms post urlencoded fields to these places:
//!
//! | form | fields |
//! | --- | --- |
//! | `POST /setup` | `organization`, `name`, `email`, `password`, `token` where one is needed |
//! | `POST /setup/demo` | the same form, of which only `token` counts |
//! | `POST /sign-in` | `email`, `password`, `next` |
//! | `POST /sign-out?next=` | none |
//! | `POST /reset` | `email` |
//! | `POST /reset/code` | `email`, `code`, `password` |
//! | `POST /join` | `code`, and with a license key of somebody new `name`, `email` |
//! | `POST /l/{token}` | `name`, `email` of somebody new, else none |
//! | `POST /i/{token}/accept` | `name`, `password` of a new person, else none |
//! | `POST /i/{token}/decline`, `POST /i/{token}/request` | none |
//!
//! Not here: reading requests, headers, who may see what, the texts ([`crate::texts`]).

use shared::api::session::Language;
use shared::error::Refusal;

use crate::texts::{self, Texts};

pub mod dev_mail;
mod faults;
mod field;
pub mod html;
pub mod invitation;
pub mod join;
pub mod license_entry;
pub mod problem;
pub mod reset;
mod seats;
pub mod setup;
pub mod sign_in;

pub use dev_mail::{Inbox, OpenMail};
pub use invitation::{Invitation, UnknownLink};
pub use join::Join;
pub use license_entry::LicenseEntry;
pub use problem::ProblemPage;
pub use reset::{AskForCode, TypeCode};
pub use setup::{DemoReady, SetUp, SetUpDone};
pub use sign_in::SignIn;

/// Where the pages' one stylesheet is (`app/style/page.css`).
pub const STYLESHEET: &str = "/assets/page.css";

/// The `Content-Security-Policy` of every page here but those of [`dev_mail`].
pub const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                       base-uri 'none'; frame-ancestors 'none'";

/// Light or dark, where the person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Reads the value of the `theme` cookie; what is unknown leaves it to the system.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// The value of `data-theme`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What every page needs to know of the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shell {
    /// In which language to speak.
    pub language: Language,
    /// Light or dark; the system's choice when absent.
    pub theme: Option<Theme>,
}

impl Shell {
    fn texts(self) -> &'static Texts {
        texts::of(self.language)
    }

    /// A title; said to be an error while a field is wrong, so that a screen reader says it first.
    fn title(self, title: impl Into<String>, wrong: &[Refusal]) -> String {
        let title = title.into();
        if wrong.is_empty() { title } else { (self.texts().common.error_title)(&title) }
    }

    /// What a refusal says in this language.
    fn explain(self, refusal: &Refusal) -> String {
        (self.texts().refusal)(refusal.code).map_or_else(|| refusal.detail.clone(), ToOwned::to_owned)
    }

    /// What the first refusal of a field says.
    fn wrong(self, refusals: &[Refusal], field: &str) -> Option<String> {
        let refusal = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(field))?;
        Some(self.explain(refusal))
    }

    /// What refusals say that belong to none of these fields.
    fn elsewhere(self, refusals: &[Refusal], fields: &[&str]) -> Vec<String> {
        let outside =
            |refusal: &&Refusal| !refusal.field.as_deref().is_some_and(|field| fields.contains(&field));
        refusals.iter().filter(outside).map(|refusal| self.explain(refusal)).collect()
    }
}

/// Draws a template. Writing to memory fails only if a value's own text fails, which none here does.
fn draw(page: &impl askama::Template) -> String {
    page.render().unwrap_or_default()
}
