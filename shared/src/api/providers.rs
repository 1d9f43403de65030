//! Meeting providers: how each is set up, and the accounts that people have there.

use serde::{Deserialize, Serialize};

use super::Named;
use crate::email::Email;
use crate::error::Code;
use crate::id::{ConnectionId, ExternalAccountId, LicenseId, MemberId};
use crate::member::MemberStatus;
use crate::provider::setup::{SiteUrl, Step, Tick};
use crate::provider::{OrderWarning, People, ProviderId, Way};
use crate::time::Timestamp;

/// A provider as it is set up here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ProviderSetup {
    /// The provider.
    pub id: ProviderId,
    /// Its name.
    pub name: String,
    /// How people get connected.
    pub way: Way,
    /// Its set-up, in the right order.
    pub steps: Vec<StepState>,
    /// Whether everything is done before which nobody can be connected.
    pub ready: bool,
    /// When its admin app was installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed_at: Option<Timestamp>,
    /// The organization's website address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_url: Option<SiteUrl>,
    /// Whether people whose address is an account's are connected by themselves.
    pub auto_connect: bool,
    /// Licenses that use it.
    pub licenses: Vec<Named<LicenseId>>,
    /// People with a seat on one of them.
    pub people: People,
    /// Accounts that are known.
    pub accounts: u32,
    /// People who can be connected now, because a free account bears their address.
    pub matching: u32,
    /// Set when licenses were given out before the app was installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderWarning>,
    /// What an operator would have to bring for a live sign-in with the provider, which is not set up yet.
    pub live_needs: Vec<String>,
}

/// One step of a set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct StepState {
    /// Which.
    pub step: Step,
    /// Whether nobody can be connected before it is done.
    pub required: bool,
    /// Whether an admin ticks it; the others follow what is so.
    pub by_hand: bool,
    /// Whether it is done.
    pub done: bool,
    /// Who ticked it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick: Option<Tick>,
}

/// Changes the set-up of a provider; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeProvider {
    /// Its admin app is installed (since now, unless it was before), or it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed: Option<bool>,
    /// The organization's website address; empty takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_url: Option<String>,
    /// Whether people whose address is an account's are connected by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_connect: Option<bool>,
    /// Ticks a step, or takes the tick away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<TickStep>,
}

/// Ticks a step by hand.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TickStep {
    /// Which.
    pub step: Step,
    /// Whether it is done.
    pub done: bool,
}

/// The providers that a license uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseProviders {
    /// Their ids; none: the license needs no connection.
    pub providers: Vec<ProviderId>,
}

/// One provider that a license uses, and how its people stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LicenseProvider {
    /// The provider.
    pub provider: ProviderId,
    /// The people who hold a seat on the license.
    pub people: People,
}

/// The providers that a license uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct LicenseProviders {
    /// In the order of the table of providers.
    pub providers: Vec<LicenseProvider>,
}

/// An account that somebody has at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ExternalAccount {
    /// The account.
    pub id: ExternalAccountId,
    /// Where.
    pub provider: ProviderId,
    /// What the provider calls it.
    pub account_id: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Its name; may be empty.
    pub name: String,
    /// The member who is connected to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Named<MemberId>>,
    /// Where that member stands; whoever is deactivated keeps the account from others until they are disconnected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_status: Option<MemberStatus>,
    /// What ties them to it; to end it is to free the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionId>,
    /// Who added it: an admin, or the person themselves.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

/// Makes accounts known: 1 to 500 rows, each judged by itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddAccounts {
    /// The rows.
    pub accounts: Vec<AccountRow>,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRow {
    /// Where.
    pub provider: ProviderId,
    /// What the provider calls it.
    pub account_id: String,
    /// Its address; people with the same one match it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What became of the rows, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountResults {
    /// One for each row.
    pub results: Vec<AccountResult>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountResult {
    /// The account's id, as sent.
    pub account_id: String,
    /// What became of it.
    pub outcome: AccountOutcome,
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ExternalAccountId>,
    /// Whether somebody with its address was connected to it by themselves.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub connected: bool,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The same, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountOutcome {
    /// It is known now.
    Added,
    /// It was known; its address or name is another now.
    Changed,
    /// It was known as it is.
    Unchanged,
    /// It was not taken; `code` and `message` say why.
    Refused,
}
