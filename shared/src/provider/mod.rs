//! Meeting providers as data, and the rules about connecting people to their accounts there.
//!
//! A provider is a row of [`PROVIDERS`]: how people get connected, the steps of its set-up in their order, and what is
//! still missing for a live sign-in. A license and a connection are separate facts ([`state`]): who has a seat and no
//! connection is warned about, never blocked. Which account belongs to whom by its address is [`matching`]'s.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Code, Refusal};
use crate::time::Timestamp;

pub mod connecting;
pub mod matching;
pub mod setup;

use setup::{SetupStep, Step};

/// Which provider: one of [`PROVIDERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderId(&'static str);

/// How people of a provider get connected (A15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Admins connect people; so does a match by address.
    Organization,
    /// The same, once the organization's website address is known there.
    OrganizationWithSite,
    /// Each person connects their own account.
    EachPerson,
}

/// A meeting provider.
#[derive(Debug)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its name.
    pub name: &'static str,
    /// How people get connected.
    pub way: Way,
    /// What an account is called there, as an example for a person who types one.
    pub account_hint: &'static str,
    /// Whether its app, installed for everybody before licenses are given out, would have connected them (A13).
    pub app_first: bool,
    /// Its set-up, in the right order.
    pub steps: &'static [SetupStep],
    /// What an operator would have to bring for a live sign-in, which is not set up yet.
    pub live_needs: &'static [&'static str],
}

/// Every provider. A further one is a further row.
pub const PROVIDERS: &[Provider] = &[
    Provider {
        id: ProviderId("zoom"),
        name: "Zoom",
        way: Way::Organization,
        account_hint: "ann@example.com",
        app_first: true,
        steps: &[
            SetupStep::required(Step::AdminAccount),
            SetupStep::advised(Step::InstallApp),
            SetupStep::advised(Step::AddAccounts),
            SetupStep::advised(Step::ConnectPeople),
        ],
        live_needs: &["client id and secret of a Zoom OAuth app", "the scope user:read:list_users:admin"],
    },
    Provider {
        id: ProviderId("teams"),
        name: "Microsoft Teams",
        way: Way::OrganizationWithSite,
        account_hint: "ann@example.onmicrosoft.com",
        app_first: false,
        steps: &[
            SetupStep::required(Step::AdminAccount),
            SetupStep::advised(Step::InstallApp),
            SetupStep::required(Step::SiteUrl),
            SetupStep::advised(Step::AddAccounts),
            SetupStep::advised(Step::ConnectPeople),
        ],
        live_needs: &[
            "tenant id, client id and secret of an app registered with Microsoft Entra",
            "the application permission User.Read.All with an admin's consent",
        ],
    },
    Provider {
        id: ProviderId("webex"),
        name: "Webex",
        way: Way::EachPerson,
        account_hint: "ann@example.com",
        app_first: false,
        steps: &[SetupStep::advised(Step::AskPeople), SetupStep::advised(Step::ConnectPeople)],
        live_needs: &["client id and secret of a Webex integration", "the scope spark:people_read"],
    },
];

impl Provider {
    /// The refusal of an admin who would connect somebody where each person connects themselves.
    pub fn admins_connect(&self) -> Result<(), Refusal> {
        if self.way != Way::EachPerson {
            return Ok(());
        }
        let detail = format!(
            "With {} each person connects themselves: ask them to open My account, Connections.",
            self.name
        );
        Err(Refusal::new(Code::ConnectsThemselves, detail).at("provider"))
    }

    /// The refusal of a person who would connect themselves where admins do it.
    pub fn people_connect(&self) -> Result<(), Refusal> {
        if self.way == Way::EachPerson {
            return Ok(());
        }
        let detail = format!("Your admins connect you to {}. Ask one of them.", self.name);
        Err(Refusal::new(Code::Forbidden, detail).at("provider"))
    }
}

impl ProviderId {
    /// The provider that an id names.
    pub fn find(id: &str) -> Option<Self> {
        PROVIDERS.iter().map(|provider| provider.id).find(|known| known.0 == id)
    }

    /// Its row of the table.
    ///
    /// # Panics
    /// Never: an id is only made from the table.
    #[expect(clippy::expect_used, reason = "an id is only made from the table")]
    pub fn provider(self) -> &'static Provider {
        PROVIDERS.iter().find(|provider| provider.id == self).expect("an id is only made from the table")
    }

    /// The id as programs see it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for ProviderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for ProviderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::find(&text).ok_or_else(|| de::Error::custom(format_args!("no provider is called {text}")))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ProviderId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProviderId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let ids: Vec<_> = PROVIDERS.iter().map(|provider| provider.id.as_str()).collect();
        schemars::json_schema!({ "type": "string", "enum": ids })
    }
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It works, as far as anybody said.
    Connected,
    /// A program said that it does not.
    Broken,
}

impl Link {
    /// The link as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Broken => "broken",
        }
    }
}

/// Where a person stands with one provider (A8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// No seat on a license that uses the provider.
    Unlicensed,
    /// A seat, and no account: meetings of this provider are left out, all else works.
    NotConnected,
    /// A seat and an account that works.
    Connected,
    /// A seat and an account that a program said does not work.
    Broken,
}

impl ConnectionState {
    /// The state as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unlicensed => "unlicensed",
            Self::NotConnected => "not_connected",
            Self::Connected => "connected",
            Self::Broken => "broken",
        }
    }
}

/// Where a person stands with a provider: whether they hold a seat on a license that uses it, and their connection.
pub const fn state(licensed: bool, link: Option<Link>) -> ConnectionState {
    match (licensed, link) {
        (false, _) => ConnectionState::Unlicensed,
        (true, None) => ConnectionState::NotConnected,
        (true, Some(Link::Connected)) => ConnectionState::Connected,
        (true, Some(Link::Broken)) => ConnectionState::Broken,
    }
}

/// What a person cannot do yet with a license whose product uses a provider. It never blocks (A10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limited {
    /// No account is connected: meetings are left out.
    NotConnected,
    /// The connection does not work: meetings are left out until somebody reconnects.
    Broken,
}

/// What is left out while a license whose product uses a provider has no working connection.
pub const fn limited(uses_provider: bool, link: Option<Link>) -> Option<Limited> {
    match state(uses_provider, link) {
        ConnectionState::NotConnected => Some(Limited::NotConnected),
        ConnectionState::Broken => Some(Limited::Broken),
        ConnectionState::Connected | ConnectionState::Unlicensed => None,
    }
}

/// How many people of a provider's licenses stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct People {
    /// Hold a seat on a license that uses it.
    pub licensed: u32,
    /// Of those: with a working account.
    pub connected: u32,
    /// Of those: with one that does not work.
    pub broken: u32,
    /// Of those: without one.
    pub not_connected: u32,
}

/// Why the set-up went in the wrong order (A13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderWarning {
    /// Licenses are given out and the app is not installed.
    NotInstalled,
    /// The app was installed after licenses were given out; it did not connect these people.
    InstalledLate,
}

/// Warns when licenses were given out before the provider's app was installed, while somebody has to be connected by
/// hand for it: `first_unconnected` is since when the longest waiting person without a connection holds their seat.
pub fn order(
    provider: &Provider,
    installed_at: Option<Timestamp>,
    first_unconnected: Option<Timestamp>,
) -> Option<OrderWarning> {
    let seated = first_unconnected.filter(|_| provider.app_first)?;
    match installed_at {
        None => Some(OrderWarning::NotInstalled),
        Some(installed) if seated < installed => Some(OrderWarning::InstalledLate),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: A8
    #[test]
    fn license_and_connection_are_separate_facts() {
        for link in [None, Some(Link::Connected), Some(Link::Broken)] {
            assert_eq!(state(false, link), ConnectionState::Unlicensed);
        }
        assert_eq!(state(true, None), ConnectionState::NotConnected);
        assert_eq!(state(true, Some(Link::Connected)), ConnectionState::Connected);
        assert_eq!(state(true, Some(Link::Broken)), ConnectionState::Broken);
    }

    /// covers: A13
    #[test]
    fn licenses_before_the_app_are_warned_about() {
        let zoom = ProviderId("zoom").provider();
        let at = |millis| Some(Timestamp::from_millis(millis));
        for (installed, unconnected, expected) in [
            (None, None, None),
            (None, at(5), Some(OrderWarning::NotInstalled)),
            (at(4), at(5), None),
            (at(5), at(5), None),
            (at(6), at(5), Some(OrderWarning::InstalledLate)),
            (at(6), None, None),
        ] {
            assert_eq!(order(zoom, installed, unconnected), expected, "{installed:?} {unconnected:?}");
        }
        assert_eq!(order(ProviderId("webex").provider(), None, at(5)), None);
    }

    /// covers: A15
    #[test]
    fn providers_differ_in_who_connects() {
        let of = |id: &str| ProviderId::find(id).unwrap().provider();
        for id in ["zoom", "teams"] {
            assert!(of(id).admins_connect().is_ok() && of(id).people_connect().is_err());
        }
        assert_eq!(of("webex").admins_connect().unwrap_err().code, Code::ConnectsThemselves);
        assert!(of("webex").people_connect().is_ok());
        assert!(of("teams").steps.iter().any(|step| step.step == Step::SiteUrl));
    }

    #[test]
    fn ids_are_those_of_the_table() {
        assert_eq!(
            serde_json::from_str::<ProviderId>("\"teams\"").unwrap().provider().name,
            "Microsoft Teams"
        );
        assert!(serde_json::from_str::<ProviderId>("\"skype\"").is_err());
        let mut ids: Vec<_> = PROVIDERS.iter().map(|provider| provider.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), PROVIDERS.len());
    }

    /// covers: A15: a fourth provider is a row of the table, and every rule knows what to do with it.
    #[test]
    fn a_fourth_provider_is_one_row() {
        const MEET: Provider = Provider {
            id: ProviderId("meet"),
            name: "Google Meet",
            way: Way::OrganizationWithSite,
            account_hint: "ann@example.com",
            app_first: true,
            steps: &[SetupStep::required(Step::SiteUrl), SetupStep::advised(Step::InstallApp)],
            live_needs: &[],
        };
        let mut facts = setup::Facts::default();
        assert!(MEET.admins_connect().is_ok());
        assert_eq!(setup::ready(&MEET, &facts).unwrap_err().code, Code::ProviderNotReady);
        facts.site_url = Some(setup::SiteUrl::parse("https://www.northwind.example").unwrap());
        assert!(setup::ready(&MEET, &facts).is_ok());
        assert_eq!(setup::progress(&MEET, &facts), (1, 2));
        let seated = Some(Timestamp::from_millis(1));
        assert_eq!(order(&MEET, None, seated), Some(OrderWarning::NotInstalled));
    }
}
