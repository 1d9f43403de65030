//! What finds people beside name and address: values of fields, further addresses, ids; kept current whatever changes.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::custom_fields::CustomField;
use shared::api::members::Member;
use usher_tests::{Actor, Instance};

use crate::emails::{add, prove};

const FIELDS: &str = "/api/v1/custom-fields";

fn found(instance: &Instance, owner: &Actor, query: &str) -> Vec<(String, Option<String>)> {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?q={query}")).json();
    page.items.into_iter().map(|member| (member.email.to_string(), member.found_by)).collect()
}

fn field(instance: &Instance, owner: &Actor, body: &Value) -> CustomField {
    owner.post(instance, FIELDS, body).json()
}

fn path_of(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    format!("/api/v1/members/{}", rows[0]["id"].as_str().unwrap())
}

/// The two indexes hold what the rows say, no more and no less.
fn is_sound(instance: &Instance) {
    for index in ["members_inside", "members_words"] {
        instance.arrange(&format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"));
    }
    let words = "coalesce((SELECT group_concat(word, ' ') FROM member_words w WHERE w.member_id = m.id), '')";
    let stale: Vec<Value> =
        instance.rows(&format!("SELECT m.email FROM members m WHERE length(m.known_as) <> length({words})"));
    assert!(stale.is_empty(), "{stale:?}");
}

/// covers: C6, E15
#[test]
fn values_of_fields_find_people_and_the_answer_says_by_what() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "bob@x.example", Role::Standard);
    let of = |kind: &str, name: &str| {
        let choices: &[&str] = if kind == "choice" { &["Weißenburger Straße", "Oslo"] } else { &[] };
        field(&instance, &owner, &json!({ "name": name, "kind": kind, "choices": choices }))
    };
    let (locker, site, badge) = (of("text", "Locker"), of("choice", "Site"), of("number", "Badge"));
    let (link, day, yes) = (of("link", "Page"), of("date", "Start"), of("yes_no", "Driver"));
    assert!(locker.searchable && site.searchable && badge.searchable && link.searchable);
    assert!(!day.searchable && !yes.searchable);
    let ann = path_of(&instance, "ann@x.example");
    let put = |values: Value| {
        owner.patch(&instance, &format!("{ann}/fields"), &json!({ "values": values })).expect(200)
    };
    put(json!({
        locker.id.to_string(): "Room 12B", site.id.to_string(): "Weißenburger Straße", badge.id.to_string(): 47_110,
        link.id.to_string(): "https://people.example/in/annika", day.id.to_string(): "2026-11-24", yes.id.to_string(): true,
    }));
    let by = |query: &str| found(&instance, &owner, query);
    let because = |why: &str| vec![("ann@x.example".to_owned(), Some(why.to_owned()))];
    for (typed, why) in [
        ("12b", "Locker: Room 12B"),
        ("oom+ann@x", "Locker: Room 12B"),
        ("12", "Locker: Room 12B"),
        ("weissenb", "Site: Weißenburger Straße"),
        ("WEI%C3%9FEN", "Site: Weißenburger Straße"),
        ("4711", "Badge: 47110"),
        ("annika", "Page: https://people.example/in/annika"),
        ("12b+4711", "Locker: Room 12B, Badge: 47110"),
    ] {
        let mut got = by(typed);
        if let (true, Some((_, Some(got)))) = (typed == "12b+4711", got.first_mut()) {
            let mut parts: Vec<_> = got.split(", ").collect();
            parts.sort_by_key(|part| part.starts_with("Badge"));
            *got = parts.join(", ");
        }
        assert_eq!(got, because(why), "{typed}");
    }
    // What name and address have needs no reason; neither yes nor a day nor the name of a field finds anybody.
    assert_eq!(by("ann@x"), [("ann@x.example".to_owned(), None)]);
    assert!(by("true").is_empty() && by("2026-11").is_empty() && by("locker").is_empty());
    put(json!({ locker.id.to_string(): "Room 7", badge.id.to_string(): null }));
    assert!(by("12b").is_empty() && by("4711").is_empty() && by("room").len() == 1);
    is_sound(&instance);

    // Who is found by what is the admins' to say, and yes is nobody's mark.
    let turn = |field: &CustomField, on: bool| {
        owner.patch(&instance, &format!("{FIELDS}/{}", field.id), &json!({ "searchable": on }))
    };
    turn(&locker, false).expect(200);
    assert!(by("room").is_empty());
    put(json!({ locker.id.to_string(): "Room 8" }));
    assert!(by("room").is_empty());
    turn(&locker, true).expect(200);
    assert_eq!(by("room"), because("Locker: Room 8"));
    turn(&day, true).expect(200);
    assert_eq!(by("2026-11"), because("Start: 2026-11-24"));
    assert_eq!(turn(&yes, true).refused(Code::InvalidBody).field.as_deref(), Some("searchable"));
    let body = json!({ "name": "Diver", "kind": "yes_no", "searchable": true });
    assert_eq!(
        owner.post(&instance, FIELDS, &body).refused(Code::InvalidBody).field.as_deref(),
        Some("searchable")
    );
    owner.delete(&instance, &format!("{FIELDS}/{}", link.id)).expect(200);
    assert!(by("annika").is_empty() && by("room").len() == 1);

    // Whoever is removed shows no values, so none finds them; they do again once the person is asked again.
    owner.delete(&instance, &ann).expect(200);
    instance.tick();
    assert!(by("room&status=removed").is_empty() && by("ann@x&status=removed").len() == 1);
    let again = json!({ "invitations": [{ "email": "ann@x.example" }] });
    owner.post(&instance, "/api/v1/invitations", &again).expect(200);
    instance.tick();
    assert_eq!(by("room"), because("Locker: Room 8"));
    is_sound(&instance);
}

/// Who may search sees the values that find people, those for staff alone too; nobody else learns one by searching.
#[test]
fn who_does_not_see_fields_does_not_search() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let payroll = field(&instance, &owner, &json!({ "name": "Payroll", "kind": "text" }));
    let path = path_of(&instance, "ann@x.example");
    let values = json!({ "values": { payroll.id.to_string(): "P-4711" } });
    owner.patch(&instance, &format!("{path}/fields"), &values).expect(200);
    let stranger = Actor::of_another_organization(&instance);
    for path in ["members", "members/count", "members/seats", "members.csv"] {
        ann.get(&instance, &format!("/api/v1/{path}?q=4711")).refused(Code::Forbidden);
        assert!(!stranger.get(&instance, &format!("/api/v1/{path}?q=4711")).text().contains("ann@"));
    }
    let act = json!({ "act": { "verb": "disable" }, "to": { "matching": { "filter": { "q": "4711" } } } });
    ann.post(&instance, "/api/v1/members/bulk", &act).refused(Code::Forbidden);
    let file = owner.get(&instance, "/api/v1/members.csv?q=4711").text();
    assert!(file.contains("ann@x.example") && !file.contains("4711"), "{file}");
}

/// covers: C7
#[test]
fn any_part_of_a_further_address_finds_whom_it_belongs_to() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let by = |query: &str| found(&instance, &owner, query);
    let because = |why: &str| vec![("ann@x.example".to_owned(), Some(why.to_owned()))];
    let named = add(&instance, &ann, "moonlight@home.example");
    assert!(by("moonlight").is_empty(), "not before it is proved");
    ann.delete(&instance, &named).expect(200);
    prove(&instance, &ann, "moonlight@home.example");
    assert_eq!(by("moonl"), because("moonlight@home.example"));
    assert_eq!(by("@home+ann"), because("moonlight@home.example"));
    is_sound(&instance);
    // Deactivated people keep it, whoever is removed is known by the address in the list alone.
    let path = path_of(&instance, "ann@x.example");
    owner.post(&instance, &format!("{path}/disable"), &json!({})).expect(200);
    instance.tick();
    assert_eq!(by("moonl").len(), 1);
    owner.delete(&instance, &path).expect(200);
    instance.tick();
    assert!(by("moonl&status=removed").is_empty() && by("ann@&status=removed").len() == 1);
    // Where they come in, they are known by it.
    let theirs = Actor::of_another_organization(&instance);
    let invited = json!({ "invitations": [{ "email": "ann@x.example" }] });
    theirs.post(&instance, "/api/v1/invitations", &invited).expect(200);
    instance.tick();
    assert!(found(&instance, &theirs, "moonl").is_empty());
    instance.arrange(
        "UPDATE members SET status = 'active', user_id = (SELECT id FROM users WHERE email = 'ann@x.example') WHERE email = 'ann@x.example' AND status = 'pending'",
    );
    instance.tick();
    assert_eq!(found(&instance, &theirs, "moonl").len(), 1);
    instance.arrange("UPDATE user_emails SET email = 'sunlight@home.example'");
    assert!(found(&instance, &theirs, "moonl").is_empty() && found(&instance, &theirs, "sunl").len() == 1);
    instance.arrange("DELETE FROM user_emails");
    assert!(found(&instance, &theirs, "sunl").is_empty());
    is_sound(&instance);
}

/// A field of thousands is switched and deleted at once; who is found by it follows in parts, a thousand with the request.
#[test]
fn a_field_of_thousands_is_switched_in_parts() {
    let (instance, owner) = Instance::set_up();
    instance.crowd(2500, "'pupil' || i", "'Pupil ' || i");
    let room = field(&instance, &owner, &json!({ "name": "Room", "kind": "text" }));
    let fill = format!(
        "INSERT INTO member_fields SELECT organization_id, id, '{}', json_quote('Wing ' || seq), '', '', '' FROM members WHERE email LIKE 'pupil%'",
        room.id
    );
    instance.arrange(&fill);
    let count = || {
        let count: Value = owner.get(&instance, "/api/v1/members/count?q=wing").json();
        count["people"].as_u64().unwrap()
    };
    assert_eq!(count(), 2500);
    let path = format!("{FIELDS}/{}", room.id);
    owner.patch(&instance, &path, &json!({ "searchable": false })).expect(200);
    assert_eq!(count(), 1500);
    instance.tick();
    assert_eq!(count(), 0);
    owner.patch(&instance, &path, &json!({ "searchable": true })).expect(200);
    instance.tick();
    assert_eq!(count(), 2500);
    owner.delete(&instance, &path).expect(200);
    assert!(instance.rows::<Value>("SELECT 1 AS x FROM member_fields").is_empty());
    assert_eq!(count(), 1500);
    instance.tick();
    assert_eq!(count(), 0);
    is_sound(&instance);
}
