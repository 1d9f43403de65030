//! Several addresses of a person: proved by a code, found and signed in by, and another of them as the primary one.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::emails::{MemberEmails, MyEmails};
use usher_tests::{Actor, Instance, PASSWORD};

pub const MINE: &str = "/api/v1/account/emails";
pub const PRIMARY: &str = "/api/v1/account/primary-email";

/// The code in the newest mail to an address.
pub fn code(instance: &Instance, to: &str) -> String {
    let mails = instance.mails(to);
    let subject = &mails.first().unwrap().subject;
    subject.split(' ').next().unwrap().to_owned()
}

pub fn add(instance: &Instance, person: &Actor, email: &str) -> String {
    let mine: MyEmails = person.post(instance, MINE, &json!({ "email": email })).json();
    let found = mine.emails.iter().find(|one| one.email.as_str() == email).unwrap();
    format!("{MINE}/{}", found.id)
}

pub fn prove(instance: &Instance, person: &Actor, email: &str) -> String {
    let path = add(instance, person, email);
    let typed = json!({ "code": code(instance, email) });
    person.post(instance, &format!("{path}/verify"), &typed).expect(200);
    path
}

pub fn member(instance: &Instance, email: &str) -> String {
    let found: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    found[0]["id"].as_str().unwrap().to_owned()
}

pub fn sign_in(instance: &Instance, email: &str) -> (Actor, u16) {
    let person = Actor::anonymous();
    let status =
        person.post(instance, "/api/v1/session", &json!({ "email": email, "password": PASSWORD })).status();
    (person, status)
}

/// covers: C7
#[test]
fn a_further_address_counts_once_its_code_is_typed() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let path = add(&instance, &ann, "private@ann.example");
    let verify = format!("{path}/verify");
    assert_eq!(sign_in(&instance, "private@ann.example").1, 401);
    ann.post(&instance, &verify, &json!({ "code": "7KQ4-M2XD" })).refused(Code::CodeInvalid);
    ann.post(&instance, &verify, &json!({ "code": "nonsense!" })).refused(Code::CodeInvalid);
    let typed = json!({ "code": code(&instance, "private@ann.example").to_lowercase() });
    owner.post(&instance, &verify, &typed).refused(Code::NotFound);
    instance.pass_seconds(1801);
    ann.post(&instance, &verify, &typed).refused(Code::CodeInvalid);
    // The same again makes the code good anew.
    assert_eq!(add(&instance, &ann, "private@ann.example"), path);
    let mine: MyEmails = ann.post(&instance, &verify, &typed).json();
    assert_eq!((mine.primary.as_str(), mine.emails.len()), ("ann@x.example", 1));
    assert!(mine.emails[0].verified_at.is_some());
    let again: MyEmails = ann.post(&instance, &verify, &typed).json();
    assert_eq!(again, mine, "typed twice is the same");
    let (there, status) = sign_in(&instance, " Private@Ann.Example");
    assert_eq!(status, 200);
    let session: Value = there.get(&instance, "/api/v1/session").json();
    assert_eq!(session["user"]["email"], "ann@x.example");
    let seen: MemberEmails = owner
        .get(&instance, &format!("/api/v1/members/{}/emails", member(&instance, "ann@x.example")))
        .json();
    assert_eq!(seen.further[0].as_str(), "private@ann.example");
    let events: Value = owner.get(&instance, "/api/v1/events?kind=address.added").json();
    assert_eq!(events["items"][0]["details"], json!({ "email": "private@ann.example" }));
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    ann.delete(&instance, &path).expect(200);
    ann.delete(&instance, &path).refused(Code::NotFound);
    assert_eq!(sign_in(&instance, "private@ann.example").1, 401);
}

/// covers: C7, C10
#[test]
fn whoever_has_a_further_address_is_found_by_it_and_not_invited_again() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    prove(&instance, &ann, "private@ann.example");
    let id = member(&instance, "ann@x.example");
    for search in ["private@", "private@ann.example", "PRIVATE%40ann.example"] {
        let found: Value = owner.get(&instance, &format!("/api/v1/members?q={search}")).json();
        assert_eq!(found["items"][0]["id"], id.as_str(), "{search}");
    }
    let count: Value = owner.get(&instance, "/api/v1/members/count?q=private@ann").json();
    assert_eq!(count["people"], 1);
    let nobody: Value = owner.get(&instance, "/api/v1/members?q=*@").json();
    assert_eq!(nobody["items"], json!([]));
    let row = json!({ "invitations": [{ "email": "private@ann.example" }] });
    for path in ["/api/v1/invitations/preview", "/api/v1/invitations"] {
        let answer: Value = owner.post(&instance, path, &row).json();
        let result = &answer["results"][0];
        assert_eq!(
            (result["code"].as_str(), result["member"].as_str()),
            (Some("already_member"), Some(id.as_str()))
        );
        assert!(result["message"].as_str().unwrap().contains("New Person (ann@x.example)"), "{result}");
    }
    // A seat is offered to her, under the address by which she is known.
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 3 }))
        .json();
    let path = format!("/api/v1/licenses/{}/assignments", license["id"].as_str().unwrap());
    owner.post(&instance, &path, &json!({ "assignments": [{ "email": "private@ann.example" }] })).expect(200);
    let people: Vec<Value> = instance.rows("SELECT count(*) AS n FROM members");
    assert_eq!(people[0]["n"], 2);
    let product = license["product"].as_str().unwrap_or("Kaia");
    let check: Value = owner
        .post(&instance, "/api/v1/check", &json!({ "email": "private@ann.example", "product": product }))
        .json();
    assert_eq!(check["allowed"], true, "{check}");
    let contact: Value =
        owner.post(&instance, "/api/v1/contacts", &json!({ "email": "private@ann.example" })).json();
    assert_eq!((contact["member"].as_str(), contact["created"].as_bool()), (Some(id.as_str()), Some(false)));
    // The database holds it, whoever asks.
    let past = "INSERT INTO members (id, organization_id, email, name, role, status, created_at, changed_by, changed_at, operation_id) \
        SELECT 'mem_x', organization_id, 'private@ann.example', '', 'standard', 'pending', '', '', '', '' FROM members LIMIT 1";
    assert!(instance.attempt(past).unwrap_err().contains("address_taken"));
}

/// covers: C7
#[test]
fn an_address_of_somebody_else_stays_theirs() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "bob@x.example", Role::Standard);
    ann.post(&instance, MINE, &json!({ "email": "ann@x.example" })).refused(Code::AddressIsYours);
    let verify = |email: &str| {
        let path = add(&instance, &ann, email);
        ann.post(&instance, &format!("{path}/verify"), &json!({ "code": code(&instance, email) }))
    };
    verify("bob@x.example").refused(Code::AddressTaken);
    owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "carl@x.example" }] }))
        .expect(200);
    verify("carl@x.example").refused(Code::AddressTaken);
    // Two name the same address: whoever types the code first has it.
    let bob = sign_in(&instance, "bob@x.example").0;
    prove(&instance, &bob, "shared@x.example");
    verify("shared@x.example").refused(Code::AddressTaken);
    let token: Value =
        owner.post(&instance, "/api/v1/tokens", &json!({ "name": "x", "scopes": ["members:read"] })).json();
    let program = Actor::program(token["secret"].as_str().unwrap());
    program.get(&instance, MINE).refused(Code::Forbidden);
    instance.pass_seconds(901);
    for n in 0..5 {
        add(&instance, &ann, &format!("a{n}@x.example"));
    }
    ann.post(&instance, MINE, &json!({ "email": "more@x.example" })).refused(Code::TooManyAttempts);
    instance.pass_seconds(901);
    add(&instance, &ann, "a5@x.example");
    add(&instance, &ann, "a6@x.example");
    ann.post(&instance, MINE, &json!({ "email": "more@x.example" })).refused(Code::TooManyAddresses);
}

/// covers: C7
#[test]
fn another_address_becomes_the_primary_one_once_the_old_one_agreed() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let path = prove(&instance, &ann, "ann@new.example");
    let unproved = add(&instance, &ann, "other@new.example");
    let begin = |path: &str| ann.post(&instance, &format!("{path}/primary"), &json!({}));
    begin(&unproved).refused(Code::NotInThisState);
    let confirm = |code: &str| ann.post(&instance, PRIMARY, &json!({ "code": code }));
    confirm("7KQ4-M2XD").refused(Code::NotInThisState);
    let mine: MyEmails = begin(&path).json();
    assert_eq!(mine.change.unwrap().email.as_str(), "ann@new.example");
    let typed = code(&instance, "ann@x.example");
    confirm("7KQ4-M2XD").refused(Code::CodeInvalid);
    // Given up, and run out.
    let mine: MyEmails = ann.delete(&instance, PRIMARY).json();
    assert_eq!(mine.change, None);
    confirm(&typed).refused(Code::NotInThisState);
    begin(&path).expect(200);
    confirm(&typed).refused(Code::CodeInvalid);
    instance.pass_days(3);
    confirm(&code(&instance, "ann@x.example")).refused(Code::NotInThisState);
    begin(&path).expect(200);
    let elsewhere = sign_in(&instance, "ann@x.example").0;
    let mine: MyEmails = confirm(&code(&instance, "ann@x.example")).json();
    assert_eq!((mine.primary.as_str(), mine.change), ("ann@new.example", None));
    assert!(mine.emails.iter().any(|one| one.email.as_str() == "ann@x.example" && one.verified_at.is_some()));
    elsewhere.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    ann.get(&instance, "/api/v1/session").expect(200);
    for email in ["ann@x.example", "ann@new.example"] {
        assert_eq!(sign_in(&instance, email).1, 200, "{email}");
    }
    let found: Value = owner.get(&instance, "/api/v1/members?q=ann@new").json();
    assert_eq!(found["items"][0]["email"], "ann@new.example");
    let events: Value = owner.get(&instance, "/api/v1/events?kind=address.changed").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    assert_eq!(events["items"][0]["details"], json!({ "from": "ann@x.example", "to": "ann@new.example" }));
}

/// covers: C7
#[test]
fn an_admin_confirms_where_the_old_mailbox_is_lost() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let id = member(&instance, "ann@x.example");
    let confirm = format!("/api/v1/members/{id}/primary-email");
    admin.post(&instance, &confirm, &json!({})).refused(Code::NotInThisState);
    let path = prove(&instance, &ann, "ann@new.example");
    ann.post(&instance, &format!("{path}/primary"), &json!({})).expect(200);
    let seen: MemberEmails = admin.get(&instance, &format!("/api/v1/members/{id}/emails")).json();
    assert_eq!(seen.change.unwrap().email.as_str(), "ann@new.example");
    ann.post(&instance, &confirm, &json!({})).refused(Code::Forbidden);
    Actor::of_another_organization(&instance).post(&instance, &confirm, &json!({})).refused(Code::NotFound);
    let after: MemberEmails = admin.post(&instance, &confirm, &json!({})).json();
    assert_eq!((after.primary.as_str(), after.further[0].as_str()), ("ann@new.example", "ann@x.example"));
    ann.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=address.changed").json();
    assert_eq!(events["items"][0]["actor"], member(&instance, "adam@x.example").as_str());
    // Nobody confirms for whoever holds more, nor for themselves.
    let path = prove(&instance, &owner, "dana@new.example");
    owner.post(&instance, &format!("{path}/primary"), &json!({})).expect(200);
    let dana = format!("/api/v1/members/{}/primary-email", member(&instance, "dana@northwind.example"));
    admin.post(&instance, &dana, &json!({})).refused(Code::RoleNotGrantable);
    owner.post(&instance, &dana, &json!({})).refused(Code::OwnRights);
}

/// covers: C7, B10
#[test]
fn accounts_and_connections_follow_the_addresses() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let path = prove(&instance, &ann, "ann@new.example");
    // Another organization invites her further address: she accepts with the account that she has.
    let eve = Actor::of_another_organization(&instance);
    eve.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "ann@new.example" }] }))
        .expect(200);
    let link = instance.link("ann@new.example");
    let stranger = json!({ "name": "Not Ann", "password": PASSWORD });
    Actor::anonymous().post(&instance, &format!("{link}/accept"), &stranger).refused(Code::Unauthenticated);
    ann.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
    let accounts: Vec<Value> = instance.rows("SELECT count(*) AS n FROM users");
    assert_eq!(accounts[0]["n"], 3);
    // An account of two organizations is no single one's to change.
    ann.post(&instance, &format!("{path}/primary"), &json!({})).expect(200);
    let confirm = format!("/api/v1/members/{}/primary-email", member(&instance, "ann@x.example"));
    owner.post(&instance, &confirm, &json!({})).refused(Code::AccountElsewhere);
    ann.post(&instance, PRIMARY, &json!({ "code": code(&instance, "ann@x.example") })).expect(200);
    let told: Vec<Value> = instance
        .rows("SELECT count(DISTINCT organization_id) AS n FROM events WHERE kind = 'address.changed'");
    assert_eq!(told[0]["n"], 2, "each organization's log tells it");
    let names: Vec<Value> = instance.rows(
        "SELECT email FROM members WHERE user_id IN (SELECT id FROM users WHERE email = 'ann@new.example')",
    );
    assert_eq!(names, [json!({ "email": "ann@new.example" }), json!({ "email": "ann@new.example" })]);
}

/// covers: C7
#[test]
fn the_old_address_stays_theirs_also_where_nobody_knew_whose_the_account_was() {
    for (by_admin, further) in [(false, 1), (true, 0)] {
        let (instance, owner) = Instance::set_up();
        let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
        instance.arrange("UPDATE users SET proved_at = NULL WHERE email = 'ann@x.example'");
        let path = prove(&instance, &ann, "ann@new.example");
        ann.post(&instance, &format!("{path}/primary"), &json!({})).expect(200);
        let id = member(&instance, "ann@x.example");
        if by_admin {
            let confirm = format!("/api/v1/members/{id}/primary-email");
            owner.post(&instance, &confirm, &json!({})).expect(200);
        } else {
            let typed = json!({ "code": code(&instance, "ann@x.example") });
            ann.post(&instance, PRIMARY, &typed).expect(200);
        }
        let seen: MemberEmails = owner.get(&instance, &format!("/api/v1/members/{id}/emails")).json();
        assert_eq!((seen.primary.as_str(), seen.further.len()), ("ann@new.example", further));
    }
}
