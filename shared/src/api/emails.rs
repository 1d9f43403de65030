//! The addresses of a person: one primary, by which they are known, and further ones that they proved (C7).

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::id::UserEmailId;
use crate::time::Timestamp;

/// My addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MyEmails {
    /// By which I am known, and which gets all mails.
    pub primary: Email,
    /// The others, the oldest first.
    pub emails: Vec<MyEmail>,
    /// Which of them is to become the primary one, as soon as the code that went to the primary one is typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<PrimaryChange>,
}

/// A further address of mine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MyEmail {
    /// Its id.
    pub id: UserEmailId,
    /// The address.
    pub email: Email,
    /// Since when it is proved; absent while its code was not typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// Until when the last mailed code is good.
    pub expires_at: Timestamp,
}

/// A change of the primary address that waits for the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct PrimaryChange {
    /// Which address is to become the primary one.
    pub email: Email,
    /// Until when the code is good.
    pub expires_at: Timestamp,
}

/// Names an address as mine; a code goes there. The same again sends the code anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddEmail {
    /// The address.
    #[serde(deserialize_with = "crate::email::typed")]
    pub email: Email,
}

/// A code from a mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MailedCode {
    /// Eight letters and digits; case, spaces and dashes don't matter.
    pub code: String,
}

/// The addresses of a person, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MemberEmails {
    /// By which the organization knows them.
    pub primary: Email,
    /// The others that they proved.
    pub further: Vec<Email>,
    /// Which of them they want as the primary one, while that waits for a confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<PrimaryChange>,
    /// Whether whoever may edit people can confirm in place of a lost mailbox: of somebody active whose account no other
    /// organization knows.
    pub confirmable: bool,
}
