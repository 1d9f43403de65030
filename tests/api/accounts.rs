//! Set-up, sign-in, passwords, sessions.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use usher_tests::{Actor, Instance, PASSWORD};

#[test]
fn an_instance_is_set_up_once() {
    let (instance, owner) = Instance::set_up();
    let again =
        json!({ "organization": "Other", "name": "Eve", "email": "eve@x.example", "password": PASSWORD });
    Actor::anonymous().post(&instance, "/api/v1/setup", &again).refused(Code::AlreadySetUp);
    Actor::anonymous().post(&instance, "/api/v1/setup/demo", &json!({})).refused(Code::AlreadySetUp);
    let session: Value = owner.get(&instance, "/api/v1/session").json();
    assert_eq!(
        (session["role"].as_str(), session["organization"]["name"].as_str()),
        (Some("owner"), Some("Northwind"))
    );
}

#[test]
fn the_demo_organization_has_everything_and_its_numbers_agree() {
    let instance = Instance::new();
    let ready: Value = Actor::anonymous().post(&instance, "/api/v1/setup/demo", &json!({})).json();
    let owner = Actor::anonymous();
    owner.post(&instance, "/api/v1/session", &ready).expect(200);
    let people: Vec<Value> = instance.rows(
        "SELECT count(*) AS n, count(DISTINCT status) AS statuses FROM members WHERE role <> 'customer'",
    );
    assert_eq!(people[0], json!({ "n": 300, "statuses": 4 }));
    let teams: Vec<Value> = instance.rows("SELECT count(*) AS n FROM teams");
    assert_eq!(teams[0]["n"], 8);
    let licenses: Vec<Value> = instance.rows("SELECT count(DISTINCT type) AS n FROM licenses");
    assert_eq!(licenses[0]["n"], 5);
    let invitations: Vec<Value> = instance.rows("SELECT count(DISTINCT status) AS n FROM invitations");
    assert_eq!(invitations[0]["n"], 5);
    let report: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(report, json!({ "licenses": 5, "differences": [] }));
}

#[test]
fn sign_in_answers_the_same_for_unknown_addresses_and_counts_tries() {
    let (instance, _) = Instance::set_up();
    let someone = Actor::anonymous();
    let try_it = |email: &str, password: &str| {
        someone.post(&instance, "/api/v1/session", &json!({ "email": email, "password": password }))
    };
    let known = try_it("dana@northwind.example", "not the password").refused(Code::WrongCredentials);
    let unknown = try_it("nobody@northwind.example", "not the password").refused(Code::WrongCredentials);
    assert_eq!((&known.detail, &known.field), (&unknown.detail, &unknown.field));
    for _ in 0..9 {
        try_it("dana@northwind.example", "not the password").refused(Code::WrongCredentials);
    }
    try_it("dana@northwind.example", PASSWORD).refused(Code::TooManyAttempts);
    instance.pass_seconds(901);
    try_it(" Dana@Northwind.Example ", PASSWORD).expect(200);
}

/// covers: E17
#[test]
fn signing_in_is_noted_and_shown() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    instance.pass_days(3);
    Actor::anonymous()
        .post(&instance, "/api/v1/session", &json!({ "email": "ann@x.example", "password": PASSWORD }))
        .expect(200);
    let found: Value = owner.get(&instance, "/api/v1/members?q=ann").json();
    assert_eq!(found["items"][0]["last_sign_in_at"], instance.now().to_string());
}

#[test]
fn a_forgotten_password_is_set_anew_by_a_mailed_code_that_works_once() {
    let (instance, owner) = Instance::set_up();
    let page = Actor::anonymous();
    let ask = |email: &str| page.form(&instance, "/reset", &[("email", email)]).expect(200).text();
    let unknown = ask("nobody@northwind.example").replace("nobody@", "dana@");
    assert_eq!(ask("dana@northwind.example"), unknown);
    assert!(instance.mails("nobody@northwind.example").is_empty());
    let mail = &instance.mails("dana@northwind.example")[0];
    let code =
        mail.text.split_whitespace().find(|word| word.len() == 9 && word.contains('-')).unwrap().to_owned();
    let new = "a brand new sentence";
    let set = |code: &str| {
        page.form(
            &instance,
            "/reset/code",
            &[("email", "dana@northwind.example"), ("code", code), ("password", new)],
        )
    };
    assert_eq!(set("0000-0000").status(), 422);
    assert_eq!(set(&code).status(), 303);
    assert_eq!(set(&code).status(), 422);
    owner.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    let sign_in = |password: &str| {
        Actor::anonymous().post(
            &instance,
            "/api/v1/session",
            &json!({ "email": "dana@northwind.example", "password": password }),
        )
    };
    sign_in(PASSWORD).refused(Code::WrongCredentials);
    sign_in(new).expect(200);
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let (instance, owner) = Instance::set_up();
    let other = Actor::anonymous();
    other
        .post(
            &instance,
            "/api/v1/session",
            &json!({ "email": "dana@northwind.example", "password": PASSWORD }),
        )
        .expect(200);
    let change = |current: &str, new: &str| {
        owner.post(&instance, "/api/v1/account/password", &json!({ "current": current, "password": new }))
    };
    change("wrong", "another good sentence").refused(Code::WrongCredentials);
    change(PASSWORD, "short").refused(Code::PasswordTooShort);
    let sessions: Value = owner.get(&instance, "/api/v1/account/sessions").json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 2);
    change(PASSWORD, "another good sentence").expect(200);
    other.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    owner.get(&instance, "/api/v1/session").expect(200);
}

#[test]
fn sessions_end_by_hand_by_sign_out_and_by_time() {
    let (instance, owner) = Instance::set_up();
    let sessions: shared::api::Page<shared::api::account::SessionEntry> =
        owner.get(&instance, "/api/v1/account/sessions").json();
    assert!(sessions.items[0].current);
    let other = Actor::anonymous();
    let sign_in = json!({ "email": "dana@northwind.example", "password": PASSWORD });
    other.post(&instance, "/api/v1/session", &sign_in).expect(200);
    owner.delete(&instance, &format!("/api/v1/account/sessions/{}", sessions.items[0].id)).expect(200);
    owner.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    other.delete(&instance, "/api/v1/session").expect(200);
    other.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    other.post(&instance, "/api/v1/session", &sign_in).expect(200);
    instance.pass_days(30);
    other.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
}

#[test]
fn my_name_and_language_are_mine_to_change() {
    let (instance, owner) = Instance::set_up();
    owner.patch(&instance, "/api/v1/account", &json!({ "name": "Dana W.", "language": "de" })).expect(200);
    let session: shared::api::session::Session = owner.get(&instance, "/api/v1/session").json();
    let user = session.user.unwrap();
    assert_eq!((user.name.as_str(), user.language.tag()), ("Dana W.", "de"));
    owner.patch(&instance, "/api/v1/account", &json!({ "name": "" })).refused(Code::InvalidBody);
}

#[test]
fn who_runs_the_instance_makes_another_organization_and_moves_there() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Admin);
    let body = json!({ "name": "Southwind" });
    ann.post(&instance, "/api/v1/organizations", &body).refused(Code::Forbidden);
    Actor::of_another_organization(&instance)
        .post(&instance, "/api/v1/organizations", &body)
        .refused(Code::Forbidden);
    let made: Value = owner.post(&instance, "/api/v1/organizations", &body).json();
    let session: Value = owner.get(&instance, "/api/v1/session").json();
    assert_eq!(
        (&session["operator"], &session["organizations"][0]["name"]),
        (&json!(true), &json!("Southwind"))
    );
    owner.post(&instance, "/api/v1/session/switch", &json!({ "organization": made["id"] })).expect(200);
    let there: Value = owner.get(&instance, "/api/v1/session").json();
    assert_eq!(there["organization"]["name"], "Southwind");
    assert!(there["operator"].is_null(), "another organization's owner does not run the instance");
    let people: Value = owner.get(&instance, "/api/v1/members").json();
    assert_eq!(people["items"].as_array().unwrap().len(), 1);
    owner.post(&instance, "/api/v1/organizations", &body).refused(Code::Forbidden);
}
