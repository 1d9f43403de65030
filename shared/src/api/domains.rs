//! Mail domains, how they are proved, and who has authority over them.

use serde::{Deserialize, Serialize};

use crate::domain::Proved;
use crate::id::{DomainId, MemberId};
use crate::time::Timestamp;

/// Names a domain as the organization's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddDomain {
    /// The domain, as it stands after the @ sign.
    pub name: String,
}

/// Proves a domain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyDomain {
    /// By what: `dns` when absent; `word` only for an owner on an instance for one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Proved>,
}

/// Makes a member a domain admin.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddDomainAdmin {
    /// Who: an owner, admin or license admin.
    pub member: MemberId,
}

/// The TXT record that proves a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofRecord {
    /// The names at which it may stand; one is enough.
    pub names: Vec<String>,
    /// What it says.
    pub value: String,
}

/// A member with authority over a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DomainAdmin {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Domain {
    /// The domain.
    pub id: DomainId,
    /// Its name.
    pub name: String,
    /// How it was proved; absent until it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Proved>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// The record that proves it.
    pub record: ProofRecord,
    /// Whether an owner's word is enough here.
    pub by_word: bool,
    /// Who has authority over it.
    pub admins: Vec<DomainAdmin>,
    /// Who named it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}
