//! Connections: who is tied to which account at a provider.

use serde::{Deserialize, Serialize};

use super::Named;
use crate::email::Email;
use crate::error::Code;
use crate::id::{ConnectionId, ExternalAccountId, LicenseId, MemberId};
use crate::provider::matching::MatchOutcome;
use crate::provider::{ConnectionState, Link, ProviderId, Way};
use crate::time::Timestamp;

/// One person on the board: where they stand with each provider that concerns them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct BoardRow {
    /// The member.
    pub member: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// One for each provider, in the order of the table of providers.
    pub providers: Vec<BoardCell>,
}

/// Where one person stands with one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct BoardCell {
    /// The provider.
    pub provider: ProviderId,
    /// Where they stand.
    pub state: ConnectionState,
    /// The licenses that use it and on which they hold a seat.
    pub licenses: Vec<Named<LicenseId>>,
    /// Their connection; it stays when the license goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
}

/// One person's tie to one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Connection {
    /// The connection.
    pub id: ConnectionId,
    /// Where.
    pub provider: ProviderId,
    /// How it stands.
    pub state: Link,
    /// What does not work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The account.
    pub account: AccountLabel,
    /// Who made it so.
    pub changed_by: String,
    /// Since when.
    pub changed_at: Timestamp,
}

/// An account, as far as it takes to recognize it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct AccountLabel {
    /// The account.
    pub id: ExternalAccountId,
    /// What the provider calls it.
    pub account_id: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Its name; may be empty.
    pub name: String,
}

/// How many people of the board stand where; somebody with two providers may count in two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct BoardCounts {
    /// Everybody on it.
    pub people: u32,
    /// Connected somewhere.
    pub connected: u32,
    /// Not connected somewhere where they have a license.
    pub not_connected: u32,
    /// With a connection that does not work.
    pub broken: u32,
}

/// Which part of the board is asked for.
#[derive(Clone, Debug, Default)]
pub struct BoardFilter {
    /// Part of name or address.
    pub search: Option<String>,
    /// Somewhere in this state.
    pub state: Option<ConnectionState>,
    /// With this provider.
    pub provider: Option<ProviderId>,
    /// On this license.
    pub license: Option<LicenseId>,
    /// This person alone.
    pub member: Option<MemberId>,
}

/// Connects a member to an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// Whom.
    pub member: MemberId,
    /// Where.
    pub provider: ProviderId,
    /// To which account.
    pub account: ExternalAccountId,
    /// The account that they are connected to and leave for it; absent: they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<ExternalAccountId>,
}

/// Says that a connection does not work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportBroken {
    /// What does not work, in a sentence for an admin.
    pub reason: String,
}

/// Connects everybody with a seat whose address is that of a free account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatchAccounts {
    /// Where.
    pub provider: ProviderId,
}

/// What became of the people, or would become of them: those who can be connected first, up to 500.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatchResults {
    /// One for each person without a connection.
    pub results: Vec<MatchResult>,
    /// Whether there are more people than one call takes.
    pub more: bool,
}

/// What became of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatchResult {
    /// The member.
    pub member: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// What became of them.
    pub outcome: MatchOutcome,
    /// The account that they are, or would be, connected to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<ExternalAccountId>,
    /// Why not, in a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Why not, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// My own connections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MyConnections {
    /// Whether I am connected by my address where that is switched on.
    pub auto_connect: bool,
    /// The providers that concern me.
    pub providers: Vec<MyProvider>,
}

/// Where I stand with one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct MyProvider {
    /// How people get connected there.
    pub way: Way,
    /// Where I stand.
    pub cell: BoardCell,
}

/// Connects my own account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectMine {
    /// My account there: its address, or what the provider calls it.
    pub account: String,
}

/// Changes how I get connected.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMine {
    /// Whether I am connected by my address where that is switched on.
    pub auto_connect: bool,
}
