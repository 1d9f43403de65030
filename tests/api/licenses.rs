//! Licenses with seats, and who is on them.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::invitations::RowResults;
use shared::api::ledger::LedgerEntry;
use shared::api::licenses::License;
use usher_tests::{Actor, Instance};

fn create(instance: &Instance, owner: &Actor, body: &Value) -> License {
    owner.post(instance, "/api/v1/licenses", body).json()
}

#[test]
fn seats_never_go_under_what_is_taken_and_the_refusal_names_the_number() {
    let (instance, owner) = Instance::set_up();
    let license = create(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 5 }));
    let rows = json!({ "invitations": (0..3).map(|i| json!({ "email": format!("p{i}@x.example"), "licenses": [license.id] })).collect::<Vec<_>>() });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let path = format!("/api/v1/licenses/{}", license.id);
    let problem = owner.patch(&instance, &path, &json!({ "seats": 2 })).refused(Code::SeatsBelowTaken);
    assert!(problem.detail.contains('3') && problem.field.as_deref() == Some("seats"));
    let changed: License = owner.patch(&instance, &path, &json!({ "seats": 3, "name": "Kaia 2" })).json();
    assert_eq!((changed.seats.free, changed.name.as_str()), (0, "Kaia 2"));
    let ledger: Page<LedgerEntry> = owner.get(&instance, &format!("{path}/ledger")).json();
    assert_eq!(ledger.items[0].total, -2);
}

#[test]
fn overage_is_a_rule_of_the_license() {
    let (instance, owner) = Instance::set_up();
    let license = create(
        &instance,
        &owner,
        &json!({ "name": "Kaia", "type": "school", "seats": 10, "overage": { "rule": "percent", "percent": 20 } }),
    );
    let rows = json!({ "invitations": (0..13).map(|i| json!({ "email": format!("p{i}@x.example"), "licenses": [license.id] })).collect::<Vec<_>>() });
    let sent: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(sent.results.iter().filter(|result| result.code.is_none()).count(), 12);
    let now: License = owner.get(&instance, &format!("/api/v1/licenses/{}", license.id)).json();
    assert_eq!((now.seats.reserved, now.seats.free, now.seats.limit), (12, 0, Some(12)));
}

#[test]
fn what_is_no_license_is_refused() {
    let (instance, owner) = Instance::set_up();
    for body in [
        json!({ "name": "Kaia", "type": "school", "seats": 0 }),
        json!({ "name": "Kaia", "type": "school", "seats": 10_000_001 }),
        json!({ "name": "Kaia", "type": "school", "seats": 1, "overage": { "rule": "percent", "percent": 0 } }),
        json!({ "name": "Kaia", "type": "school", "seats": 1, "starts_at": "2027-01-02T00:00:00Z", "expires_at": "2027-01-01T00:00:00Z" }),
    ] {
        owner.post(&instance, "/api/v1/licenses", &body).refused(Code::InvalidLicense);
    }
    for body in [
        json!({ "name": "Kaia", "type": "castle", "seats": 1 }),
        json!({ "name": "", "type": "school", "seats": 1 }),
        json!({ "seats": "many" }),
    ] {
        owner.post(&instance, "/api/v1/licenses", &body).refused(Code::InvalidBody);
    }
}

#[test]
fn an_expired_license_takes_nobody_in() {
    let (instance, owner) = Instance::set_up();
    let license = create(
        &instance,
        &owner,
        &json!({ "name": "Kaia", "type": "school", "seats": 5, "expires_at": "2026-12-01T00:00:00Z" }),
    );
    instance.pass_days(8);
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license.id] }] });
    let sent: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(sent.results[0].code, Some(Code::LicenseNotInTerm));
}

/// covers: A5
#[test]
fn members_are_assigned_at_once_and_strangers_invited() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let ann: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    let license = create(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 5 }));
    let path = format!("/api/v1/licenses/{}/assignments", license.id);
    let rows = json!({ "assignments": [{ "member": ann[0]["id"] }, { "email": "bo@x.example" }, { "member": "mem_01h455vb4pex5vsknk084sn02q" }] });
    let done: RowResults = owner.post(&instance, &path, &rows).json();
    let outcomes: Vec<_> = done.results.iter().map(|result| json!(result.outcome)).collect();
    assert_eq!(outcomes, [json!("added"), json!("invited"), json!("refused")]);
    assert_eq!(done.results[2].code, Some(Code::NotFound));
    let again: RowResults =
        owner.post(&instance, &path, &json!({ "assignments": [{ "email": "ann@x.example" }] })).json();
    assert_eq!(json!(again.results[0].outcome), json!("unchanged"));
    let people: Page<Assignment> = owner.get(&instance, &path).json();
    let standing: Vec<_> =
        people.items.iter().map(|row| (row.email.as_str(), row.status.as_str(), row.door.as_str())).collect();
    assert_eq!(standing, [("bo@x.example", "invited", "email"), ("ann@x.example", "accepted", "assign")]);
    let only: Page<Assignment> = owner.get(&instance, &format!("{path}?q=bo&status=invited")).json();
    assert_eq!(only.items.len(), 1);
}

/// covers: A6
#[test]
fn taking_somebody_off_frees_their_seat_and_they_can_come_back() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let license = create(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 1 }));
    let path = format!("/api/v1/licenses/{}/assignments", license.id);
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }] });
    let done: RowResults = owner.post(&instance, &path, &rows).json();
    let assignment = done.results[0].id.clone().unwrap();
    for _ in 0..2 {
        owner.delete(&instance, &format!("{path}/{assignment}")).expect(200);
    }
    let now: License = owner.get(&instance, &format!("/api/v1/licenses/{}", license.id)).json();
    assert_eq!(now.seats.free, 1);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=seat.").json();
    let kinds: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, [json!("seat.removed"), json!("seat.assigned")]);
    let back: RowResults = owner.post(&instance, &path, &rows).json();
    assert_eq!(
        (json!(back.results[0].outcome), back.results[0].id.as_deref()),
        (json!("added"), Some(assignment.as_str()))
    );
}

#[test]
fn licenses_are_listed_by_name_in_pages() {
    let (instance, owner) = Instance::set_up();
    for name in ["Delta", "alpha", "Charlie", "Bravo"] {
        create(&instance, &owner, &json!({ "name": name, "type": "school", "seats": 5 }));
    }
    let first: Page<License> = owner.get(&instance, "/api/v1/licenses?limit=3").json();
    let cursor = first.next_cursor.unwrap();
    let second: Page<License> =
        owner.get(&instance, &format!("/api/v1/licenses?limit=3&cursor={cursor}")).json();
    assert_eq!((first.items.len(), second.items.len(), second.next_cursor), (3, 1, None));
    let found: Page<License> = owner.get(&instance, "/api/v1/licenses?q=rav").json();
    assert_eq!(found.items[0].name, "Bravo");
}
