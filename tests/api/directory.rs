//! The directory of people: its filters by door and last sign-in, what deactivating would free, and its file.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::bulk::BulkResults;
use shared::api::licenses::License;
use shared::api::members::{Matching, Member, SeatsOfPeople};
use shared::member::Source;
use usher_tests::{Actor, Instance};

const COUNT: &str = "/api/v1/members/count";

fn emails(instance: &Instance, by: &Actor, query: &str) -> Vec<String> {
    let page: Page<Member> = by.get(instance, &format!("/api/v1/members?{query}")).json();
    let count: Matching = by.get(instance, &format!("{COUNT}?{query}")).json();
    assert_eq!(page.items.len(), usize::try_from(count.people).unwrap(), "{query}");
    page.items.into_iter().map(|member| member.email.to_string()).collect()
}

fn license(instance: &Instance, owner: &Actor, name: &str, kind: &str) -> License {
    owner.post(instance, "/api/v1/licenses", &json!({ "name": name, "type": kind, "seats": 9 })).json()
}

fn token(instance: &Instance, owner: &Actor, scopes: &[&str]) -> Actor {
    let made: Value =
        owner.post(instance, "/api/v1/tokens", &json!({ "name": "Program", "scopes": scopes })).json();
    Actor::program(made["secret"].as_str().unwrap())
}

/// covers: C8
#[test]
fn people_are_found_by_the_door_they_came_by() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, "Kaia", "school");
    let invite = |by: &Actor, email: &str| {
        let rows = json!({ "invitations": [{ "email": email }] });
        by.post(&instance, "/api/v1/invitations", &rows).expect(200);
    };
    invite(&owner, "typed@x.example");
    let program = token(&instance, &owner, &["invitations:manage", "customers:add", "members:read"]);
    invite(&program, "program@x.example");
    program.post(&instance, "/api/v1/contacts", &json!({ "email": "kim@acme.example" })).expect(200);
    let import: Value =
        owner.post(&instance, "/api/v1/imports", &json!({ "name": "people.csv", "rows": 1 })).json();
    let import = import["id"].as_str().unwrap();
    let rows = json!({ "rows": [{ "row": 1, "email": "file@x.example" }] });
    owner.put(&instance, &format!("/api/v1/imports/{import}/parts/0"), &rows).expect(200);
    owner.post(&instance, &format!("/api/v1/imports/{import}/commit"), &json!({})).expect(200);
    instance.carry_import(import.parse().unwrap());
    let made = |what: &str| {
        let path = format!("/api/v1/licenses/{}/{what}", kaia.id);
        let made: Value = owner.post(&instance, &path, &json!({})).json();
        made["secret"].as_str().unwrap().to_owned()
    };
    let (link, key) = (made("links"), made("keys"));
    let path = &link[link.find("/l/").unwrap()..];
    let fields = [("name", "Lin"), ("email", "link@x.example")];
    Actor::anonymous().form(&instance, path, &fields).expect(200);
    let fields = [("code", key.as_str()), ("name", "Kay"), ("email", "key@x.example")];
    Actor::anonymous().form(&instance, "/join", &fields).expect(200);

    for (source, email) in [
        ("set_up", "dana@northwind.example"),
        ("email", "typed@x.example"),
        ("api", "program@x.example"),
        ("contact", "kim@acme.example"),
        ("csv", "file@x.example"),
        ("link", "link@x.example"),
        ("key", "key@x.example"),
    ] {
        assert_eq!(emails(&instance, &owner, &format!("source={source}")), [email], "{source}");
    }
    assert_eq!(emails(&instance, &owner, "source=csv,api&q=x.example").len(), 2);
    assert!(emails(&instance, &owner, "source=domain").is_empty());
    owner.get(&instance, "/api/v1/members?source=window").refused(Code::InvalidParameter);
    // Whoever was removed and comes back by another door came by that one.
    let file: Page<Member> = owner.get(&instance, "/api/v1/members?source=csv").json();
    assert_eq!(file.items[0].source, Source::Csv);
    owner.delete(&instance, &format!("/api/v1/members/{}", file.items[0].id)).expect(200);
    invite(&owner, "file@x.example");
    assert_eq!(emails(&instance, &owner, "source=email"), ["file@x.example", "typed@x.example"]);
}

/// covers: E17, E13
#[test]
fn who_has_not_signed_in_for_long_is_found_and_deactivated_with_what_it_frees() {
    let (instance, owner) = Instance::set_up();
    let (kaia, studio) =
        (license(&instance, &owner, "Kaia", "school"), license(&instance, &owner, "Studio", "school"));
    for name in ["ann", "bo", "cy"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Standard);
    }
    let seat = |license: &License, names: &[&str]| {
        let rows: Vec<_> = names.iter().map(|name| json!({ "email": format!("{name}@x.example") })).collect();
        let path = format!("/api/v1/licenses/{}/assignments", license.id);
        owner.post(&instance, &path, &json!({ "assignments": rows })).expect(200);
    };
    seat(&kaia, &["ann", "bo", "cy"]);
    seat(&studio, &["ann"]);
    instance.arrange("UPDATE members SET last_sign_in_at = NULL WHERE email = 'cy@x.example'");
    instance.pass_days(20);
    owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "di@x.example" }] }))
        .expect(200);
    let sign_in = |email: &str| {
        let by = Actor::anonymous();
        by.post(&instance, "/api/v1/session", &json!({ "email": email, "password": usher_tests::PASSWORD }))
            .expect(200);
        by
    };
    instance.pass_days(12);
    let owner = sign_in("dana@northwind.example");
    sign_in("bo@x.example");
    let found = |filter: &str| emails(&instance, &owner, &format!("last_sign_in={filter}"));
    assert_eq!(found("within_7_days"), ["dana@northwind.example", "bo@x.example"]);
    assert_eq!(found("idle_30_days"), ["ann@x.example", "cy@x.example"]);
    assert!(found("idle_90_days").is_empty());
    assert_eq!(found("never"), ["di@x.example", "cy@x.example"]);
    instance.pass_days(60);
    let owner = sign_in("dana@northwind.example");
    let idle = "status=active&last_sign_in=idle_90_days";
    assert_eq!(emails(&instance, &owner, idle), ["ann@x.example", "cy@x.example"]);
    let seats = |query: &str| {
        let found: SeatsOfPeople = owner.get(&instance, &format!("/api/v1/members/seats?{query}")).json();
        found.licenses.into_iter().map(|it| (it.name, it.seats)).collect::<Vec<_>>()
    };
    assert_eq!(seats(idle), [("Kaia".to_owned(), 2), ("Studio".to_owned(), 1)]);
    let page: Page<Member> = owner.get(&instance, &format!("/api/v1/members?{idle}")).json();
    let (ann, cy) = (page.items[0].id, page.items[1].id);
    assert_eq!(seats(&format!("only={cy}")), [("Kaia".to_owned(), 1)]);
    assert_eq!(seats(&format!("{idle}&except={ann}")), [("Kaia".to_owned(), 1)]);

    let filter = json!({ "status": "active", "last_sign_in": "idle_90_days" });
    let act =
        json!({ "act": { "verb": "disable" }, "to": { "matching": { "filter": filter, "expected": 2 } } });
    let answer: BulkResults = owner.post(&instance, "/api/v1/members/bulk", &act).json();
    assert_eq!((answer.done, answer.seats_freed), (2, 3));
    let undo = json!({ "act": { "verb": "enable" }, "to": { "members": [ann, cy] } });
    let answer: BulkResults = owner.post(&instance, "/api/v1/members/bulk", &undo).json();
    assert_eq!(answer.done, 2);
    assert_eq!(seats(idle), [("Kaia".to_owned(), 2), ("Studio".to_owned(), 1)]);

    // Who may not see when people signed in does not learn it by the filter.
    let program = token(&instance, &owner, &["members:read", "members:deactivate", "export"]);
    program.get(&instance, "/api/v1/members").expect(200);
    for path in ["members", "members/count", "members/seats", "members.csv"] {
        program.get(&instance, &format!("/api/v1/{path}?last_sign_in=never")).refused(Code::Forbidden);
    }
    program.post(&instance, "/api/v1/members/bulk", &act).refused(Code::Forbidden);
    assert!(!program.get(&instance, "/api/v1/members.csv").text().contains("last_sign_in_at"));
}

/// covers: C8
#[test]
fn people_leave_as_a_file_that_calculates_nothing() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, "Kaia", "school");
    let people =
        [("=Bo", "bo@x.example"), ("مريم الفارسي", "mf@x.example"), ("Ann, the \"1st\"", "ann@x.example")];
    let rows = people.map(|(name, email)| json!({ "email": email, "name": name, "licenses": [kaia.id] }));
    owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": rows })).expect(200);
    let answer = owner.get(&instance, "/api/v1/members.csv?status=pending").expect(200);
    assert_eq!(answer.reply.headers()["content-disposition"], "attachment; filename=\"people.csv\"");
    let text = answer.text();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines[0],
        "id,name,email,role,status,teams,licenses,company,external_ids,source,created_at,last_sign_in_at"
    );
    assert_eq!(lines.len(), 4);
    assert!(lines[1].contains(",\"'=Bo\",bo@x.example,standard,pending,,Kaia,,,email,"), "{text}");
    assert!(text.contains("\"Ann, the \"\"1st\"\"\"") && text.contains("مريم الفارسي"), "{text}");
    let page: Page<Member> = owner.get(&instance, "/api/v1/members?status=pending").json();
    let (one, two) = (page.items[0].id, page.items[1].id);
    let file = |query: &str| owner.get(&instance, &format!("/api/v1/members.csv?{query}")).text();
    assert_eq!(file(&format!("only={one},{two}")).lines().count(), 3);
    assert_eq!(file(&format!("status=pending&except={one}")).lines().count(), 3);
    let many = vec![one.to_string(); 201].join(",");
    owner.get(&instance, &format!("/api/v1/members.csv?only={many}")).refused(Code::TooManyRows);
    let lia = Actor::joined(&instance, &owner, "lia@x.example", Role::LicenseAdmin);
    lia.get(&instance, "/api/v1/members.csv").refused(Code::Forbidden);
    token(&instance, &owner, &["export"]).get(&instance, "/api/v1/members.csv").refused(Code::Forbidden);
}

#[test]
fn a_hundred_thousand_people_leave_part_by_part() {
    let (instance, owner) = Instance::set_up();
    instance.crowd(6000, "'p' || i", "'Twin'");
    let text = owner.get(&instance, "/api/v1/members.csv").expect(200).text();
    let mut ids: Vec<_> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids.len(), 6001);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6001);
}
