//! My account: the signed-in person's own name, language, password and sessions.

use serde::{Deserialize, Serialize};

use crate::api::session::Language;
use crate::id::SessionId;
use crate::text::Name;
use crate::time::Timestamp;

/// Changes my name or language; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// My name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// My language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// Changes my password; every other session of mine ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password of today.
    pub current: String,
    /// The password from now on.
    pub password: String,
}

/// A browser in which I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionEntry {
    /// The session.
    pub id: SessionId,
    /// When I signed in.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The browser's name of itself.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}
