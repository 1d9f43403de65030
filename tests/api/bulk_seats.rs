//! Many seats of a license at once: taken off, moved, and the same undone; each judged by itself, none lost or doubled.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::bulk::BulkOutcome;
use shared::api::bulk_seats::{BulkSeatResults, MatchingSeats};
use shared::api::events::Event;
use shared::api::licenses::License;
use shared::api::queue::QueueEntry;
use shared::api::{Page, assignments::Assignment};
use usher_tests::{Actor, Instance};

fn license(instance: &Instance, owner: &Actor, name: &str, seats: u32) -> License {
    owner
        .post(instance, "/api/v1/licenses", &json!({ "name": name, "type": "school", "seats": seats }))
        .json()
}

fn members(instance: &Instance, owner: &Actor, names: &[&str]) {
    for name in names {
        Actor::joined(instance, owner, &format!("{name}@x.example"), Role::Standard);
    }
}

fn assign(instance: &Instance, owner: &Actor, on: &License, names: &[&str]) {
    let rows: Vec<_> = names.iter().map(|name| json!({ "email": format!("{name}@x.example") })).collect();
    let path = format!("/api/v1/licenses/{}/assignments", on.id);
    owner.post(instance, &path, &json!({ "assignments": rows })).expect(200);
}

fn people(instance: &Instance, owner: &Actor, on: &License) -> Vec<Assignment> {
    let page: Page<Assignment> =
        owner.get(instance, &format!("/api/v1/licenses/{}/assignments", on.id)).json();
    page.items
}

fn taken(instance: &Instance, owner: &Actor, on: &License) -> (u32, u32) {
    let license: License = owner.get(instance, &format!("/api/v1/licenses/{}", on.id)).json();
    (license.seats.reserved, license.seats.held)
}

fn bulk(on: &License) -> String {
    format!("/api/v1/licenses/{}/assignments/bulk", on.id)
}

fn act(instance: &Instance, owner: &Actor, on: &License, act: &Value, to: &Value) -> BulkSeatResults {
    let answer: BulkSeatResults = owner.post(instance, &bulk(on), &json!({ "act": act, "to": to })).json();
    let doctor: Value = owner.get(instance, "/api/v1/doctor").json();
    assert_eq!(doctor["differences"], json!([]));
    answer
}

fn all() -> Value {
    json!({ "matching": { "filter": {} } })
}

fn codes(answer: &BulkSeatResults) -> Vec<Option<Code>> {
    let mut codes: Vec<_> = answer.results.iter().map(|result| result.code).collect();
    codes.sort_by_key(|code| code.map(Code::as_str));
    codes
}

/// One request, a result a row, what was free is named; and the same once more does nothing. covers: A6, B16
#[test]
fn many_are_taken_off_and_put_back() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo", "cy"]);
    let kaia = license(&instance, &owner, "Kaia", 5);
    // Cy has a seat that deactivating suspended; Di is invited.
    assign(&instance, &owner, &kaia, &["ann", "bo", "cy", "di"]);
    let cy = people(&instance, &owner, &kaia)
        .iter()
        .find(|it| it.email.as_str() == "cy@x.example")
        .unwrap()
        .member;
    owner.post(&instance, &format!("/api/v1/members/{cy}/disable"), &json!({})).expect(200);
    assert_eq!(taken(&instance, &owner, &kaia), (1, 2));
    let count: MatchingSeats =
        owner.get(&instance, &format!("/api/v1/licenses/{}/assignments/count", kaia.id)).json();
    assert_eq!((count.people, count.seats), (4, 3));
    let before: Vec<_> = people(&instance, &owner, &kaia).iter().map(|it| (it.id, it.status)).collect();
    let nobody = "asg_01h455vb4pex5vsknk084sn02q";
    let ids: Vec<_> = before.iter().map(|(id, _)| id.to_string()).chain([nobody.to_owned()]).collect();
    let removed = act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &json!({ "assignments": ids }));
    assert_eq!((removed.done, removed.seats_freed, removed.results.len()), (4, 3, 5));
    assert_eq!(codes(&removed), [None, None, None, None, Some(Code::NotFound)]);
    assert_eq!(taken(&instance, &owner, &kaia), (0, 0));
    let again =
        act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &json!({ "assignments": ids[..4] }));
    assert!(again.operation.is_none() && again.results.iter().all(|it| it.outcome == BulkOutcome::Unchanged));
    // Undone: everybody stands as before, by the gate.
    let undo = json!({ "operation": removed.operation });
    let restored = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert_eq!((restored.done, restored.results.len()), (4, 4));
    assert_eq!(taken(&instance, &owner, &kaia), (1, 2));
    let after: Vec<_> = people(&instance, &owner, &kaia).iter().map(|it| (it.id, it.status)).collect();
    assert_eq!(after, before);
    // Whom deactivating had suspended is suspended again, so that enabling brings the seat back.
    owner.post(&instance, &format!("/api/v1/members/{cy}/enable"), &json!({})).expect(200);
    assert_eq!(taken(&instance, &owner, &kaia), (1, 3));
    // Pressed twice it changes nothing more.
    let twice = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert!(twice.results.iter().all(|it| it.outcome != BulkOutcome::Done));
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=seat.restored").json();
    assert_eq!(events.items.len(), 4);
    // And di can still accept.
    Actor::joined_by_link(&instance, &instance.link("di@x.example"));
    assert_eq!(taken(&instance, &owner, &kaia), (0, 4));
}

/// Undo asks the gate: who finds no seat any more stays off, with the reason.
#[test]
fn undo_may_be_refused_and_says_why() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo", "cy", "di"]);
    let kaia = license(&instance, &owner, "Kaia", 2);
    assign(&instance, &owner, &kaia, &["ann", "bo"]);
    let removed = act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &all());
    let undo = json!({ "operation": removed.operation });
    // One of the two seats goes to somebody else meanwhile.
    assign(&instance, &owner, &kaia, &["cy"]);
    let restored = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert_eq!(codes(&restored), [None, Some(Code::SeatLimitReached)]);
    assert!(
        restored.results.iter().any(|it| it.message.as_deref().is_some_and(|text| text.contains("Kaia")))
    );
    assert_eq!(taken(&instance, &owner, &kaia), (0, 2));
    // Whoever was removed or deactivated since does not come back either.
    let removed = act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &all());
    let who: Vec<_> = removed.results.iter().filter_map(|it| it.member).collect();
    owner.post(&instance, &format!("/api/v1/members/{}/disable", who[0]), &json!({})).expect(200);
    owner.delete(&instance, &format!("/api/v1/members/{}", who[1])).expect(200);
    let undo = json!({ "operation": removed.operation });
    let restored = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert_eq!(codes(&restored), [Some(Code::MemberDisabled), Some(Code::NotInThisState)]);
    // An operation of another license, or of nobody, is not there.
    let other = license(&instance, &owner, "Other", 2);
    let foreign = json!({ "act": { "verb": "restore" }, "to": undo });
    owner.post(&instance, &bulk(&other), &foreign).refused(Code::NotFound);
}

/// Whom the end of the term had suspended, or being deactivated, is not put back into that when it is over by now.
#[test]
fn undo_gives_the_seat_back_to_whom_a_renewal_or_enabling_would_have_given_it() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo", "cy"]);
    let end = instance.now().plus_days(1);
    let body = json!({ "name": "Kaia", "type": "school", "seats": 3, "expires_at": end });
    let kaia: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    assign(&instance, &owner, &kaia, &["ann", "bo", "cy"]);
    let status = |name: &str, verb: &str| {
        let found: Vec<Value> =
            instance.rows(&format!("SELECT id FROM members WHERE email = '{name}@x.example'"));
        let path = format!("/api/v1/members/{}/{verb}", found[0]["id"].as_str().unwrap());
        owner.post(&instance, &path, &json!({})).expect(200);
    };
    let stand = || {
        let seats: Vec<Value> = instance.rows("SELECT a.status || ' ' || a.reason AS it FROM assignments a JOIN members m ON m.id = a.member_id ORDER BY m.email");
        seats.iter().map(|row| row["it"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    status("cy", "disable");
    instance.pass_days(2);
    instance.tick();
    assert_eq!(stand(), ["suspended term_ended", "suspended term_ended", "suspended disabled"]);
    let removed = act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &all());
    assert_eq!(removed.done, 3);
    let renew = json!({ "expires_at": instance.now().plus_days(300) });
    owner.post(&instance, &format!("/api/v1/licenses/{}/renew", kaia.id), &renew).expect(200);
    status("bo", "disable");
    status("cy", "enable");
    let undo = json!({ "operation": removed.operation });
    let restored = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert_eq!((restored.done, codes(&restored)), (3, vec![None; 3]));
    assert_eq!(stand(), ["accepted restored", "suspended disabled", "accepted restored"]);
    assert_eq!(taken(&instance, &owner, &kaia), (0, 2));
    status("bo", "enable");
    assert_eq!(taken(&instance, &owner, &kaia), (0, 3));
}

/// The seat that comes free goes to whoever waits, and undoing cannot take it back from them.
#[test]
fn whoever_waits_is_seated_before_an_undo() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo"]);
    let kaia = license(&instance, &owner, "Kaia", 1);
    assign(&instance, &owner, &kaia, &["ann"]);
    let waits = json!({ "assignments": [{ "email": "bo@x.example" }], "when_full": "queue" });
    owner.post(&instance, &format!("/api/v1/licenses/{}/assignments", kaia.id), &waits).expect(200);
    let removed = act(&instance, &owner, &kaia, &json!({ "verb": "remove" }), &all());
    assert_eq!((removed.done, taken(&instance, &owner, &kaia)), (1, (0, 1)));
    assert_eq!(people(&instance, &owner, &kaia)[0].email.as_str(), "bo@x.example");
    let undo = json!({ "operation": removed.operation });
    let restored = act(&instance, &owner, &kaia, &json!({ "verb": "restore" }), &undo);
    assert_eq!(codes(&restored), [Some(Code::SeatLimitReached)]);
}

/// Moving never loses a seat: three move to a license with two free ones, one keeps theirs, and all of it comes back.
#[test]
fn seats_move_one_by_one_and_none_is_lost() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo", "cy", "ed"]);
    let (kaia, pro) = (license(&instance, &owner, "Kaia", 5), license(&instance, &owner, "Pro", 3));
    assign(&instance, &owner, &kaia, &["ann", "bo", "cy", "di"]);
    assign(&instance, &owner, &pro, &["ed", "ann"]);
    let moving = json!({ "verb": "move", "to": pro.id });
    let moved = act(&instance, &owner, &kaia, &moving, &all());
    // Ann has a seat there; of the other three one fits.
    let expected =
        [None, Some(Code::AlreadyMember), Some(Code::SeatLimitReached), Some(Code::SeatLimitReached)];
    assert_eq!((moved.done, moved.seats_freed, codes(&moved)), (1, 1, expected.to_vec()));
    let (left, there) = (taken(&instance, &owner, &kaia), taken(&instance, &owner, &pro));
    assert_eq!((left.0 + left.1, there.0 + there.1), (3, 3));
    let back = json!({ "verb": "move", "to": kaia.id });
    let undone = act(&instance, &owner, &pro, &back, &json!({ "operation": moved.operation }));
    assert_eq!(undone.done, 1);
    assert_eq!(taken(&instance, &owner, &kaia), (1, 3));
    assert_eq!(taken(&instance, &owner, &pro), (0, 2));
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=seat.moved").json();
    assert_eq!(events.items.len(), 2);
    assert_eq!(events.items[1].details["from_name"], "Kaia");
    // An invitation that moves is accepted onto the other license.
    owner.patch(&instance, &format!("/api/v1/licenses/{}", pro.id), &json!({ "seats": 9 })).expect(200);
    let moved =
        act(&instance, &owner, &kaia, &moving, &json!({ "matching": { "filter": { "status": "invited" } } }));
    assert_eq!(moved.done, 1);
    Actor::joined_by_link(&instance, &instance.link("di@x.example"));
    assert_eq!((taken(&instance, &owner, &kaia), taken(&instance, &owner, &pro)), ((0, 3), (0, 3)));
}

/// The seats that moving frees go to those who wait there.
#[test]
fn moving_serves_the_queue_of_the_license_left() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann", "bo"]);
    let (kaia, pro) = (license(&instance, &owner, "Kaia", 1), license(&instance, &owner, "Pro", 1));
    assign(&instance, &owner, &kaia, &["ann"]);
    let path = format!("/api/v1/licenses/{}", kaia.id);
    let waits = json!({ "assignments": [{ "email": "bo@x.example" }], "when_full": "queue" });
    owner.post(&instance, &format!("{path}/assignments"), &waits).expect(200);
    let moved = act(&instance, &owner, &kaia, &json!({ "verb": "move", "to": pro.id }), &all());
    assert_eq!(moved.done, 1);
    assert_eq!((taken(&instance, &owner, &kaia), taken(&instance, &owner, &pro)), ((0, 1), (0, 1)));
    let queue: Page<QueueEntry> = owner.get(&instance, &format!("{path}/queue?state=waiting")).json();
    assert!(queue.items.is_empty());
    // Undone, Ann would need a seat that Bo has now: she keeps the one on Pro.
    let back = json!({ "verb": "move", "to": kaia.id });
    let undone = act(&instance, &owner, &pro, &back, &json!({ "operation": moved.operation }));
    assert_eq!(codes(&undone), [Some(Code::SeatLimitReached)]);
    assert_eq!(taken(&instance, &owner, &pro), (0, 1));
}

#[test]
fn what_is_no_act_is_refused_as_a_whole() {
    let (instance, owner) = Instance::set_up();
    members(&instance, &owner, &["ann"]);
    let (kaia, over) = (license(&instance, &owner, "Kaia", 2), license(&instance, &owner, "Over", 2));
    assign(&instance, &owner, &kaia, &["ann"]);
    let remove = json!({ "verb": "remove" });
    for body in [
        json!({}),
        json!({ "act": { "verb": "explode" }, "to": all() }),
        json!({ "act": { "verb": "move" }, "to": all() }),
        json!({ "act": remove, "to": { "matching": { "filter": { "color": "red" } } } }),
        json!({ "act": { "verb": "restore" }, "to": all() }),
        json!({ "act": { "verb": "move", "to": kaia.id }, "to": all() }),
    ] {
        owner.post(&instance, &bulk(&kaia), &body).refused(Code::InvalidBody);
    }
    let none = json!({ "act": remove, "to": { "assignments": [] } });
    owner.post(&instance, &bulk(&kaia), &none).refused(Code::TooManyRows);
    let seen = json!({ "act": remove, "to": { "matching": { "filter": {}, "expected": 2 } } });
    owner.post(&instance, &bulk(&kaia), &seen).refused(Code::SelectionChanged);
    let nowhere = json!({ "act": { "verb": "move", "to": "lic_01h455vb4pex5vsknk084sn02q" }, "to": all() });
    owner.post(&instance, &bulk(&kaia), &nowhere).refused(Code::NotFound);
    let end = json!({ "expires_at": instance.now().plus_days(1) });
    owner.patch(&instance, &format!("/api/v1/licenses/{}", over.id), &end).expect(200);
    instance.pass_days(2);
    let ended = json!({ "act": { "verb": "move", "to": over.id }, "to": all() });
    owner.post(&instance, &bulk(&kaia), &ended).refused(Code::LicenseNotInTerm);
    // A stranger sees neither license.
    let eve = Actor::of_another_organization(&instance);
    eve.post(&instance, &bulk(&kaia), &json!({ "act": remove, "to": all() })).refused(Code::NotFound);
    assert_eq!(taken(&instance, &owner, &kaia), (0, 1));
}

/// A selection as large as one request takes: one write, an event, a ledger entry and a result each.
#[test]
fn ten_thousand_move_in_one_request() {
    let (instance, owner) = Instance::set_up();
    let (kaia, pro) = (license(&instance, &owner, "Kaia", 20_000), license(&instance, &owner, "Pro", 20_000));
    instance.crowd(10_000, "'p' || i", "'P ' || i");
    instance.arrange(&format!(
        "INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id) \
         SELECT 'asg_' || substr(id, 5), organization_id, '{}', id, 'accepted', 'assign', 'assigned', '', created_at, '' FROM members WHERE role = 'standard'",
        kaia.id
    ));
    let to = json!({ "matching": { "filter": {}, "expected": 10_000 } });
    let moved = act(&instance, &owner, &kaia, &json!({ "verb": "move", "to": pro.id }), &to);
    assert_eq!((moved.done, moved.results.len()), (10_000, 10_000));
    let undo = json!({ "operation": moved.operation });
    let undone = act(&instance, &owner, &pro, &json!({ "verb": "move", "to": kaia.id }), &undo);
    assert_eq!(undone.done, 10_000);
}
