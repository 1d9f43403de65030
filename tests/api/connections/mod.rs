//! Meeting providers, accounts and connections. Here what the tests share; the tests are by subject.

mod board;
mod by_address;
mod connecting;
mod setup;

use serde_json::{Value, json};
use shared::api::Page;
use shared::api::connections::{BoardRow, MatchResults};
use shared::api::events::Event;
use shared::api::providers::{AccountResults, ProviderSetup};
use shared::event::EventKind;
use shared::provider::ConnectionState;
use usher_tests::{Actor, Answer, Instance};

/// Northwind with a license that uses providers, and people who joined on it.
struct World {
    instance: Instance,
    owner: Actor,
    license: String,
}

impl World {
    fn new(providers: &[&str], people: &[&str]) -> Self {
        let (instance, owner) = Instance::set_up();
        let license: Value = owner
            .post(
                &instance,
                "/api/v1/licenses",
                &json!({ "name": "Kaia seats", "product": "Kaia", "type": "school", "seats": 50 }),
            )
            .json();
        let world = Self { instance, owner, license: license["id"].as_str().unwrap().to_owned() };
        let uses = format!("/api/v1/licenses/{}/providers", world.license);
        world.owner.put(&world.instance, &uses, &json!({ "providers": providers })).expect(200);
        for name in people {
            world.seat(name);
        }
        world
    }

    /// Invites somebody with a seat, and accepts for them.
    fn seat(&self, name: &str) -> Actor {
        let email = address(name);
        let rows = json!({ "invitations": [{ "email": email, "licenses": [self.license] }] });
        self.owner.post(&self.instance, "/api/v1/invitations", &rows).expect(200);
        Actor::joined_by_link(&self.instance, &self.instance.link(&email))
    }

    fn member(&self, name: &str) -> String {
        let rows: Vec<Value> =
            self.instance.rows(&format!("SELECT id FROM members WHERE email = '{}'", address(name)));
        rows[0]["id"].as_str().unwrap().to_owned()
    }

    fn setup(&self, provider: &str) -> ProviderSetup {
        let page: Page<ProviderSetup> = self.owner.get(&self.instance, "/api/v1/providers").json();
        page.items.into_iter().find(|setup| setup.id.as_str() == provider).unwrap()
    }

    fn change(&self, provider: &str, change: &Value) -> ProviderSetup {
        self.owner.patch(&self.instance, &format!("/api/v1/providers/{provider}"), change).json()
    }

    /// An admin account at the provider: what everything else waits for.
    fn ready(&self, provider: &str) {
        self.change(provider, &json!({ "step": { "step": "admin_account", "done": true } }));
    }

    fn add(&self, rows: &Value) -> AccountResults {
        self.owner.post(&self.instance, "/api/v1/external-accounts", &json!({ "accounts": rows })).json()
    }

    /// Adds accounts with the addresses of these people, and answers with their ids.
    fn accounts(&self, provider: &str, names: &[&str]) -> Vec<String> {
        let row = |name: &&str| json!({ "provider": provider, "account_id": format!("{provider}-{name}"), "email": address(name) });
        let rows: Vec<_> = names.iter().map(row).collect();
        self.add(&json!(rows)).results.iter().map(|row| row.id.unwrap().to_string()).collect()
    }

    fn connect(&self, name: &str, provider: &str, account: &str) -> Answer {
        let body = json!({ "member": self.member(name), "provider": provider, "account": account });
        self.owner.post(&self.instance, "/api/v1/connections", &body)
    }

    fn board(&self, query: &str) -> Vec<BoardRow> {
        let page: Page<BoardRow> =
            self.owner.get(&self.instance, &format!("/api/v1/connections{query}")).json();
        page.items
    }

    fn state(&self, name: &str, provider: &str) -> ConnectionState {
        let rows = self.board(&format!("?member={}", self.member(name)));
        let cell =
            rows.first().and_then(|row| row.providers.iter().find(|cell| cell.provider.as_str() == provider));
        cell.map_or(ConnectionState::Unlicensed, |cell| cell.state)
    }

    fn matched(&self, path: &str, provider: &str) -> MatchResults {
        self.owner.post(&self.instance, path, &json!({ "provider": provider })).json()
    }

    fn events(&self, kind: EventKind) -> Vec<Event> {
        let path = format!("/api/v1/events?kind={}", kind.as_str());
        self.owner.get(&self.instance, &path).json::<Page<Event>>().items
    }
}

fn address(name: &str) -> String {
    format!("{name}@northwind.example")
}
