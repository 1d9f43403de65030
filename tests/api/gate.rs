//! The seat gate: every door goes through it, the database holds it, the ledger tells all.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::license::Door;
use usher_tests::{Actor, Instance, PASSWORD};

fn license(instance: &Instance, owner: &Actor, seats: u32) -> String {
    let made: Value = owner
        .post(instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "district", "seats": seats }))
        .json();
    made["id"].as_str().unwrap().to_owned()
}

fn taken(instance: &Instance, owner: &Actor, license: &str) -> (u64, u64) {
    let license: Value = owner.get(instance, &format!("/api/v1/licenses/{license}")).json();
    (license["seats"]["reserved"].as_u64().unwrap(), license["seats"]["held"].as_u64().unwrap())
}

fn member(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    rows[0]["id"].as_str().unwrap().to_owned()
}

fn healthy(instance: &Instance, owner: &Actor) {
    let report: Value = owner.get(instance, "/api/v1/doctor").json();
    assert_eq!(report["differences"], json!([]));
}

/// Everybody at x.example takes a seat by themselves.
fn whole_domain(instance: &Instance, owner: &Actor, license: &str) {
    let domain: Value = owner.post(instance, "/api/v1/domains", &json!({ "name": "x.example" })).json();
    let verify = format!("/api/v1/domains/{}/verify", domain["id"].as_str().unwrap());
    owner.post(instance, &verify, &json!({ "how": "word" })).expect(200);
    let domains = json!({ "domains": ["x.example"] });
    owner.put(instance, &format!("/api/v1/licenses/{license}/domains"), &domains).expect(200);
}

/// A program that may invite.
fn program(instance: &Instance, owner: &Actor) -> Actor {
    let token = json!({ "name": "Sync", "scopes": ["invitations:manage", "assignments:manage"] });
    let made: Value = owner.post(instance, "/api/v1/tokens", &token).json();
    Actor::program(made["secret"].as_str().unwrap())
}

/// The only staff seat is the owner's by their role; an agent finds none.
fn role_without_a_seat(instance: &Instance, owner: &Actor, member: &str) {
    let desk = json!({ "name": "Desk", "type": "staff", "seats": 1 });
    let desk: Value = owner.post(instance, "/api/v1/licenses", &desk).json();
    owner.put(instance, "/api/v1/staff-seats", &json!({ "license": desk["id"] })).expect(200);
    owner.patch(instance, member, &json!({ "role": "agent" })).refused(Code::SeatLimitReached);
    assert_eq!(taken(instance, owner, desk["id"].as_str().unwrap()), (0, 1));
}

/// Ann's record is merged into Bo's, and the seat goes along: there is one, before and after.
fn merge_without_another_seat(instance: &Instance, owner: &Actor) {
    let path = format!("/api/v1/members/{}/merge", member(instance, "bo@x.example"));
    let ann = member(instance, "ann@x.example");
    let seen: Value = owner.get(instance, &format!("{path}?with={ann}")).json();
    let version = seen["version"].as_str().unwrap();
    owner.change_seen(instance, http::Method::POST, &path, &json!({ "with": ann }), version).expect(200);
}

#[test]
fn a_full_license_refuses_every_door() {
    for door in Door::ALL {
        let (instance, owner) = Instance::set_up();
        Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
        Actor::joined(&instance, &owner, "bo@x.example", Role::Standard);
        let license = license(&instance, &owner, 1);
        let assign = format!("/api/v1/licenses/{license}/assignments");
        let first = json!({ "assignments": [{ "member": member(&instance, "ann@x.example") }] });
        let ann = format!("/api/v1/members/{}", member(&instance, "ann@x.example"));
        let second = json!({ "assignments": [{ "member": member(&instance, "bo@x.example") }] });
        owner.post(&instance, &assign, &first).expect(200);
        match door {
            Door::Assign => {
                let refused: Value = owner.post(&instance, &assign, &second).json();
                assert_eq!(refused["results"][0]["code"], "seat_limit_reached");
            }
            Door::Email | Door::Api => {
                let by = if *door == Door::Api { program(&instance, &owner) } else { owner.clone() };
                let rows = json!({ "invitations": [{ "email": "cy@x.example", "licenses": [license] }] });
                let refused: Value = by.post(&instance, "/api/v1/invitations", &rows).json();
                assert_eq!(refused["results"][0]["code"], "seat_limit_reached");
                assert!(instance.mails("cy@x.example").is_empty());
            }
            Door::Csv => {
                let begin = json!({ "name": "people.csv", "rows": 1, "license": license });
                let import: Value = owner.post(&instance, "/api/v1/imports", &begin).json();
                let path = format!("/api/v1/imports/{}", import["id"].as_str().unwrap());
                let part = json!({ "rows": [{ "row": 1, "email": "cy@x.example" }] });
                let put = http::Method::PUT;
                owner.send(&instance, put, &format!("{path}/parts/0"), Some(&part)).expect(200);
                owner.post(&instance, &format!("{path}/commit"), &json!({})).expect(200);
                let rows: Value = owner.get(&instance, &format!("{path}/rows")).json();
                assert_eq!(rows["items"][0]["code"], "seat_limit_reached");
            }
            Door::Renewal => {
                // The license ends and frees the seat; who is renewed for one seat less stays out.
                let path = format!("/api/v1/licenses/{license}");
                let raise = json!({ "seats": 2, "expires_at": instance.now().plus_days(1) });
                owner.patch(&instance, &path, &raise).expect(200);
                owner.post(&instance, &assign, &second).expect(200);
                instance.pass_days(1);
                instance.tick();
                assert_eq!(taken(&instance, &owner, &license), (0, 0));
                let renew = json!({ "expires_at": instance.now().plus_days(30), "seats": 1 });
                let renewed: Value = owner.post(&instance, &format!("{path}/renew"), &renew).json();
                assert_eq!((renewed["restored"].as_u64(), renewed["suspended"].as_u64()), (Some(1), Some(1)));
            }
            Door::Role => role_without_a_seat(&instance, &owner, &ann),
            Door::Merge => merge_without_another_seat(&instance, &owner),
            Door::Queue => {
                let waits = json!({ "assignments": [{ "member": member(&instance, "bo@x.example") }], "when_full": "queue" });
                let queued: Value = owner.post(&instance, &assign, &waits).json();
                assert_eq!(queued["results"][0]["outcome"], "queued");
            }
            Door::Key => {
                let key: Value =
                    owner.post(&instance, &format!("/api/v1/licenses/{license}/keys"), &json!({})).json();
                let bo = Actor::anonymous();
                let sign_in = json!({ "email": "bo@x.example", "password": PASSWORD });
                bo.post(&instance, "/api/v1/session", &sign_in).expect(200);
                bo.post(&instance, "/api/v1/me/keys", &json!({ "key": key["secret"] }))
                    .refused(Code::SeatLimitReached);
            }
            Door::Link => {
                let link: Value =
                    owner.post(&instance, &format!("/api/v1/licenses/{license}/links"), &json!({})).json();
                let link = link["secret"].as_str().unwrap();
                let new = json!({ "email": "cy@x.example" });
                Actor::anonymous()
                    .post(&instance, &link[link.find("/l/").unwrap()..], &new)
                    .refused(Code::SeatLimitReached);
                assert!(instance.mails("cy@x.example").is_empty());
            }
            Door::Domain => {
                whole_domain(&instance, &owner, &license);
                let bo = json!({ "email": "bo@x.example", "password": PASSWORD });
                Actor::anonymous().post(&instance, "/api/v1/session", &bo).expect(200);
            }
            Door::Move => {
                // The only seat is Ann's; Bo brings one from another license, and keeps it.
                let other = self::license(&instance, &owner, 5);
                owner.post(&instance, &format!("/api/v1/licenses/{other}/assignments"), &second).expect(200);
                let all = json!({ "matching": { "filter": {} } });
                let act = json!({ "act": { "verb": "move", "to": license }, "to": all });
                let bulk = format!("/api/v1/licenses/{other}/assignments/bulk");
                let refused: Value = owner.post(&instance, &bulk, &act).json();
                assert_eq!(refused["results"][0]["code"], "seat_limit_reached");
                assert_eq!(taken(&instance, &owner, &other), (0, 1));
            }
            Door::Enable => {
                owner.post(&instance, &format!("{ann}/disable"), &json!({})).expect(200);
                owner.post(&instance, &assign, &second).expect(200);
                let problem = owner
                    .post(&instance, &format!("{ann}/enable"), &json!({}))
                    .refused(Code::SeatLimitReached);
                assert!(problem.detail.contains("Kaia"));
            }
        }
        assert_eq!(taken(&instance, &owner, &license), (0, 1), "{door:?}");
        healthy(&instance, &owner);
    }
}

#[test]
fn the_database_itself_holds_the_limit() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 1);
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license] }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let raise = format!("UPDATE licenses SET reserved = reserved + 1 WHERE id = '{license}'");
    assert!(instance.attempt(&raise).unwrap_err().contains("seats_suffice"));
    assert!(instance.attempt("UPDATE seat_ledger SET held = 9").unwrap_err().contains("append_only"));
    assert!(instance.attempt("DELETE FROM seat_ledger").unwrap_err().contains("append_only"));
    assert!(instance.attempt("DELETE FROM assignments").unwrap_err().contains("never_deleted"));
    assert!(instance.attempt("DELETE FROM events").unwrap_err().contains("append_only"));
}

/// Walks an invitation through each of its ends; its seat is reserved once and set free once.
#[test]
fn a_reservation_becomes_a_hold_or_is_set_free() {
    let ends: [(&str, (u64, u64)); 4] =
        [("accept", (0, 1)), ("decline", (0, 0)), ("cancel", (0, 0)), ("expire", (0, 0))];
    for (end, expected) in ends {
        let (instance, owner) = Instance::set_up();
        let license = license(&instance, &owner, 1);
        let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license] }] });
        let sent: Value = owner.post(&instance, "/api/v1/invitations", &rows).json();
        assert_eq!(taken(&instance, &owner, &license), (1, 0));
        let link = instance.link("ann@x.example");
        match end {
            "accept" => drop(Actor::joined_by_link(&instance, &link)),
            "decline" => {
                drop(Actor::anonymous().post(&instance, &format!("{link}/decline"), &json!({})).expect(200));
            }
            "cancel" => {
                let id = sent["results"][0]["id"].as_str().unwrap();
                owner.post(&instance, &format!("/api/v1/invitations/{id}/cancel"), &json!({})).expect(200);
            }
            _ => {
                instance.pass_days(14);
                instance.tick();
            }
        }
        assert_eq!(taken(&instance, &owner, &license), expected, "{end}");
        healthy(&instance, &owner);
        let page: Value = owner.get(&instance, &format!("/api/v1/licenses/{license}/ledger")).json();
        let sum = |field: &str| {
            page["items"].as_array().unwrap().iter().map(|entry| entry[field].as_i64().unwrap()).sum::<i64>()
        };
        assert_eq!(
            (sum("total"), sum("reserved"), sum("held")),
            (1, i64::try_from(expected.0).unwrap(), i64::try_from(expected.1).unwrap())
        );
    }
}

#[test]
fn every_taken_seat_says_why() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 2);
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license] }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    let people: Value = owner.get(&instance, &format!("/api/v1/licenses/{license}/assignments")).json();
    let assignment = people["items"][0]["id"].as_str().unwrap();
    let ledger: Value =
        owner.get(&instance, &format!("/api/v1/licenses/{license}/ledger?assignment={assignment}")).json();
    let why: Vec<_> = ledger["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["reason"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(why, ["accepted", "invited"]);
    assert_eq!(ledger["items"][1]["actor"], "Dana Whitfield");
    assert_eq!(ledger["items"][1]["door"], "email");
}

#[test]
fn disabling_frees_and_enabling_takes_the_same_seats_again() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let license = license(&instance, &owner, 1);
    let ann = member(&instance, "ann@x.example");
    let assign = json!({ "assignments": [{ "member": ann }] });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/assignments"), &assign).expect(200);
    let disabled: Value = owner.post(&instance, &format!("/api/v1/members/{ann}/disable"), &json!({})).json();
    assert_eq!(disabled["licenses"][0]["name"], "Kaia");
    assert_eq!(taken(&instance, &owner, &license), (0, 0));
    owner.post(&instance, &format!("/api/v1/members/{ann}/enable"), &json!({})).expect(200);
    assert_eq!(taken(&instance, &owner, &license), (0, 1));
    owner.delete(&instance, &format!("/api/v1/members/{ann}")).expect(200);
    assert_eq!(taken(&instance, &owner, &license), (0, 0));
    healthy(&instance, &owner);
}

#[test]
fn a_seat_is_free_the_moment_its_invitation_runs_out() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 1);
    let invite = |email: &str| -> Value {
        let rows = json!({ "invitations": [{ "email": email, "licenses": [license] }] });
        owner.post(&instance, "/api/v1/invitations", &rows).json()
    };
    invite("ann@x.example");
    assert_eq!(invite("bo@x.example")["results"][0]["code"], "seat_limit_reached");
    instance.pass_days(14);
    assert_eq!(invite("bo@x.example")["results"][0]["outcome"], "invited");
    healthy(&instance, &owner);
}

/// What a status change leads to hangs on a counter beside it; a statement that forgets the counter is undone.
#[test]
fn nobody_loses_a_seat_unnoticed_by_the_gate() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let license = license(&instance, &owner, 2);
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }, { "email": "bo@x.example" }] });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/assignments"), &rows).expect(200);
    for (uncounted, refusal) in [
        ("UPDATE assignments SET status = 'removed'", "release_not_counted"),
        ("UPDATE members SET status = 'disabled' WHERE email = 'ann@x.example'", "departure_not_counted"),
        ("UPDATE members SET status = 'removed' WHERE email = 'bo@x.example'", "departure_not_counted"),
        ("UPDATE invitations SET status = 'canceled' WHERE status = 'pending'", "ending_not_counted"),
    ] {
        assert!(instance.attempt(uncounted).unwrap_err().contains(refusal), "{uncounted}");
    }
    let ann = member(&instance, "ann@x.example");
    owner.post(&instance, &format!("/api/v1/members/{ann}/disable"), &json!({})).expect(200);
    let enabled = format!("UPDATE members SET status = 'active' WHERE id = '{ann}'");
    assert!(instance.attempt(&enabled).unwrap_err().contains("departure_not_counted"));
    healthy(&instance, &owner);
}

/// A request pays for every trigger that its statement could reach: on the edge it is compiled anew each time.
#[test]
fn accepting_does_not_pay_for_what_follows_a_freed_seat() {
    let (instance, _) = Instance::set_up();
    let reached = instance.triggers(
        "UPDATE invitations SET status = 'accepted', answered_at = '', user_id = '', changed_by = ''",
    );
    assert!(reached.iter().any(|name| name == "gate_books_a_claim"), "{reached:?}");
    assert!(
        !reached.iter().any(|name| name == "gate_books_a_release" || name == "queue_seats"),
        "{reached:?}"
    );
    assert!(reached.len() <= 20, "{reached:?}");
}
