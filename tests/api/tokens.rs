//! API tokens, and the check that programs make with them.

use functions::use_cases::check::BOUND;
use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::check::{CheckReason, Checked};
use shared::api::tokens::{CreatedToken, Token};
use usher_tests::{Actor, Instance};

#[test]
fn a_token_is_shown_once_works_and_is_dead_when_revoked_or_old() {
    let (instance, owner) = Instance::set_up();
    let made: CreatedToken = owner
        .post(
            &instance,
            "/api/v1/tokens",
            &json!({ "name": "sync", "scopes": ["members:read"], "expires_in_days": 2 }),
        )
        .json();
    let program = Actor::program(&made.secret);
    program.get(&instance, "/api/v1/members").expect(200);
    program.get(&instance, "/api/v1/licenses").refused(Code::Forbidden);
    let listed = owner.get(&instance, "/api/v1/tokens");
    assert!(!listed.text().contains(made.secret.split('.').nth(1).unwrap()));
    let listed: Page<Token> = listed.json();
    assert_eq!((listed.items.len(), &listed.items[0]), (1, &made.token));
    let kept: Vec<Value> = instance.rows("SELECT * FROM api_tokens");
    assert!(!kept[0].to_string().contains(made.secret.split('.').nth(1).unwrap()));
    owner.delete(&instance, &format!("/api/v1/tokens/{}", made.token.id)).expect(200);
    program.get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
    let short: CreatedToken = owner
        .post(
            &instance,
            "/api/v1/tokens",
            &json!({ "name": "short", "scopes": ["members:read"], "expires_in_days": 1 }),
        )
        .json();
    instance.pass_days(1);
    Actor::program(&short.secret).get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
}

#[test]
fn a_check_says_whether_and_why() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(
            &instance,
            "/api/v1/licenses",
            &json!({ "name": "Kaia seats", "product": "Kaia", "type": "school", "seats": 2 }),
        )
        .json();
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license["id"]] }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let made: CreatedToken =
        owner.post(&instance, "/api/v1/tokens", &json!({ "name": "app", "scopes": ["check"] })).json();
    let program = Actor::program(&made.secret);
    let check = |email: &str, product: &str| -> CheckReason {
        let checked: Checked =
            program.post(&instance, "/api/v1/check", &json!({ "email": email, "product": product })).json();
        assert_eq!(checked.allowed, checked.reason == CheckReason::Seated);
        checked.reason
    };
    assert_eq!(check("nobody@x.example", "Kaia"), CheckReason::UnknownPerson);
    assert_eq!(check("ann@x.example", "Kaia"), CheckReason::Invited);
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    assert_eq!(check("Ann@X.example", "Kaia"), CheckReason::Seated);
    assert_eq!(check("ann@x.example", "Kami"), CheckReason::NoSeat);
    let member: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    let by_member = json!({ "member": member[0]["id"], "product": "Kaia" });
    let checked: Checked = program.post(&instance, "/api/v1/check", &by_member).json();
    assert!(checked.allowed && checked.license.is_some());
    owner
        .post(
            &instance,
            &format!("/api/v1/members/{}/disable", member[0]["id"].as_str().unwrap()),
            &json!({}),
        )
        .expect(200);
    // A yes may be given again for half a minute, to the same program and question only; then the truth is told.
    assert_eq!(check("ann@x.example", "Kaia"), CheckReason::Seated);
    instance.pass_seconds(BOUND);
    assert_eq!(check("ann@x.example", "Kaia"), CheckReason::Disabled);
    program.post(&instance, "/api/v1/check", &json!({ "product": "Kaia" })).refused(Code::InvalidBody);
}

/// By whichever way somebody is removed: their tokens are dead for good, also should they come back.
#[test]
fn a_token_ends_with_its_maker_and_the_log_tells_it() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "kim@x.example", Role::Standard);
    let id = |email: &str| -> String {
        let rows: Vec<Value> =
            instance.rows(&format!("SELECT id FROM members WHERE email = '{email}@x.example'"));
        rows[0]["id"].as_str().unwrap().to_owned()
    };
    let token = json!({ "name": "sync", "scopes": ["members:read"] });
    for who in ["ann", "bo", "cy"] {
        let email = format!("{who}@x.example");
        let maker = Actor::joined(&instance, &owner, &email, Role::Admin);
        let made: CreatedToken = maker.post(&instance, "/api/v1/tokens", &token).json();
        let program = Actor::program(&made.secret);
        let path = format!("/api/v1/members/{}", id(who));
        owner.post(&instance, &format!("{path}/disable"), &json!({})).expect(200);
        program.get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
        owner.post(&instance, &format!("{path}/enable"), &json!({})).expect(200);
        program.get(&instance, "/api/v1/members").expect(200);
        match who {
            "ann" => owner.delete(&instance, &path).expect(200),
            "bo" => {
                let all = json!({ "act": { "verb": "remove" }, "to": { "members": [id(who)] } });
                owner.post(&instance, "/api/v1/members/bulk", &all).expect(200)
            }
            _ => {
                let (path, with) = (format!("/api/v1/members/{}/merge", id("kim")), id(who));
                let seen: Value = owner.get(&instance, &format!("{path}?with={with}")).json();
                let version = seen["version"].as_str().unwrap();
                let with = json!({ "with": with });
                owner.change_seen(&instance, Method::POST, &path, &with, version).expect(200)
            }
        };
        instance.arrange(&format!(
            "UPDATE members SET status = 'active', returns = returns + 1 WHERE email = '{email}'"
        ));
        program.get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
        let listed: Page<Token> = owner.get(&instance, "/api/v1/tokens").json();
        assert!(listed.items[0].revoked_at.is_some(), "{who}");
        let told: Value = owner.get(&instance, "/api/v1/events?kind=token.revoked").json();
        assert_eq!(told["items"][0]["target"], json!(made.token.id), "{who}: {told}");
    }
}

#[test]
fn a_token_that_is_made_while_its_maker_is_removed_is_none() {
    let (instance, owner) = Instance::set_up();
    let maker = Actor::joined(&instance, &owner, "ann@x.example", Role::Admin);
    let gone =
        "UPDATE members SET status = 'removed', departures = departures + 1 WHERE email = 'ann@x.example'";
    instance.meanwhile("INSERT INTO api_tokens", gone);
    let token = json!({ "name": "sync", "scopes": ["members:read"] });
    maker.post(&instance, "/api/v1/tokens", &token).refused(Code::Unauthenticated);
    let made: Page<Token> = owner.get(&instance, "/api/v1/tokens").json();
    assert!(made.items.is_empty());
    let told: Value = owner.get(&instance, "/api/v1/events?kind=token.").json();
    assert_eq!(told["items"], json!([]));
}
