//! The seat ledger as it is read: any past day, filters, pages, and the file; and the days of the audit log.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::events::Event;
use shared::api::ledger::{LedgerDays, LedgerEntry};
use shared::api::licenses::License;
use usher_tests::{Actor, Instance};

/// On day 0 a license of 5 seats and Ann's seat, on day 2 an invitation of Bo, on day 3 two more seats, on day 5 Bo's no.
fn history() -> (Instance, Actor, License) {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let license: License = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 5 }))
        .json();
    let path = format!("/api/v1/licenses/{}", license.id);
    let ann = json!({ "assignments": [{ "email": "ann@x.example" }] });
    owner.post(&instance, &format!("{path}/assignments"), &ann).expect(200);
    instance.pass_days(2);
    let bo = json!({ "invitations": [{ "email": "bo@x.example", "name": "=Bo", "licenses": [license.id] }] });
    owner.post(&instance, "/api/v1/invitations", &bo).expect(200);
    instance.pass_days(1);
    owner.patch(&instance, &path, &json!({ "seats": 7 })).expect(200);
    instance.pass_days(2);
    let decline = format!("{}/decline", instance.link("bo@x.example"));
    Actor::anonymous().post(&instance, &decline, &json!({})).expect(200);
    (instance, owner, license)
}

fn entries(instance: &Instance, owner: &Actor, license: &License, query: &str) -> Vec<LedgerEntry> {
    let path = format!("/api/v1/licenses/{}/ledger?{query}", license.id);
    let page: Page<LedgerEntry> = owner.get(instance, &path).json();
    page.items
}

#[test]
fn any_past_day_tells_its_seats() {
    let (instance, owner, license) = history();
    let path = format!("/api/v1/licenses/{}/ledger/days", license.id);
    let days: LedgerDays = owner.get(&instance, &format!("{path}?from=2026-11-23&to=2026-11-29")).json();
    let told: Vec<_> =
        days.days.iter().map(|it| (it.day.to_string(), it.total, it.reserved, it.held, it.free)).collect();
    let day = |n: u8, total, reserved, held, free| (format!("2026-11-{n}"), total, reserved, held, free);
    let expected = [
        day(23, 0, 0, 0, 0),
        day(24, 5, 0, 1, 4),
        day(25, 5, 0, 1, 4),
        day(26, 5, 1, 1, 3),
        day(27, 7, 1, 1, 5),
        day(28, 7, 1, 1, 5),
        day(29, 7, 0, 1, 6),
    ];
    assert_eq!(told, expected);
    // The last day is what the license says now; without days the last thirty are told.
    let usual: LedgerDays = owner.get(&instance, &path).json();
    let now: License = owner.get(&instance, &format!("/api/v1/licenses/{}", license.id)).json();
    let last = usual.days.last().unwrap();
    assert_eq!((usual.days.len(), last.held, last.free), (30, now.seats.held, now.seats.free));
    for wrong in
        ["from=2026-11-29&to=2026-11-24", "from=yesterday", "from=2024-01-01&to=2026-01-01", "to=2026-02-30"]
    {
        owner.get(&instance, &format!("{path}?{wrong}")).refused(Code::InvalidParameter);
    }
}

#[test]
fn entries_are_found_by_day_door_and_person_and_come_in_pages() {
    let (instance, owner, license) = history();
    let reasons = |query: &str| -> Vec<String> {
        entries(&instance, &owner, &license, query).into_iter().map(|entry| entry.reason).collect()
    };
    assert_eq!(reasons(""), ["declined", "changed", "invited", "assigned", "created"]);
    assert_eq!(reasons("from=2026-11-26&to=2026-11-27"), ["changed", "invited"]);
    assert_eq!(reasons("door=license"), ["changed", "created"]);
    assert_eq!(reasons("q=bo@x"), ["declined", "invited"]);
    assert_eq!(reasons("q=bo@x&to=2026-11-28"), ["invited"]);
    assert!(entries(&instance, &owner, &license, "q=ann")[0].member.is_some());
    let mut query = "limit=2".to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let path = format!("/api/v1/licenses/{}/ledger?{query}", license.id);
        let page: Page<LedgerEntry> = owner.get(&instance, &path).json();
        seen.extend(page.items.into_iter().map(|entry| entry.sequence));
        query = format!("limit=2&cursor={}", page.next_cursor.unwrap_or_default());
    }
    assert!(seen.len() == 5 && seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    for wrong in ["from=2026-11-29&to=2026-11-24", "to=soon", "assignment=me"] {
        let path = format!("/api/v1/licenses/{}/ledger?{wrong}", license.id);
        owner.get(&instance, &path).refused(Code::InvalidParameter);
    }
}

#[test]
fn the_file_holds_what_the_list_shows_and_calculates_nothing() {
    let (instance, owner, license) = history();
    let path = format!("/api/v1/licenses/{}/ledger.csv", license.id);
    let answer = owner.get(&instance, &format!("{path}?q=bo@x")).expect(200);
    let headers = answer.reply.headers();
    assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"seat-ledger.csv\"");
    let text = answer.text();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "sequence,at,name,email,assignment,door,reason,actor,total,reserved,held");
    assert_eq!(lines.len(), 3);
    assert!(
        lines[2].contains("\"'=Bo\",bo@x.example,asg_")
            && lines[2].ends_with(",email,invited,Dana Whitfield,0,1,0"),
        "{text}"
    );
    owner.get(&instance, &format!("{path}?from=2026-11-29&to=2026-11-24")).refused(Code::InvalidParameter);
    // Who may not see licenses gets no file.
    let standard = Actor::joined(&instance, &owner, "sam@x.example", Role::Standard);
    standard.get(&instance, &path).refused(Code::Forbidden);
    Actor::anonymous().get(&instance, &path).refused(Code::Unauthenticated);
    Actor::of_another_organization(&instance).get(&instance, &path).refused(Code::NotFound);
}

/// A file is read in parts, none lost between them; what it cannot hold it says by its name.
#[test]
fn a_long_ledger_is_a_whole_file_up_to_its_bound() {
    let (instance, owner, license) = history();
    let fill = |count: u32| {
        instance.arrange(&format!(
            "INSERT INTO seat_ledger (organization_id, license_id, at, door, reason, actor, total, reserved, held, operation_id) \
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
             SELECT organization_id, id, created_at, 'license', 'changed', 'Dana', 0, 0, 0, '' FROM n, licenses"
        ));
    };
    let lines = |answer: &str| answer.lines().count() - 1;
    let path = format!("/api/v1/licenses/{}/ledger.csv", license.id);
    fill(6_000);
    let answer = owner.get(&instance, &path).expect(200);
    assert_eq!(lines(&answer.text()), 6_005);
    fill(93_995);
    let whole = owner.get(&instance, &path).expect(200);
    assert_eq!(lines(&whole.text()), 100_000);
    assert!(!whole.reply.headers()["content-disposition"].to_str().unwrap().contains("newest"));
    fill(1);
    let cut = owner.get(&instance, &path).expect(200);
    assert_eq!(lines(&cut.text()), 100_000);
    assert!(cut.reply.headers()["content-disposition"].to_str().unwrap().contains("newest-100000"));
}

#[test]
fn the_audit_log_is_narrowed_to_days_and_comes_as_a_file() {
    let (instance, owner, _) = history();
    let kinds = |query: &str| -> Vec<String> {
        let page: Page<Event> = owner.get(&instance, &format!("/api/v1/events?{query}")).json();
        page.items.into_iter().map(|event| event.kind.as_str().to_owned()).collect()
    };
    assert_eq!(kinds("from=2026-11-27"), ["invitation.declined", "license.changed"]);
    assert_eq!(kinds("from=2026-11-26&to=2026-11-26"), ["invitation.created"]);
    assert_eq!(kinds("from=2026-11-26&to=2026-11-28&kind=license."), ["license.changed"]);
    let first: Vec<Value> = instance.rows("SELECT count(*) AS n FROM events WHERE at < '2026-11-25'");
    assert_eq!(kinds("to=2026-11-24").len(), usize::try_from(first[0]["n"].as_u64().unwrap()).unwrap());
    owner.get(&instance, "/api/v1/events?from=2026-11-27&to=2026-11-26").refused(Code::InvalidParameter);
    owner.get(&instance, "/api/v1/events?from=x").refused(Code::InvalidParameter);
    let file = owner.get(&instance, "/api/v1/events.csv?from=2026-11-26&to=2026-11-26").expect(200).text();
    assert!(
        file.lines().count() == 2
            && file.contains(",invitation.created,member,")
            && file.contains("\"'=Bo\""),
        "{file}"
    );
    let standard = Actor::joined(&instance, &owner, "sam@x.example", Role::Standard);
    standard.get(&instance, "/api/v1/events.csv").refused(Code::Forbidden);
}
