//! Imports: a file of people, sent in parts, carried out in the background, answered row by row.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::api::Named;
use crate::api::invitations::Outcome;
use crate::email::Email;
use crate::error::Code;
use crate::id::{ImportId, InvitationId, LicenseId, MemberId, TeamId};
use crate::import::ImportStatus;
use crate::member::MemberStatus;
use crate::time::Timestamp;

/// Begins an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateImport {
    /// What to call it: the file's name.
    pub name: crate::text::Name,
    /// How many rows there will be, 1 to 100,000.
    pub rows: u32,
    /// The license of rows that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<LicenseId>,
    /// Days until the invitations expire, 1 to 60; 14 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u8>,
}

/// One part: 500 rows, the last part what is left. Sending it again replaces it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportPart {
    /// The rows, in the file's order.
    pub rows: Vec<ImportRow>,
}

/// One row, its words as the file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportRow {
    /// Its number in the file.
    pub row: u32,
    /// The address.
    pub email: String,
    /// The name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The role; standard where it is empty. Members and whoever is invited keep theirs, and another one is refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Names or ids of licenses, with semicolons between.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licenses: String,
    /// Names or ids of teams, with semicolons between.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub teams: String,
}

/// An import and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// Where it stands.
    pub status: ImportStatus,
    /// How many rows it has.
    pub rows: u32,
    /// How many rows are answered, by outcome.
    pub counts: ImportCounts,
    /// The license of rows that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<Named<LicenseId>>,
    /// Who imports.
    pub created_by: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When the last row was answered, or an admin stopped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
}

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ImportCounts {
    /// A new invitation went out.
    pub invited: u32,
    /// Joined an open invitation.
    pub extended: u32,
    /// Added at once.
    pub added: u32,
    /// Nothing was left to do.
    pub unchanged: u32,
    /// Refused.
    pub refused: u32,
}

impl ImportCounts {
    /// How many rows are answered.
    pub const fn answered(self) -> u32 {
        self.invited + self.extended + self.added + self.unchanged + self.refused
    }
}

/// One row and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ImportedRow {
    /// Its number in the file.
    pub row: u32,
    /// The address as the file has it.
    pub email: String,
    /// The name.
    pub name: String,
    /// The role as the file has it.
    pub role: String,
    /// Licenses as the file has them.
    pub licenses: String,
    /// Teams as the file has them.
    pub teams: String,
    /// What became of it; absent while it waits, and for good where the import was canceled before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The invitation or assignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Asks what the organization knows of addresses, so that a file can be judged before it is sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskStandings {
    /// At most 5,000; what is no address is passed over.
    pub emails: Vec<String>,
}

/// What rows are judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standings {
    /// Those of the addresses that are known.
    pub standings: Vec<KnownAddress>,
    /// Proved domains over which the caller has authority: people there are added at once.
    pub authority: Vec<String>,
    /// Those of the addresses there that are invited all the same: nobody has shown yet that their account is the mailbox's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<Email>,
}

/// What the organization knows of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownAddress {
    /// The address.
    pub email: Email,
    /// Who has it.
    pub member: MemberId,
    /// Where they stand.
    pub status: MemberStatus,
    /// The role that they have, or that their open invitation offers.
    pub role: Role,
    /// Their open invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
    /// Licenses on which they take a seat.
    pub licenses: Vec<LicenseId>,
    /// Teams that they are in.
    pub teams: Vec<TeamId>,
}
