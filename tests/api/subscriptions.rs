//! Subscriptions: licenses by what they license, and whom to ask when one is full.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::invitations::RowResults;
use shared::api::licenses::License;
use shared::api::packages::Package;
use usher_tests::{Actor, Instance};

fn license(instance: &Instance, owner: &Actor, body: &Value) -> License {
    owner.post(instance, "/api/v1/licenses", body).json()
}

fn names(instance: &Instance, owner: &Actor, query: &str) -> Vec<String> {
    let page: Page<License> = owner.get(instance, &format!("/api/v1/licenses?{query}")).json();
    page.items.into_iter().map(|license| license.name).collect()
}

/// covers: A3
#[test]
fn licenses_are_listed_by_what_they_license_page_by_page() {
    let (instance, owner) = Instance::set_up();
    let package: Package =
        owner.post(&instance, "/api/v1/packages", &json!({ "name": "Orchestrate" })).json();
    for name in ["West", "East"] {
        let body = json!({ "name": name, "type": "school", "seats": 3, "package": package.id });
        license(&instance, &owner, &body);
    }
    for (name, product) in [("Zeta", "Kaia"), ("Alpha", "Voice"), ("Beta", "Kaia")] {
        let body = json!({ "name": name, "type": "school", "seats": 3, "product": product });
        license(&instance, &owner, &body);
    }
    assert_eq!(names(&instance, &owner, ""), ["Alpha", "Beta", "East", "West", "Zeta"]);
    let by_package = ["Beta", "Zeta", "East", "West", "Alpha"];
    assert_eq!(names(&instance, &owner, "order=package"), by_package);
    let (mut walked, mut query) = (Vec::new(), "order=package&limit=1".to_owned());
    loop {
        let page: Page<License> = owner.get(&instance, &format!("/api/v1/licenses?{query}")).json();
        walked.extend(page.items.into_iter().map(|license| license.name));
        let Some(next) = page.next_cursor else { break };
        query = format!("order=package&limit=1&cursor={next}");
    }
    assert_eq!(walked, by_package);
    // A new name moves the package in the list and changes nothing else.
    let path = format!("/api/v1/packages/{}", package.id);
    owner.patch(&instance, &path, &json!({ "name": "Amplify" })).expect(200);
    assert_eq!(names(&instance, &owner, "order=package")[..2], ["East", "West"]);
    assert_eq!(names(&instance, &owner, &format!("package={}", package.id)), ["East", "West"]);
    assert_eq!(names(&instance, &owner, "q=amplify"), ["East", "West"]);
    owner.get(&instance, "/api/v1/licenses?order=price").refused(Code::InvalidParameter);
    owner.get(&instance, "/api/v1/licenses?package=Amplify").refused(Code::InvalidParameter);
    let stan = Actor::joined(&instance, &owner, "stan@northwind.example", Role::Standard);
    stan.get(&instance, "/api/v1/licenses?order=package").refused(Code::Forbidden);
}

#[test]
fn licenses_are_found_by_where_they_stand_in_their_term() {
    let (instance, owner) = Instance::set_up();
    let day = |days: i64| instance.now().plus_days(days);
    for (name, starts, ends, grace) in [
        ("later", Some(day(3)), Some(day(9)), 0),
        ("always", None, None, 0),
        ("now", Some(day(0)), Some(day(9)), 0),
        ("in grace", None, Some(day(1)), 30),
        ("over", None, Some(day(1)), 0),
    ] {
        let body = json!({ "name": name, "type": "school", "seats": 1, "starts_at": starts, "expires_at": ends, "grace_days": grace });
        license(&instance, &owner, &body);
    }
    instance.pass_days(1);
    for (state, found) in [
        ("scheduled", &["later"][..]),
        ("active", &["always", "now"]),
        ("grace", &["in grace"]),
        ("expired", &["over"]),
    ] {
        assert_eq!(names(&instance, &owner, &format!("state={state}")), found, "{state}");
        let page: Page<License> = owner.get(&instance, &format!("/api/v1/licenses?state={state}")).json();
        assert!(page.items.iter().all(|license| license.state.as_str() == state));
    }
    owner.get(&instance, "/api/v1/licenses?state=rotten").refused(Code::InvalidParameter);
}

/// covers: A17, C18
#[test]
fn whoever_is_refused_a_seat_learns_whom_to_ask() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 1 }));
    let path = format!("/api/v1/licenses/{}/assignments", kaia.id);
    let assign = |email: &str| -> RowResults {
        owner.post(&instance, &path, &json!({ "assignments": [{ "email": email }] })).json()
    };
    assign("ann@x.example");
    let refused = assign("ben@x.example");
    assert_eq!((refused.results[0].code, refused.contact), (Some(Code::SeatLimitReached), None));
    let contact = json!({ "name": "Ines Vogel", "email": "ines@vendor.example" });
    owner.patch(&instance, "/api/v1/organization", &json!({ "contact": contact })).expect(200);
    let refused = assign("ben@x.example");
    assert_eq!(refused.contact.unwrap().name, "Ines Vogel");
    let rows = json!({ "invitations": [{ "email": "cy@x.example", "licenses": [kaia.id] }] });
    for path in ["/api/v1/invitations", "/api/v1/invitations/preview"] {
        let refused: RowResults = owner.post(&instance, path, &rows).json();
        assert_eq!(refused.contact.unwrap().email, "ines@vendor.example", "{path}");
    }
    // Rows that were refused for another reason name nobody.
    let other: RowResults =
        owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "no" }] })).json();
    assert_eq!(other.contact, None);

    // A single refusal says it in its sentence, by whatever route it comes.
    let bea = Actor::joined(&instance, &owner, "bea@x.example", Role::Standard);
    let _ = bea;
    let studio = license(&instance, &owner, &json!({ "name": "Studio", "type": "school", "seats": 1 }));
    let seats = format!("/api/v1/licenses/{}/assignments", studio.id);
    owner.post(&instance, &seats, &json!({ "assignments": [{ "email": "bea@x.example" }] })).expect(200);
    let found: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'bea@x.example'");
    let member = format!("/api/v1/members/{}", found[0]["id"].as_str().unwrap());
    owner.post(&instance, &format!("{member}/disable"), &json!({})).expect(200);
    owner.post(&instance, &seats, &json!({ "assignments": [{ "email": "dan@x.example" }] })).expect(200);
    let problem =
        owner.post(&instance, &format!("{member}/enable"), &json!({})).refused(Code::SeatLimitReached);
    assert!(
        problem.detail.ends_with("For more seats ask Ines Vogel, ines@vendor.example."),
        "{}",
        problem.detail
    );
    assert_eq!(problem.contact.unwrap().name, "Ines Vogel");
    let another = owner.patch(&instance, &member, &json!({ "role": "king" })).refused(Code::InvalidBody);
    assert_eq!(another.contact, None);
}
