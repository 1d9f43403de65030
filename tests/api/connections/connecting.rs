//! Connecting one person: by an admin, by a program that reports, by the person themselves.

use serde_json::json;
use shared::Code;
use shared::api::Page;
use shared::api::connections::{Connection, MyConnections};
use shared::api::providers::ExternalAccount;
use shared::api::tokens::CreatedToken;
use shared::event::EventKind;
use shared::member::MemberStatus;
use shared::provider::{ConnectionState, Link};
use usher_tests::Actor;

use super::{World, address};

#[test]
fn one_account_has_one_holder_and_the_second_is_told_who() {
    let world = World::new(&["zoom"], &["ann", "ben"]);
    world.ready("zoom");
    let accounts = world.accounts("zoom", &["ann", "ben"]);
    world.connect("ann", "zoom", &accounts[0]).expect(200);
    world.connect("ann", "zoom", &accounts[0]).expect(200);
    assert_eq!(world.events(EventKind::ConnectionMade).len(), 1, "connected before: nothing new");
    let refused = world.connect("ben", "zoom", &accounts[0]).refused(Code::AccountTaken);
    assert!(refused.detail.contains("New Person") && refused.field.as_deref() == Some("account"));
    // Another account takes saying which one is left.
    world.connect("ann", "zoom", &accounts[1]).refused(Code::AlreadyConnected);
    let swap = json!({ "member": world.member("ann"), "provider": "zoom", "account": accounts[1], "instead_of": accounts[0] });
    let swapped: Connection = world.owner.post(&world.instance, "/api/v1/connections", &swap).json();
    assert_eq!(swapped.account.id.to_string(), accounts[1]);
    world.connect("ben", "zoom", &accounts[0]).expect(200);
    // Who is not there, not active, or of another provider.
    let nobody =
        json!({ "member": "mem_01h455vb4pex5vsknk084sn02q", "provider": "zoom", "account": accounts[0] });
    world.owner.post(&world.instance, "/api/v1/connections", &nobody).refused(Code::NotFound);
    let missing = json!({ "member": world.member("ann"), "provider": "zoom", "account": "acc_01h455vb4pex5vsknk084sn02q" });
    world.owner.post(&world.instance, "/api/v1/connections", &missing).refused(Code::NotFound);
    let teams = world.accounts("teams", &["ann"]);
    world.connect("ann", "zoom", &teams[0]).refused(Code::NotFound);
    let ben = world.member("ben");
    world.owner.post(&world.instance, &format!("/api/v1/members/{ben}/disable"), &json!({})).expect(200);
    let free = world.accounts("zoom", &["free"]);
    world.connect("ben", "zoom", &free[0]).refused(Code::MemberDisabled);
    // A member who is removed leaves the account to others.
    world.owner.delete(&world.instance, &format!("/api/v1/members/{ben}")).expect(200);
    let back = json!({ "member": world.member("ann"), "provider": "zoom", "account": accounts[0], "instead_of": accounts[1] });
    world.owner.post(&world.instance, "/api/v1/connections", &back).expect(200);
}

/// The database itself keeps an account to one member and a member to one account at a provider.
#[test]
fn the_database_holds_one_connection_each() {
    let world = World::new(&["zoom"], &["ann", "ben"]);
    world.ready("zoom");
    let accounts = world.accounts("zoom", &["ann", "ben"]);
    world.connect("ann", "zoom", &accounts[0]).expect(200);
    let insert = |member: &str, account: &str| {
        world.instance.attempt(&format!(
            "INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id) \
             SELECT 'con_x', organization_id, id, 'zoom', '{account}', 'connected', 'admin', '', '', '' FROM members WHERE id = '{member}'"
        ))
    };
    let refused = insert(&world.member("ben"), &accounts[0]).unwrap_err();
    assert!(refused.contains("connections.account_id"), "{refused}");
    let refused = insert(&world.member("ann"), &accounts[1]).unwrap_err();
    assert!(refused.contains("connections.member_id"), "{refused}");
    assert!(world.instance.attempt("DELETE FROM external_accounts").is_err());
}

/// covers: A6: reconnecting and disconnecting, each with its event.
#[test]
fn a_broken_connection_is_told_reconnected_and_ended() {
    let world = World::new(&["zoom"], &["ann"]);
    world.ready("zoom");
    let account = world.accounts("zoom", &["ann"]).remove(0);
    let made: Connection = world.connect("ann", "zoom", &account).json();
    let path = |act: &str| format!("/api/v1/connections/{}/{act}", made.id);
    let token: CreatedToken = world
        .owner
        .post(&world.instance, "/api/v1/tokens", &json!({ "name": "app", "scopes": ["connections:manage"] }))
        .json();
    let program = Actor::program(&token.secret);
    let report = json!({ "reason": "Zoom answered 401." });
    let broken: Connection = program.post(&world.instance, &path("broken"), &report).json();
    assert_eq!((broken.state, broken.reason.as_deref()), (Link::Broken, Some("Zoom answered 401.")));
    program.post(&world.instance, &path("broken"), &report).expect(200);
    assert_eq!(world.events(EventKind::ConnectionBroken).len(), 1);
    for reason in [String::new(), "a\nb".to_owned(), "x".repeat(201)] {
        let body = json!({ "reason": reason });
        program.post(&world.instance, &path("broken"), &body).refused(Code::InvalidBody);
    }
    program.get(&world.instance, "/api/v1/connections").refused(Code::Forbidden);
    let again: Connection = world.owner.post(&world.instance, &path("reconnect"), &json!({})).json();
    assert_eq!((again.state, again.reason), (Link::Connected, None));
    world.owner.post(&world.instance, &path("disconnect"), &json!({})).expect(200);
    assert_eq!(world.state("ann", "zoom"), ConnectionState::NotConnected);
    for act in ["disconnect", "reconnect", "broken"] {
        world.owner.post(&world.instance, &path(act), &report).refused(Code::NotFound);
    }
    assert_eq!(world.events(EventKind::ConnectionMade).len(), 2);
    let ended = world.events(EventKind::ConnectionEnded);
    assert_eq!((ended.len(), ended[0].details["account"].as_str()), (1, Some("zoom-ann")));
}

/// covers: A15: with Webex each person connects themselves.
#[test]
fn a_person_connects_their_own_account() {
    let world = World::new(&["webex", "zoom"], &[]);
    let (ann, ben) = (world.seat("ann"), world.seat("ben"));
    let path = "/api/v1/account/connections/webex";
    let mine: MyConnections =
        ann.put(&world.instance, path, &json!({ "account": "Ann@Home.example" })).json();
    let connected =
        mine.providers.iter().find(|provider| provider.cell.provider.as_str() == "webex").unwrap();
    assert_eq!(connected.cell.state, ConnectionState::Connected);
    assert_eq!(connected.cell.connection.as_ref().unwrap().account.account_id, "ann@home.example");
    ann.put(&world.instance, path, &json!({ "account": "ann@home.example" })).expect(200);
    ann.put(&world.instance, path, &json!({ "account": "other" })).refused(Code::AlreadyConnected);
    // Somebody else's stays theirs, and the answer names nobody.
    let refused =
        ben.put(&world.instance, path, &json!({ "account": "ann@home.example" })).refused(Code::AccountTaken);
    assert!(!refused.detail.contains("New Person"), "{}", refused.detail);
    world.add(&json!([{ "provider": "webex", "account_id": "w-1", "email": "someone@northwind.example" }]));
    ben.put(&world.instance, path, &json!({ "account": "w-1" })).refused(Code::AccountTaken);
    world.add(&json!([{ "provider": "webex", "account_id": "w-2", "email": address("ben") }]));
    ben.put(&world.instance, path, &json!({ "account": "w-2" })).expect(200);
    ben.put(&world.instance, path, &json!({ "account": "" })).refused(Code::InvalidAccount);
    ann.put(&world.instance, "/api/v1/account/connections/zoom", &json!({ "account": "a" }))
        .refused(Code::Forbidden);
    ann.delete(&world.instance, "/api/v1/account/connections/zoom").refused(Code::Forbidden);
    // Disconnecting forgets what was stated, and nothing else.
    ann.delete(&world.instance, path).expect(200);
    ann.delete(&world.instance, path).refused(Code::NotFound);
    ben.delete(&world.instance, path).expect(200);
    let left: Page<ExternalAccount> =
        world.owner.get(&world.instance, "/api/v1/external-accounts?provider=webex").json();
    let ids: Vec<_> = left.items.iter().map(|account| account.account_id.as_str()).collect();
    assert_eq!(ids, ["w-1", "w-2"]);
    let token: CreatedToken = world
        .owner
        .post(&world.instance, "/api/v1/tokens", &json!({ "name": "x", "scopes": ["check"] }))
        .json();
    Actor::program(&token.secret)
        .get(&world.instance, "/api/v1/account/connections")
        .refused(Code::Forbidden);
    assert_eq!(world.events(EventKind::ConnectionMade).len(), 2);
    assert_eq!(world.events(EventKind::ConnectionEnded).len(), 2);
}

/// covers: A6: an account comes free for others also when whoever holds it is deactivated.
#[test]
fn the_account_of_somebody_deactivated_can_be_freed() {
    let world = World::new(&["zoom"], &["ann", "ben"]);
    world.ready("zoom");
    let account = world.accounts("zoom", &["ann"]).remove(0);
    world.connect("ann", "zoom", &account).expect(200);
    let ann = world.member("ann");
    world.owner.post(&world.instance, &format!("/api/v1/members/{ann}/disable"), &json!({})).expect(200);
    assert!(world.board("?q=ann").is_empty(), "the board is of those who use something");
    let rows = world.board(&format!("?member={ann}"));
    let link = rows[0].providers.iter().find_map(|cell| cell.connection.as_ref()).unwrap();
    let listed = || {
        let page: Page<ExternalAccount> =
            world.owner.get(&world.instance, "/api/v1/external-accounts").json();
        page.items.into_iter().next().unwrap()
    };
    let held = listed();
    assert_eq!((held.connection, held.holder_status), (Some(link.id), Some(MemberStatus::Disabled)));
    world.connect("ben", "zoom", &account).refused(Code::AccountTaken);
    let end = format!("/api/v1/connections/{}/disconnect", link.id);
    world.owner.post(&world.instance, &end, &json!({})).expect(200);
    assert_eq!((listed().connection, listed().holder_status), (None, None));
    world.connect("ben", "zoom", &account).expect(200);
}

/// covers: A15: nobody takes a colleague's account before they do, whichever of their addresses it bears.
#[test]
fn an_address_of_a_colleague_is_not_mine_to_state() {
    let world = World::new(&["webex"], &[]);
    let (ann, ben) = (world.seat("ann"), world.seat("ben"));
    let further = "ben@home.example";
    world.instance.arrange(&format!(
        "INSERT INTO user_emails (id, user_id, email, verified_at, created_at, expires_at) \
         SELECT 'eml_x', user_id, '{further}', created_at, created_at, created_at FROM members WHERE email = '{}'",
        address("ben")
    ));
    let rows = json!({ "invitations": [{ "email": address("cleo") }] });
    world.owner.post(&world.instance, "/api/v1/invitations", &rows).expect(200);
    let path = "/api/v1/account/connections/webex";
    for account in [address("ben"), further.to_owned(), address("cleo")] {
        let refused =
            ann.put(&world.instance, path, &json!({ "account": account })).refused(Code::AccountTaken);
        assert!(!refused.detail.contains("New Person"), "{}", refused.detail);
    }
    let known = "/api/v1/external-accounts";
    assert!(world.owner.get(&world.instance, known).json::<Page<ExternalAccount>>().items.is_empty());
    // Their own they may state, and whoever was removed keeps no address from others.
    ben.put(&world.instance, path, &json!({ "account": further })).expect(200);
    world.owner.delete(&world.instance, &format!("/api/v1/members/{}", world.member("cleo"))).expect(200);
    ann.put(&world.instance, path, &json!({ "account": address("cleo") })).expect(200);
}
