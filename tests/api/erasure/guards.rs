//! What somebody might bring about so that an erasure fails, takes what is others', or leaves something.

use functions::store::trail;
use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::invitations::TrailStep;
use shared::api::members::Member;
use usher_tests::{Actor, Instance, PASSWORD};

use super::erase;
use super::everything::{EMAIL, NAME, id, marked, one};

/// Somebody who is called so, removed.
fn gone(instance: &Instance, owner: &Actor, name: &str) -> String {
    Actor::joined(instance, owner, EMAIL, Role::Admin);
    let me = id(instance, EMAIL);
    rename(instance, owner, &me, name);
    owner.delete(instance, &format!("/api/v1/members/{me}")).expect(200);
    me
}

fn rename(instance: &Instance, owner: &Actor, member: &str, name: &str) {
    owner.patch(instance, &format!("/api/v1/members/{member}"), &json!({ "name": name })).expect(200);
}

fn license(instance: &Instance, owner: &Actor) -> String {
    let body = json!({ "name": "Kaia Pro", "type": "school", "seats": 9 });
    let made: Value = owner.post(instance, "/api/v1/licenses", &body).json();
    made["id"].as_str().unwrap().to_owned()
}

fn invite(instance: &Instance, by: &Actor, row: &Value) {
    let told: Value = by.post(instance, "/api/v1/invitations", &json!({ "invitations": [row] })).json();
    assert!(told["results"][0]["code"].is_null(), "{told}");
}

#[test]
fn no_address_that_somebody_chooses_stands_in_the_way() {
    let (instance, owner) = Instance::set_up();
    let me = gone(&instance, &owner, NAME);
    let stands = shared::erasure::address(me.parse().unwrap());
    for email in ["nobody@erased.invalid", &stands] {
        let body = json!({ "email": email });
        assert_eq!(owner.post(&instance, "/api/v1/contacts", &body).status(), 400, "{email}");
        assert_eq!(owner.post(&instance, "/api/v1/account/emails", &body).status(), 400, "{email}");
    }
    assert!(instance.rows::<Value>("SELECT 1 FROM users WHERE email LIKE '%erased.invalid'").is_empty());
    instance.arrange("INSERT INTO users (id, email, name, password_hash, created_at) SELECT 'usr_x', 'nobody@erased.invalid', '', '', ''");
    erase(&instance, &owner, &me).expect(200);
    // Whoever has such an address all the same is erased as others are.
    Actor::joined(&instance, &owner, "cy@x.example", Role::Standard);
    let cy = id(&instance, "cy@x.example");
    owner.delete(&instance, &format!("/api/v1/members/{cy}")).expect(200);
    instance.arrange(&format!("UPDATE members SET email = 'cy@erased.invalid' WHERE id = '{cy}'"));
    let body = json!({ "email": "cy@erased.invalid" });
    let left: Member = owner.post(&instance, &format!("/api/v1/members/{cy}/erase"), &body).json();
    assert!(left.name.starts_with("Erased person "), "{}", left.name);
}

/// A name is chosen freely: one that is a license's opens no entry of the log.
#[test]
fn a_person_who_is_called_like_a_license_takes_no_entry_along() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner);
    Actor::joined(&instance, &owner, "bob@x.example", Role::Standard);
    let body = json!({ "assignments": [{ "member": id(&instance, "bob@x.example") }] });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/assignments"), &body).expect(200);
    let me = gone(&instance, &owner, "Kaia Pro");
    let told = || -> Vec<Value> {
        instance.rows(
            "SELECT id, target_name, details FROM events WHERE kind LIKE 'seat.%' OR kind LIKE 'license.%'",
        )
    };
    let before = told();
    assert!(before.iter().any(|event| event.to_string().contains("Kaia Pro")));
    erase(&instance, &owner, &me).expect(200);
    assert_eq!(before, told());
}

/// Of an entry that names one of their addresses, that goes and nothing else.
#[test]
fn an_entry_loses_the_address_and_keeps_the_rest() {
    let (instance, owner) = Instance::set_up();
    let me = gone(&instance, &owner, NAME);
    instance.arrange(&format!(
        "INSERT INTO events SELECT 'evt_x', organization_id, '', 'seat.removed', 'system', '', 'Usher', 'mem_x', 'Bob', \
         json_object('why', 'x', 'seats', 3, 'open', json('true'), 'said', '{EMAIL}'), 'op_x' FROM members WHERE id = '{me}'"
    ));
    erase(&instance, &owner, &me).expect(200);
    let left = one(&instance, "SELECT details AS it FROM events WHERE id = 'evt_x'");
    assert_eq!(left, r#"{"why":"x","seats":3,"open":true}"#);
}

#[test]
fn whoever_was_called_so_once_keeps_what_they_did_under_that_name() {
    let (instance, owner) = Instance::set_up();
    let anna = Actor::joined(&instance, &owner, "anna@x.example", Role::Admin);
    let other = id(&instance, "anna@x.example");
    let license = license(&instance, &owner);
    invite(&instance, &anna, &json!({ "email": "a@x.example", "licenses": [license] }));
    rename(&instance, &owner, &other, "Anna Kurz");
    let me = gone(&instance, &owner, "New Person");
    erase(&instance, &owner, &me).expect(200);
    let by = |sql: &str| one(&instance, sql);
    assert_eq!(by("SELECT changed_by AS it FROM invitations WHERE email = 'a@x.example'"), "New Person");
    assert_eq!(by("SELECT actor AS it FROM seat_ledger WHERE actor <> 'Dana Whitfield'"), "New Person");
}

/// Whoever has no name stands by their address, where others stand by their name.
#[test]
fn whoever_declined_without_a_name_is_forgotten() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner);
    invite(&instance, &owner, &json!({ "email": EMAIL, "licenses": [license] }));
    let nobody = Actor::anonymous();
    nobody.post(&instance, &format!("{}/decline", instance.link(EMAIL)), &json!({})).expect(200);
    let me = id(&instance, EMAIL);
    let status = one(&instance, &format!("SELECT status AS it FROM members WHERE id = '{me}'"));
    if status != "removed" {
        owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    }
    assert!(marked(&instance).contains(&("seat_ledger".to_owned(), "actor".to_owned())));
    erase(&instance, &owner, &me).expect(200);
    assert_eq!(marked(&instance), Vec::new());
}

#[test]
fn with_a_namesake_ones_own_answer_is_ones_own() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "same@x.example", Role::Standard);
    let me = gone(&instance, &owner, "New Person");
    let left: Member = erase(&instance, &owner, &me).json();
    let by = |member: &str| {
        one(&instance, &format!("SELECT changed_by AS it FROM invitations WHERE member_id = '{member}'"))
    };
    assert_eq!((by(&me), by(&id(&instance, "same@x.example"))), (left.name, "New Person".to_owned()));
}

/// What a token did stands under the name that it was given.
#[test]
fn a_token_that_is_named_after_them_is_forgotten_with_all_it_did() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner);
    invite(&instance, &owner, &json!({ "email": EMAIL, "role": "admin" }));
    let person = Actor::anonymous();
    let accept = json!({ "name": NAME, "password": PASSWORD });
    person.post(&instance, &format!("{}/accept", instance.link(EMAIL)), &accept).expect(200);
    let token =
        json!({ "name": format!("{NAME}’s script"), "scopes": ["invitations:manage", "assignments:manage"] });
    let token: Value = person.post(&instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(token["secret"].as_str().unwrap());
    invite(&instance, &program, &json!({ "email": "a@x.example", "licenses": [license] }));
    let me = id(&instance, EMAIL);
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    assert!(marked(&instance).contains(&("seat_ledger".to_owned(), "actor".to_owned())));
    erase(&instance, &owner, &me).expect(200);
    assert_eq!(marked(&instance), Vec::new());
}

/// Two records that became one: the one that stays removed, the other called as its address tells.
fn merged(instance: &Instance, owner: &Actor) -> (String, String) {
    for email in [EMAIL, "xqzother@xqz.example"] {
        Actor::joined(instance, owner, email, Role::Standard);
    }
    let (stays, ends) = (id(instance, EMAIL), id(instance, "xqzother@xqz.example"));
    let path = format!("/api/v1/members/{stays}/merge");
    let seen: Value = owner.get(instance, &format!("{path}?with={ends}")).json();
    let version = seen["version"].as_str().unwrap();
    owner.change_seen(instance, Method::POST, &path, &json!({ "with": ends }), version).expect(200);
    (stays, ends)
}

/// Records of one person are erased as they were seen, all or none, and the log tells each.
#[test]
fn somebody_invited_anew_meanwhile_is_erased_neither_whole_nor_in_part() {
    let (instance, owner) = Instance::set_up();
    let (stays, ends) = merged(&instance, &owner);
    owner.delete(&instance, &format!("/api/v1/members/{stays}")).expect(200);
    // What is counted last is read last: then they are changed, and nothing was written yet.
    instance.arrange(&format!(
        "CREATE TRIGGER meanwhile AFTER INSERT ON attempts BEGIN UPDATE members SET status = 'pending', operation_id = 'op_01h455vb4pex5vsknk084sn02q' WHERE id = '{stays}'; END"
    ));
    erase(&instance, &owner, &stays).refused(Code::NotInThisState);
    assert_eq!(one(&instance, "SELECT count(*) || '' AS it FROM erasures"), "0");
    assert_ne!(one(&instance, &format!("SELECT name AS it FROM members WHERE id = '{ends}'")), "");
    instance.arrange("DROP TRIGGER meanwhile");
    owner.delete(&instance, &format!("/api/v1/members/{stays}")).expect(200);
    erase(&instance, &owner, &stays).expect(200);
    for member in [&stays, &ends] {
        let told: Value =
            owner.get(&instance, &format!("/api/v1/events?target={member}&kind=member.erased")).json();
        assert_eq!(told["items"].as_array().unwrap().len(), 1, "{told}");
    }
}

#[test]
fn the_record_that_stays_no_longer_leads_to_the_one_that_was_erased() {
    let (instance, owner) = Instance::set_up();
    let (stays, ends) = merged(&instance, &owner);
    let body = json!({ "email": "xqzother@xqz.example" });
    owner.post(&instance, &format!("/api/v1/members/{ends}/erase"), &body).expect(200);
    let told: Value =
        owner.get(&instance, &format!("/api/v1/events?target={stays}&kind=member.merged")).json();
    assert!(!told["items"].as_array().unwrap().is_empty() && !told.to_string().contains(&ends), "{told}");
}

/// A room's account is nobody's, though one was connected to it; an account is theirs if nobody else ever was.
#[test]
fn an_account_to_which_others_were_connected_stays() {
    let (instance, owner) = Instance::set_up();
    let me = gone(&instance, &owner, NAME);
    let organization = one(&instance, "SELECT id AS it FROM organizations");
    instance.arrange(&format!(
        "INSERT INTO external_accounts SELECT value ->> 0, '{organization}', 'zoom', value ->> 1, value ->> 2, value ->> 3, NULL, 'Usher', '', 'Usher', '', 'op_x' \
         FROM json_each('[[\"acc_1\", \"room\", null, \"Room\"], [\"acc_2\", \"xqz.own\", null, \"\"], [\"acc_3\", \"handed.on\", \"{EMAIL}\", \"{NAME}\"]]')"
    ));
    instance.arrange(&format!(
        "INSERT INTO events SELECT 'evt_' || key, '{organization}', '', value ->> 0, 'system', '', 'Usher', value ->> 1, value ->> 2, value -> 3, 'op_x' FROM json_each('[
          [\"connection.made\", \"{me}\", \"{NAME}\", {{\"provider\": \"zoom\", \"account\": \"room\"}}],
          [\"connection.made\", \"mem_x\", \"Bob\", {{\"provider\": \"zoom\", \"account\": \"room\"}}],
          [\"connection.made\", \"mem_x\", \"Bob\", {{\"provider\": \"zoom\", \"account\": \"handed.on\"}}],
          [\"connection.made\", \"{me}\", \"{NAME}\", {{\"provider\": \"zoom\", \"account\": \"xqz.own\"}}],
          [\"account.added\", \"acc_gone\", \"xqz.gone\", {{\"provider\": \"zoom\", \"email\": null}}],
          [\"account.removed\", \"acc_gone\", \"xqz.gone\", {{\"provider\": \"zoom\", \"email\": null}}],
          [\"connection.ended\", \"{me}\", \"{NAME}\", {{\"provider\": \"zoom\", \"account\": \"xqz.gone\"}}]]')"
    ));
    erase(&instance, &owner, &me).expect(200);
    let left: Vec<Value> = instance.rows("SELECT id, email, name FROM external_accounts ORDER BY id");
    let room = json!({ "id": "acc_1", "email": null, "name": "Room" });
    assert_eq!(left, [room, json!({ "id": "acc_3", "email": null, "name": "" })]);
    assert_eq!(marked(&instance), Vec::new());
}

/// Mails that ask for a new invitation are of no organization; what a server says afterwards is not kept.
#[test]
fn what_a_mail_server_said_of_them_is_forgotten_before_and_after() {
    let (instance, owner) = Instance::set_up();
    let me = gone(&instance, &owner, NAME);
    let invitation = one(&instance, &format!("SELECT id AS it FROM invitations WHERE member_id = '{me}'"));
    instance.arrange(&format!(
        "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, detail, created_at) VALUES \
         ('out_1', '', 'invitation_request', '{invitation}', '', 'no xqz', ''), ('out_2', '', 'invitation_request', 'inv_x', '', 'no {EMAIL}', '')"
    ));
    erase(&instance, &owner, &me).expect(200);
    let left: Vec<Value> = instance.rows("SELECT id, detail FROM outbox WHERE organization_id = ''");
    assert_eq!(left, [json!({ "id": "out_2", "detail": null })]);
    let late = trail::add(&instance.ctx(), &invitation, TrailStep::Bounced, Some("no xqz"));
    futures_util::FutureExt::now_or_never(instance.ctx().query(late)).unwrap().unwrap();
    assert_eq!(marked(&instance), Vec::new());
}

#[test]
fn no_more_are_erased_in_a_row_than_others_can_wait_for() {
    let (instance, owner) = Instance::set_up();
    let me = gone(&instance, &owner, NAME);
    let path = format!("/api/v1/members/{me}/erase");
    for _ in 0..30 {
        let other = json!({ "email": "other@x.example" });
        owner.post(&instance, &path, &other).refused(Code::InvalidEmail);
    }
    erase(&instance, &owner, &me).refused(Code::TooManyAttempts);
    instance.pass_days(1);
    erase(&instance, &owner, &me).expect(200);
}
