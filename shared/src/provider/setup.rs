//! The set-up of a provider as a checklist in its right order: what is done by the facts, what an admin ticks, and
//! what has to be done before anybody can be connected (A12, A15).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{People, Provider};
use crate::error::{Code, Refusal};
use crate::time::Timestamp;

/// The longest website address, in characters.
pub const MAX_SITE_URL: usize = 200;

/// A step of a set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Somebody has an admin account at the provider; an admin says so.
    AdminAccount,
    /// The provider's admin app is installed for everybody.
    InstallApp,
    /// The organization's website address is entered.
    SiteUrl,
    /// The accounts that people have there are known.
    AddAccounts,
    /// Everybody with a seat is connected.
    ConnectPeople,
    /// People were asked to connect themselves; an admin says so.
    AskPeople,
}

impl Step {
    /// Whether an admin ticks it, since nothing here can tell.
    pub const fn by_hand(self) -> bool {
        matches!(self, Self::AdminAccount | Self::AskPeople)
    }

    /// The step as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AdminAccount => "admin_account",
            Self::InstallApp => "install_app",
            Self::SiteUrl => "site_url",
            Self::AddAccounts => "add_accounts",
            Self::ConnectPeople => "connect_people",
            Self::AskPeople => "ask_people",
        }
    }

    /// What an admin has to do, as a refusal says it.
    const fn asks(self) -> &'static str {
        match self {
            Self::AdminAccount => "get an admin account there and tick that step",
            Self::InstallApp => "install its admin app",
            Self::SiteUrl => "enter your website’s address",
            Self::AddAccounts => "add the accounts that people have there",
            Self::ConnectPeople => "connect people",
            Self::AskPeople => "ask people to connect themselves",
        }
    }
}

/// A step in the set-up of one provider.
#[derive(Clone, Copy, Debug)]
pub struct SetupStep {
    /// Which.
    pub step: Step,
    /// Whether nobody can be connected before it is done.
    pub required: bool,
}

impl SetupStep {
    /// Nobody can be connected before it is done.
    pub const fn required(step: Step) -> Self {
        Self { step, required: true }
    }

    /// Out of order it costs work, and blocks nothing.
    pub const fn advised(step: Step) -> Self {
        Self { step, required: false }
    }
}

/// Who ticked a step, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tick {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

/// What is known of a provider in one organization.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Steps that an admin ticked.
    pub ticks: BTreeMap<Step, Tick>,
    /// When the admin app was installed.
    pub installed_at: Option<Timestamp>,
    /// The organization's website address.
    pub site_url: Option<SiteUrl>,
    /// Accounts that are known.
    pub accounts: u32,
    /// People with a seat on a license that uses it.
    pub people: People,
}

/// Whether a step is done.
pub fn is_done(step: Step, facts: &Facts) -> bool {
    match step {
        Step::AdminAccount | Step::AskPeople => facts.ticks.contains_key(&step),
        Step::InstallApp => facts.installed_at.is_some(),
        Step::SiteUrl => facts.site_url.is_some(),
        Step::AddAccounts => facts.accounts > 0,
        Step::ConnectPeople => facts.people.licensed > 0 && facts.people.connected == facts.people.licensed,
    }
}

/// Steps done, and all of them.
pub fn progress(provider: &Provider, facts: &Facts) -> (usize, usize) {
    let done = provider.steps.iter().filter(|it| is_done(it.step, facts)).count();
    (done, provider.steps.len())
}

/// Says no, with `provider_not_ready`, while a step is open before which nobody can be connected.
pub fn ready(provider: &Provider, facts: &Facts) -> Result<(), Refusal> {
    let open = provider.steps.iter().find(|it| it.required && !is_done(it.step, facts));
    open.map_or(Ok(()), |it| {
        let detail = format!("{} is not set up: {} first.", provider.name, it.step.asks());
        Err(Refusal::new(Code::ProviderNotReady, detail).at("provider"))
    })
}

/// Refuses to tick a step that the provider does not have, or that its facts tell by themselves.
pub fn may_tick(provider: &Provider, step: Step) -> Result<(), Refusal> {
    if step.by_hand() && provider.steps.iter().any(|it| it.step == step) {
        return Ok(());
    }
    let ticked: Vec<_> = provider.steps.iter().map(|it| it.step).filter(|step| step.by_hand()).collect();
    let ticked = ticked.iter().map(|step| step.as_str()).collect::<Vec<_>>().join(", ");
    let detail = format!(
        "Of {} these steps are ticked by hand: {ticked}. The others follow what is so.",
        provider.name
    );
    Err(Refusal::new(Code::InvalidBody, detail).at("step"))
}

/// The address of an organization's website: `https://`, a host with a dot, and perhaps a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SiteUrl(String);

impl SiteUrl {
    /// Reads an address as typed; `https://` may be left out. Refuses with `invalid_site_url`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").unwrap_or(text);
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        let host = host.to_lowercase();
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
        };
        let is_host = host.contains('.') && host.split('.').all(label);
        let is_path =
            path.chars().all(|letter| letter.is_ascii_graphic() && !matches!(letter, '\\' | '"' | '<' | '>'));
        if !is_host || !is_path || text.chars().count() > MAX_SITE_URL {
            let detail = "Enter the address of your website, such as https://www.example.com.";
            return Err(Refusal::new(Code::InvalidSiteUrl, detail).at("site_url"));
        }
        Ok(Self(if path.is_empty() { format!("https://{host}") } else { format!("https://{host}/{path}") }))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SiteUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|refusal| de::Error::custom(refusal.detail))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for SiteUrl {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SiteUrl".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uri", "maxLength": MAX_SITE_URL })
    }
}

#[cfg(test)]
mod tests {
    use super::super::ProviderId;
    use super::*;

    /// covers: A12: nobody is connected before the provider has an admin account.
    #[test]
    fn what_is_required_comes_first() {
        let mut facts = Facts::default();
        let of = |id: &str| ProviderId::find(id).unwrap().provider();
        assert_eq!(ready(of("zoom"), &facts).unwrap_err().code, Code::ProviderNotReady);
        assert!(ready(of("webex"), &facts).is_ok());
        let tick = Tick { at: Timestamp::from_millis(1), by: "Dana".to_owned() };
        facts.ticks.insert(Step::AdminAccount, tick);
        assert!(ready(of("zoom"), &facts).is_ok());
        assert!(ready(of("teams"), &facts).unwrap_err().detail.contains("website"));
        facts.site_url = Some(SiteUrl::parse("www.example.com").unwrap());
        assert!(ready(of("teams"), &facts).is_ok());
    }

    #[test]
    fn steps_follow_the_facts() {
        let zoom = ProviderId::find("zoom").unwrap().provider();
        let mut facts = Facts::default();
        assert_eq!(progress(zoom, &facts), (0, 4));
        facts.installed_at = Some(Timestamp::from_millis(1));
        facts.accounts = 1;
        assert_eq!(progress(zoom, &facts), (2, 4));
        facts.people = People { licensed: 2, connected: 1, broken: 1, not_connected: 0 };
        assert!(!is_done(Step::ConnectPeople, &facts));
        facts.people = People { licensed: 2, connected: 2, broken: 0, not_connected: 0 };
        assert!(is_done(Step::ConnectPeople, &facts));
        assert!(may_tick(zoom, Step::AdminAccount).is_ok());
        for step in [Step::InstallApp, Step::AskPeople] {
            assert_eq!(may_tick(zoom, step).unwrap_err().code, Code::InvalidBody);
        }
    }

    #[test]
    fn a_website_has_a_host_and_no_tricks() {
        for (text, url) in [
            (" HTTPS://x".to_lowercase(), None),
            ("www.Northwind.example".to_owned(), Some("https://www.northwind.example")),
            ("https://northwind.example/".to_owned(), Some("https://northwind.example")),
            ("https://northwind.example/meet?a=1".to_owned(), Some("https://northwind.example/meet?a=1")),
            ("http://northwind.example".to_owned(), None),
            ("javascript:alert(1)".to_owned(), None),
            ("https://user@northwind.example".to_owned(), None),
            ("https://north wind.example".to_owned(), None),
            ("https://northwind.example/a b".to_owned(), None),
            ("https://-a.example".to_owned(), None),
            (String::new(), None),
            (format!("https://a.example/{}", "x".repeat(200)), None),
        ] {
            assert_eq!(SiteUrl::parse(&text).ok().as_ref().map(SiteUrl::as_str), url, "{text}");
        }
    }
}
