//! Connecting by address: many at once, and by itself.

use serde_json::json;
use shared::access::Role;
use shared::api::connections::MyConnections;
use shared::event::EventKind;
use shared::provider::ConnectionState;
use shared::provider::matching::MatchOutcome::{self, AccountTaken, Connected, OptedOut};
use usher_tests::Actor;

use super::{World, address};

/// covers: A13: bulk connecting, and its preview by the same rule.
#[test]
fn matching_connects_whom_the_preview_named() {
    let world = World::new(&["zoom"], &["ann", "ben", "cleo", "dan"]);
    let eve = world.seat("eve");
    world.ready("zoom");
    let accounts = world.accounts("zoom", &["ann", "cleo", "dan", "eve"]);
    world.connect("ben", "zoom", &accounts[1]).expect(200);
    eve.patch(&world.instance, "/api/v1/account/connections", &json!({ "auto_connect": false })).expect(200);
    let told = |path: &str| -> Vec<(String, MatchOutcome)> {
        let results = world.matched(path, "zoom").results;
        results
            .into_iter()
            .map(|row| (row.email.as_str().split('@').next().unwrap().to_owned(), row.outcome))
            .collect()
    };
    let expected = [("ann", Connected), ("dan", Connected), ("cleo", AccountTaken), ("eve", OptedOut)];
    let expected = expected.map(|(name, outcome)| (name.to_owned(), outcome));
    let preview = told("/api/v1/connections/match/preview");
    assert_eq!(preview, expected);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::NotConnected);
    assert_eq!(told("/api/v1/connections/match"), expected);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::Connected);
    assert_eq!(world.state("dan", "zoom"), ConnectionState::Connected);
    let made = world.events(EventKind::ConnectionMade);
    assert_eq!(made.len(), 3);
    assert_eq!(told("/api/v1/connections/match"), expected[2..]);
}

/// covers: A14: by itself on a new seat and on a new account, switched on per provider, off per person.
#[test]
fn an_address_connects_by_itself_where_that_is_switched_on() {
    let world = World::new(&["zoom"], &["ann"]);
    world.ready("zoom");
    world.accounts("zoom", &["ann", "ben"]);
    world.seat("ben");
    assert_eq!(world.state("ben", "zoom"), ConnectionState::NotConnected, "off unless switched on");
    assert!(world.change("zoom", &json!({ "auto_connect": true })).auto_connect);
    // A new account finds its person; an address that comes later, too.
    let cleo = world.seat("cleo");
    let row = json!([{ "provider": "zoom", "account_id": "z-cleo", "email": address("cleo") }]);
    assert!(world.add(&row).results[0].connected);
    assert_eq!(world.state("cleo", "zoom"), ConnectionState::Connected);
    world.seat("fay");
    world.add(&json!([{ "provider": "zoom", "account_id": "z-fay" }]));
    assert_eq!(world.state("fay", "zoom"), ConnectionState::NotConnected);
    let row = json!([{ "provider": "zoom", "account_id": "z-fay", "email": address("fay") }]);
    assert!(world.add(&row).results[0].connected);
    // A new seat finds its account: by invitation, by assignment, by enabling.
    world.accounts("zoom", &["dan", "eve", "gil"]);
    world.seat("dan");
    assert_eq!(world.state("dan", "zoom"), ConnectionState::Connected);
    Actor::joined(&world.instance, &world.owner, &address("eve"), Role::Standard);
    let rows = json!({ "assignments": [{ "member": world.member("eve") }] });
    let assign = format!("/api/v1/licenses/{}/assignments", world.license);
    world.owner.post(&world.instance, &assign, &rows).expect(200);
    assert_eq!(world.state("eve", "zoom"), ConnectionState::Connected);
    let made = world.events(EventKind::ConnectionMade);
    assert_eq!(made.len(), 4);
    assert!(made.iter().all(|event| event.actor_name == "Usher"), "{made:?}");
    // Who said no stays as they are.
    let gil = Actor::joined(&world.instance, &world.owner, &address("gil"), Role::Standard);
    let mine = "/api/v1/account/connections";
    let off: MyConnections = gil.patch(&world.instance, mine, &json!({ "auto_connect": false })).json();
    assert!(!off.auto_connect);
    let rows = json!({ "assignments": [{ "member": world.member("gil") }] });
    world.owner.post(&world.instance, &assign, &rows).expect(200);
    assert_eq!(world.state("gil", "zoom"), ConnectionState::NotConnected);
    let on: MyConnections = gil.patch(&world.instance, mine, &json!({ "auto_connect": true })).json();
    assert!(on.auto_connect);
    let mine: MyConnections = cleo.get(&world.instance, mine).json();
    assert_eq!((mine.providers.len(), mine.providers[0].cell.state), (1, ConnectionState::Connected));
    // Ann was there before it was switched on: matching finds her.
    assert_eq!(
        world.matched("/api/v1/connections/match/preview", "zoom").results[0].email.as_str(),
        address("ann")
    );
}
