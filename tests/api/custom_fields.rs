//! Fields that an organization adds to its people: who makes them, who sees and fills them, which values fit.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::custom_fields::{CustomField, FieldValues};
use shared::custom_field::FieldKind;
use usher_tests::{Actor, Instance};

const ALL: &str = "/api/v1/custom-fields";

fn make(instance: &Instance, owner: &Actor, body: &Value) -> CustomField {
    owner.post(instance, ALL, body).json()
}

fn member(instance: &Instance, email: &str) -> String {
    let found: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    format!("/api/v1/members/{}/fields", found[0]["id"].as_str().unwrap())
}

fn named<'a>(values: &'a FieldValues, name: &str) -> Option<&'a Value> {
    values.fields.iter().find(|field| field.name == name).and_then(|field| field.value.as_ref())
}

/// covers: C6
#[test]
fn fields_are_made_changed_and_deleted_by_admins() {
    let (instance, owner) = Instance::set_up();
    let stan = Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    stan.post(&instance, ALL, &json!({ "name": "Room", "kind": "text" })).refused(Code::Forbidden);
    for kind in FieldKind::ALL {
        let choices: &[&str] = if *kind == FieldKind::Choice { &["Oslo", "Wien"] } else { &[] };
        let made =
            make(&instance, &owner, &json!({ "name": kind.as_str(), "kind": kind, "choices": choices }));
        assert_eq!((made.kind, made.required, made.visible_to_person, made.values), (*kind, false, false, 0));
    }
    let room = make(&instance, &owner, &json!({ "name": "Room", "kind": "text", "required": true }));
    for (body, code, field) in [
        (json!({ "name": "room", "kind": "text" }), Code::NameTaken, Some("name")),
        (json!({ "name": "X", "kind": "color" }), Code::InvalidBody, None),
        (json!({ "name": "", "kind": "text" }), Code::InvalidBody, None),
        (json!({ "name": "X", "kind": "choice" }), Code::InvalidBody, Some("choices")),
        (json!({ "name": "X", "kind": "text", "choices": ["a"] }), Code::InvalidBody, Some("choices")),
        (
            json!({ "name": "X", "kind": "text", "edited_by_person": true }),
            Code::InvalidBody,
            Some("visible_to_person"),
        ),
    ] {
        assert_eq!(owner.post(&instance, ALL, &body).refused(code).field.as_deref(), field, "{body}");
    }
    let path = format!("{ALL}/{}", room.id);
    owner.patch(&instance, &path, &json!({ "kind": "number" })).refused(Code::InvalidBody);
    owner.patch(&instance, &path, &json!({ "name": "Date" })).refused(Code::NameTaken);
    let changed: CustomField =
        owner.patch(&instance, &path, &json!({ "name": "Room number", "visible_to_person": true })).json();
    assert_eq!(
        (changed.name.as_str(), changed.required, changed.visible_to_person),
        ("Room number", true, true)
    );
    let page: Page<CustomField> = owner.get(&instance, ALL).json();
    assert_eq!(page.items.len(), 7);
    let stranger = Actor::of_another_organization(&instance);
    stranger.patch(&instance, &path, &json!({ "name": "Mine" })).refused(Code::NotFound);
    stranger.delete(&instance, &path).refused(Code::NotFound);
    let theirs: Page<CustomField> = stranger.get(&instance, ALL).json();
    assert_eq!(theirs.items, []);
    owner.delete(&instance, &path).expect(200);
    owner.delete(&instance, &path).refused(Code::NotFound);
    for n in 0..44 {
        make(&instance, &owner, &json!({ "name": format!("Field {n}"), "kind": "text" }));
    }
    owner.post(&instance, ALL, &json!({ "name": "One more", "kind": "text" })).refused(Code::TooManyFields);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=field.changed").json();
    assert_eq!(events["items"][0]["details"]["name"], json!({ "from": "Room", "to": "Room number" }));
}

/// covers: C6
#[test]
fn staff_see_all_values_and_people_what_is_meant_for_them() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let secret = make(&instance, &owner, &json!({ "name": "Payroll", "kind": "number" }));
    let seen = make(
        &instance,
        &owner,
        &json!({ "name": "Site", "kind": "choice", "choices": ["Oslo", "Wien"], "visible_to_person": true }),
    );
    let own = make(
        &instance,
        &owner,
        &json!({ "name": "Homepage", "kind": "link", "visible_to_person": true, "edited_by_person": true }),
    );
    let path = member(&instance, "ann@x.example");
    let values = json!({ "values": { secret.id.to_string(): 4711, seen.id.to_string(): "Wien" } });
    let set: FieldValues = owner.patch(&instance, &path, &values).json();
    assert_eq!((named(&set, "Payroll"), named(&set, "Site")), (Some(&json!(4711)), Some(&json!("Wien"))));
    assert!(set.fields.iter().all(|field| field.editable));
    ann.get(&instance, &path).refused(Code::Forbidden);
    let mine: FieldValues = ann.get(&instance, "/api/v1/me/fields").json();
    let names: Vec<_> = mine.fields.iter().map(|field| (field.name.as_str(), field.editable)).collect();
    assert_eq!(names, [("Homepage", true), ("Site", false)]);
    let set = |field: &CustomField, value: Value| {
        ann.patch(&instance, "/api/v1/me/fields", &json!({ "values": { field.id.to_string(): value } }))
    };
    let mine: FieldValues = set(&own, json!("https://ann.example")).json();
    assert_eq!(named(&mine, "Homepage"), Some(&json!("https://ann.example")));
    set(&seen, json!("Oslo")).refused(Code::Forbidden);
    set(&secret, json!(1)).refused(Code::NotFound);
    set(&own, json!("javascript:alert(1)")).refused(Code::InvalidFieldValue);
    // The log names the fields and keeps to itself what they hold.
    let events: Value = owner.get(&instance, "/api/v1/events?kind=member.fields").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 2);
    assert!(events.to_string().contains("Payroll") && !events.to_string().contains("4711"));
    let page: Page<CustomField> = owner.get(&instance, ALL).json();
    assert!(page.items.iter().all(|field| field.values == 1));
    owner.delete(&instance, &format!("{ALL}/{}", secret.id)).expect(200);
    let left: Vec<Value> = instance.rows("SELECT value FROM member_fields");
    assert_eq!(left.len(), 2, "the values go with their field");
}

/// covers: C6
#[test]
fn values_fit_or_are_refused_together_at_their_field() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let room = make(&instance, &owner, &json!({ "name": "Room", "kind": "text", "required": true }));
    let start = make(&instance, &owner, &json!({ "name": "Start", "kind": "date" }));
    let path = member(&instance, "ann@x.example");
    let put = |values: Value| owner.patch(&instance, &path, &json!({ "values": values }));
    let at = |field: &CustomField| Some(format!("values.{}", field.id));
    let problem = put(json!({ start.id.to_string(): "2026-01-01" })).refused(Code::FieldRequired);
    assert_eq!(problem.field, at(&room));
    let both = json!({ room.id.to_string(): "4", start.id.to_string(): "soon" });
    assert_eq!(put(both).refused(Code::InvalidFieldValue).field, at(&start));
    assert!(instance.rows::<Value>("SELECT value FROM member_fields").is_empty(), "all or none");
    put(json!({ room.id.to_string(): "4", start.id.to_string(): "2026-01-01" })).expect(200);
    put(json!({ room.id.to_string(): null })).refused(Code::FieldRequired);
    put(json!({ room.id.to_string(): "  " })).refused(Code::FieldRequired);
    let cleared: FieldValues = put(json!({ start.id.to_string(): null })).json();
    assert_eq!((named(&cleared, "Start"), named(&cleared, "Room")), (None, Some(&json!("4"))));
    put(json!({ "fld_01h455vb4pex5vsknk084sn02q": 1 })).refused(Code::NotFound);
    put(json!({ "Room": "4" })).refused(Code::InvalidBody);
    let stranger = Actor::of_another_organization(&instance);
    stranger.get(&instance, &path).refused(Code::NotFound);
    stranger.patch(&instance, &path, &json!({ "values": {} })).refused(Code::NotFound);
    // A choice that is taken out of the list stays where it was chosen, and can't be chosen anew.
    let site =
        make(&instance, &owner, &json!({ "name": "Site", "kind": "choice", "choices": ["Oslo", "Wien"] }));
    put(json!({ site.id.to_string(): "Oslo" })).expect(200);
    owner.patch(&instance, &format!("{ALL}/{}", site.id), &json!({ "choices": ["Wien"] })).expect(200);
    let kept: FieldValues = owner.get(&instance, &path).json();
    assert_eq!(named(&kept, "Site"), Some(&json!("Oslo")));
    put(json!({ site.id.to_string(): "Oslo" })).refused(Code::InvalidFieldValue);
    // Whoever is removed has no fields to fill.
    let person = path.trim_end_matches("/fields").to_owned();
    owner.delete(&instance, &person).expect(200);
    put(json!({ room.id.to_string(): "5" })).refused(Code::NotFound);
    let none: FieldValues = owner.get(&instance, &path).json();
    assert_eq!(none.fields, []);
}
