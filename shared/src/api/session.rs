//! Set-up and sign-in: who am I, and what may I do here.

use serde::{Deserialize, Serialize};

use crate::access::{Permission, Role};
use crate::api::Named;
use crate::email::Email;
use crate::id::{MemberId, OrganizationId, UserId};
use crate::role::CustomRole;
use crate::text::Name;

/// Makes the first organization and its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The organization's name.
    pub organization: Name,
    /// The owner's name.
    pub name: Name,
    /// The owner's address.
    pub email: Email,
    /// The owner's password.
    pub password: String,
    /// The operator's set-up token; needed where the operator set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Fills a fresh instance with the demo organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetUpDemo {
    /// The operator's set-up token; needed where the operator set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// The demo owner's sign-in, told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DemoReady {
    /// The demo owner's address.
    pub email: Email,
    /// The demo owner's password.
    pub password: String,
}

/// Signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address, as typed.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, where, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The person; absent for an API token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<SignedInUser>,
    /// The organization this session acts in.
    pub organization: Named<OrganizationId>,
    /// The other organizations of this person.
    pub organizations: Vec<Named<OrganizationId>>,
    /// The member that the person is there; absent for an API token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The member's role; absent for an API token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The version of their photo; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// Roles that the organization made: all of them for those who see its people, else the caller's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<CustomRole>,
    /// Whether they run this instance: as an owner of its first organization they can make more of them.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub operator: bool,
}

/// Makes another organization, with the caller as its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateOrganization {
    /// Its name.
    pub name: Name,
}

/// The person behind a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedInUser {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// The language of their console and mails.
    pub language: Language,
}

/// A language that Usher speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The best match for an `Accept-Language` header (RFC 9110, 12.5.4; order stands for preference).
    pub fn negotiate(header: &str) -> Self {
        let mut tags =
            header.split(',').map(|part| part.trim().get(..2).unwrap_or_default().to_ascii_lowercase());
        tags.find_map(|tag| match tag.as_str() {
            "en" => Some(Self::En),
            "de" => Some(Self::De),
            _ => None,
        })
        .unwrap_or_default()
    }
}

/// Moves the session to another organization of the same person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchOrganization {
    /// Where to.
    pub organization: OrganizationId,
}
