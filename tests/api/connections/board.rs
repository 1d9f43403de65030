//! The board of connections, what a check says of them, and that another organization sees none.

use functions::use_cases::check::BOUND;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::check::Checked;
use shared::api::connections::{BoardCounts, BoardRow, Connection};
use shared::api::providers::{ExternalAccount, ProviderSetup};
use shared::api::tokens::CreatedToken;
use shared::provider::{ConnectionState, Limited, Link};
use usher_tests::Actor;

use super::{World, address};

/// covers: A8, A9, A11
#[test]
fn the_board_tells_license_and_connection_apart() {
    let world = World::new(&["zoom"], &["ann", "ben", "cleo"]);
    Actor::joined(&world.instance, &world.owner, "dan@northwind.example", Role::Standard);
    world.ready("zoom");
    let accounts = world.accounts("zoom", &["ann", "ben"]);
    let made: Connection = world.connect("ann", "zoom", &accounts[0]).json();
    assert_eq!((made.state, made.account.account_id.as_str()), (Link::Connected, "zoom-ann"));
    let ben: Connection = world.connect("ben", "zoom", &accounts[1]).json();
    let broken = format!("/api/v1/connections/{}/broken", ben.id);
    world.owner.post(&world.instance, &broken, &json!({ "reason": "The token was revoked." })).expect(200);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::Connected);
    assert_eq!(world.state("ben", "zoom"), ConnectionState::Broken);
    assert_eq!(world.state("cleo", "zoom"), ConnectionState::NotConnected);
    assert_eq!(world.state("ann", "teams"), ConnectionState::Unlicensed);
    assert_eq!(world.state("dan", "zoom"), ConnectionState::Unlicensed);
    let names = |query: &str| -> Vec<String> {
        world
            .board(query)
            .iter()
            .map(|row| row.email.as_str().split('@').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(""), ["ann", "ben", "cleo"]);
    assert_eq!(names("?state=not_connected"), ["cleo"]);
    assert_eq!(names("?state=connected&provider=zoom"), ["ann"]);
    assert_eq!(names("?state=broken"), ["ben"]);
    assert!(names("?state=connected&provider=teams").is_empty());
    assert_eq!(names("?q=CLEO"), ["cleo"]);
    assert_eq!(names(&format!("?license={}", world.license)).len(), 3);
    let counts: BoardCounts = world.owner.get(&world.instance, "/api/v1/connections/counts").json();
    assert_eq!((counts.people, counts.connected, counts.not_connected, counts.broken), (3, 1, 1, 1));
    let home: Value = world.owner.get(&world.instance, "/api/v1/home").json();
    assert_eq!(home["broken_connections"], 1);
    // The license goes, the connection stays.
    let seats: Value = world
        .owner
        .get(&world.instance, &format!("/api/v1/licenses/{}/assignments?q=ann", world.license))
        .json();
    let seat = seats["items"][0]["id"].as_str().unwrap();
    world
        .owner
        .delete(&world.instance, &format!("/api/v1/licenses/{}/assignments/{seat}", world.license))
        .expect(200);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::Unlicensed);
    assert_eq!(names("?state=unlicensed"), ["ann"]);
    assert_eq!(world.board("?q=ann")[0].providers[0].connection.as_ref().unwrap().id, made.id);
}

#[test]
fn the_board_comes_in_pages() {
    let world = World::new(&["zoom"], &["ann", "ben", "cleo"]);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/connections?limit=2&cursor={cursor}");
        let page: Page<BoardRow> = world.owner.get(&world.instance, &path).json();
        seen.extend(page.items.iter().map(|row| row.email.to_string()));
        match page.next_cursor {
            Some(next) => cursor = next,
            None => break,
        }
    }
    assert_eq!(seen, ["ann", "ben", "cleo"].map(address));
    world.owner.get(&world.instance, "/api/v1/connections?state=odd").refused(Code::InvalidParameter);
    world.owner.get(&world.instance, "/api/v1/connections?provider=skype").refused(Code::InvalidParameter);
}

#[test]
fn another_organization_sees_and_moves_nothing() {
    let world = World::new(&["zoom"], &["ann"]);
    world.ready("zoom");
    let account = world.accounts("zoom", &["ann"]).remove(0);
    let made: Connection = world.connect("ann", "zoom", &account).json();
    let stranger = Actor::of_another_organization(&world.instance);
    let board: Page<BoardRow> = stranger.get(&world.instance, "/api/v1/connections").json();
    let accounts: Page<ExternalAccount> = stranger.get(&world.instance, "/api/v1/external-accounts").json();
    let setups: Page<ProviderSetup> = stranger.get(&world.instance, "/api/v1/providers").json();
    assert!(board.items.is_empty() && accounts.items.is_empty());
    assert!(
        setups
            .items
            .iter()
            .all(|setup| setup.accounts == 0 && setup.licenses.is_empty() && setup.people.licensed == 0)
    );
    for act in ["disconnect", "reconnect", "broken"] {
        let path = format!("/api/v1/connections/{}/{act}", made.id);
        stranger.post(&world.instance, &path, &json!({ "reason": "x" })).refused(Code::NotFound);
    }
    stranger.delete(&world.instance, &format!("/api/v1/external-accounts/{account}")).refused(Code::NotFound);
    let of_license = format!("/api/v1/licenses/{}/providers", world.license);
    stranger.get(&world.instance, &of_license).refused(Code::NotFound);
    stranger.put(&world.instance, &of_license, &json!({ "providers": ["zoom"] })).refused(Code::NotFound);
    let tick = json!({ "step": { "step": "admin_account", "done": true } });
    stranger.patch(&world.instance, "/api/v1/providers/zoom", &tick).expect(200);
    let body = json!({ "member": world.member("ann"), "provider": "zoom", "account": account });
    stranger.post(&world.instance, "/api/v1/connections", &body).refused(Code::NotFound);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::Connected);
}
/// covers: A10: not connected never blocks.
#[test]
fn a_check_says_what_a_missing_connection_leaves_out() {
    let world = World::new(&["zoom"], &["ann"]);
    world.ready("zoom");
    let token: CreatedToken = world
        .owner
        .post(&world.instance, "/api/v1/tokens", &json!({ "name": "app", "scopes": ["check"] }))
        .json();
    let program = Actor::program(&token.secret);
    let check = || -> Checked {
        let body = json!({ "email": address("ann"), "product": "Kaia" });
        program.post(&world.instance, "/api/v1/check", &body).json()
    };
    let first = check();
    assert!(first.allowed && first.limited == Some(Limited::NotConnected));
    let account = world.accounts("zoom", &["ann"]).remove(0);
    let made: Connection = world.connect("ann", "zoom", &account).json();
    assert_eq!((check().allowed, check().limited), (true, None), "a limited yes is not kept");
    let broken = format!("/api/v1/connections/{}/broken", made.id);
    world.owner.post(&world.instance, &broken, &json!({ "reason": "Gone." })).expect(200);
    world.instance.pass_seconds(BOUND);
    assert_eq!((check().allowed, check().limited), (true, Some(Limited::Broken)));
    let of_license = format!("/api/v1/licenses/{}/providers", world.license);
    world.owner.put(&world.instance, &of_license, &json!({ "providers": ["zoom", "teams"] })).expect(200);
    assert_eq!(check().limited, Some(Limited::Broken));
    world.owner.put(&world.instance, &of_license, &json!({ "providers": [] })).expect(200);
    assert_eq!((check().allowed, check().limited), (true, None));
}
