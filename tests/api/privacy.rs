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
    "erasures",          // of whom nothing is held
    "external_accounts", // with their connection, or of nobody
    "seat_ledger_days",
    "search_due", // only that search is to read their words anew
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
    assert!(!json!(mine.parts).to_string().contains("4711"));
    assert!(mine.parts["fields"].is_empty() && mine.parts["events"].iter().all(|event| event["actor"] == id));
    ann.get(&instance, &path).refused(Code::Forbidden);
    Actor::of_another_organization(&instance).get(&instance, &path).refused(Code::NotFound);
    // Whoever was removed has a right to it too.
    owner.delete(&instance, &format!("/api/v1/members/{id}")).expect(200);
    let after: PersonExport = owner.get(&instance, &path).json();
    assert_eq!(after.parts["person"][0]["status"], "removed");
}

/// What somebody else's file holds is what its taker may see elsewhere.
#[test]
fn nobody_saves_of_others_what_they_may_not_see_and_the_log_tells_of_each_file() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "ada@x.example", Role::Admin);
    let ann = Actor::joined(&instance, &admin, "ann@x.example", Role::Standard);
    ann.patch(&instance, "/api/v1/me/profile", &json!({ "links": ["https://ann.example"] })).expect(200);
    let export = |who: &str| {
        let found: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE {who}"));
        format!("/api/v1/members/{}/export", found[0]["id"].as_str().unwrap())
    };
    let path = export("email = 'ann@x.example'");
    admin.get(&instance, &export("role = 'owner'")).refused(Code::RoleNotGrantable);
    let program = |scopes: &[&str]| {
        let token = json!({ "name": "files", "scopes": scopes });
        let made: Value = owner.post(&instance, "/api/v1/tokens", &token).json();
        Actor::program(made["secret"].as_str().unwrap())
    };
    program(&["members:edit"]).get(&instance, &path).refused(Code::Forbidden);
    let some: PersonExport = program(&["members:edit", "export"]).get(&instance, &path).json();
    for part in ["sign_in_days", "sessions", "measures", "coaching_plans", "events", "seat_ledger"] {
        assert!(!some.parts.contains_key(part), "{part}");
    }
    assert!(!some.parts["person"][0].contains_key("last_sign_in_at"));
    let all: PersonExport = admin.get(&instance, &path).json();
    assert!(all.parts.len() == PARTS.len() && all.parts["person"][0].contains_key("last_sign_in_at"));
    assert_eq!(all.parts["profile"][0]["links"], json!(["https://ann.example"]));
    let told: Value = owner.get(&instance, "/api/v1/events?kind=member.saved").json();
    let told: Vec<_> = told["items"].as_array().unwrap().iter().map(|it| &it["target_name"]).collect();
    assert_eq!(told, ["New Person", "New Person"]);
}

/// Whoever acts on many saves their own acts without the names of those many.
#[test]
fn ones_own_file_names_nobody_else_and_is_taken_so_often_and_no_more() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "ada@x.example", Role::Admin);
    Actor::joined(&instance, &admin, "bob@x.example", Role::Standard);
    let answer = admin.get(&instance, MINE).expect(200);
    assert!(!answer.text().contains("bob@"), "{}", answer.text());
    let mine: PersonExport = answer.json();
    let invited: Vec<_> =
        mine.parts["events"].iter().filter(|event| event["kind"] == "invitation.created").collect();
    assert_eq!(
        (invited.len(), &invited[0]["target_name"], &invited[0]["details"]),
        (1, &json!(""), &json!({}))
    );
    for _ in 0..29 {
        admin.get(&instance, MINE).expect(200);
    }
    admin.get(&instance, MINE).refused(Code::TooManyAttempts);
    owner.get(&instance, MINE).expect(200);
}

/// One person's file costs no look at everybody's rows: an index leads to each part.
#[test]
fn no_part_reads_what_is_of_everybody() {
    let (instance, _) = Instance::set_up();
    let found: Vec<Value> = instance.rows("SELECT id, organization_id FROM members");
    let organization = found[0]["organization_id"].as_str().unwrap().parse().unwrap();
    let member = found[0]["id"].as_str().unwrap().parse().unwrap();
    for ((part, _), statement) in PARTS.iter().zip(functions::store::export::of(organization, member)) {
        for step in instance.plan(&statement) {
            assert!(!step.starts_with("SCAN") || step.contains("CONSTANT"), "{part}: {step}");
        }
    }
}
