//! What is held on a person, to save.

use functions::store::export::PARTS;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::PersonExport;
use usher_tests::{Actor, Instance};

const MINE: &str = "/api/v1/account/export";

/// Tables with a column that names a person, of which no part of the export is a row of theirs.
const OTHERWISE: &[&str] = &[
    "external_accounts", // with their connection, or of nobody
    "seat_ledger_days",
];

#[test]
fn every_table_that_names_a_person_is_in_what_is_saved() {
    let instance = Instance::new();
    let columns = "'member_id', 'user_id', 'email', 'created_by', 'actor', 'target'";
    let tables: Vec<Value> = instance.rows(&format!(
        "SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'members_search%' AND c.name IN ({columns})"
    ));
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables {
        let table = table["name"].as_str().unwrap();
        let read = |(_, sql): &(&str, &str)| {
            sql.contains(&format!("FROM {table} ")) || sql.contains(&format!("JOIN {table} "))
        };
        assert!(
            OTHERWISE.contains(&table) || PARTS.iter().any(read),
            "{table} names a person: say in store/export.rs what of it is theirs"
        );
    }
}

/// Covers the right to a copy of what is held.
#[test]
fn a_person_saves_what_is_held_on_them_and_whoever_may_change_people_does_for_them() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 3 }))
        .json();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "bob@x.example", Role::Standard);
    let found: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    let id = found[0]["id"].as_str().unwrap();
    let field: Value = owner
        .post(&instance, "/api/v1/custom-fields", &json!({ "name": "Payroll", "kind": "number" }))
        .json();
    let values = json!({ "values": { field["id"].as_str().unwrap(): 4711 } });
    owner.patch(&instance, &format!("/api/v1/members/{id}/fields"), &values).expect(200);
    let seats = format!("/api/v1/licenses/{}/assignments", license["id"].as_str().unwrap());
    owner.post(&instance, &seats, &json!({ "assignments": [{ "member": id }] })).expect(200);
    let path = format!("/api/v1/members/{id}/export");
    let answer = owner.get(&instance, &path).expect(200);
    let file = answer.reply.headers().get("content-disposition").unwrap().to_str().unwrap().to_owned();
    assert_eq!(file, "attachment; filename=\"person.json\"");
    let text = answer.text();
    let held: PersonExport = answer.json();
    let part = |name: &str| &held.parts[name];
    assert_eq!(part("person")[0]["email"], "ann@x.example");
    assert_eq!(part("account")[0]["name"], "New Person");
    assert_eq!((&part("fields")[0]["name"], &part("fields")[0]["value"]), (&json!("Payroll"), &json!(4711)));
    assert_eq!(part("seats")[0]["license"], "Kaia");
    assert_eq!(part("invitations")[0]["status"], "accepted");
    assert!(part("seat_ledger").len() == 1 && part("sessions").len() == 1 && !part("mails").is_empty());
    assert!(part("events").iter().any(|event| event["details"].is_object()));
    assert!(!text.contains("argon2") && !text.contains("_hash") && !text.contains("bob@x.example"), "{text}");
    let mine: PersonExport = ann.get(&instance, MINE).json();
    assert_eq!((&mine.parts["seats"], &mine.parts["person"]), (&held.parts["seats"], &held.parts["person"]));
    // What staff keep to themselves is not for a press of a button.
    assert!(mine.parts["fields"].is_empty() && mine.parts["events"].iter().all(|event| event["actor"] == id));
    ann.get(&instance, &path).refused(Code::Forbidden);
    Actor::of_another_organization(&instance).get(&instance, &path).refused(Code::NotFound);
    // Whoever was removed has a right to it too.
    owner.delete(&instance, &format!("/api/v1/members/{id}")).expect(200);
    let after: PersonExport = owner.get(&instance, &path).json();
    assert_eq!(after.parts["person"][0]["status"], "removed");
}
