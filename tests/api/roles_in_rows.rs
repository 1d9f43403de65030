//! A row that names a role for somebody who is known: what differs is refused and never dropped in silence, what is the
//! same or left out counts as the role that they have or are offered.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::imports::{Import, ImportedRow, Standings};
use shared::api::invitations::{Outcome, RowResults};
use shared::api::{Page, staff_seats::StaffSeats};
use usher_tests::{Actor, Instance};

fn license(instance: &Instance, owner: &Actor, kind: &str, seats: u32) -> String {
    let license = json!({ "name": "Kaia", "type": kind, "seats": seats });
    let made: Value = owner.post(instance, "/api/v1/licenses", &license).json();
    made["id"].as_str().unwrap().to_owned()
}

fn invite(instance: &Instance, by: &Actor, row: &Value) -> RowResults {
    by.post(instance, "/api/v1/invitations", &json!({ "invitations": [row] })).json()
}

/// The outcome, the code and the sentence of one row.
fn told(rows: &RowResults) -> (Outcome, Option<Code>, &str) {
    let row = &rows.results[0];
    (row.outcome, row.code, row.message.as_deref().unwrap_or_default())
}

fn role(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT role FROM members WHERE email = '{email}'"));
    rows[0]["role"].as_str().unwrap().to_owned()
}

/// Makes the owner a domain admin of x.example.
fn authority(instance: &Instance, owner: &Actor) {
    let domain: Value = owner.post(instance, "/api/v1/domains", &json!({ "name": "x.example" })).json();
    let domain = format!("/api/v1/domains/{}", domain["id"].as_str().unwrap());
    owner.post(instance, &format!("{domain}/verify"), &json!({ "how": "word" })).expect(200);
    let me: Vec<Value> = instance.rows("SELECT id FROM members WHERE role = 'owner'");
    owner.post(instance, &format!("{domain}/admins"), &json!({ "member": me[0]["id"] })).expect(200);
}

/// covers: B4
#[test]
fn another_role_for_a_member_is_refused_with_what_they_have() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::TeamLeader);
    let kaia = license(&instance, &owner, "school", 5);
    for row in [
        json!({ "email": "ann@x.example", "role": "agent" }),
        json!({ "email": "ann@x.example", "role": "agent", "licenses": [kaia] }),
    ] {
        let rows = invite(&instance, &owner, &row);
        let (outcome, code, said) = told(&rows);
        assert_eq!((outcome, code), (Outcome::Refused, Some(Code::RoleDiffers)), "{row}");
        assert_eq!(said, "New Person is Team leader. Change the role on their page, or leave it out here.");
    }
    let none: Vec<Value> = instance.rows("SELECT id FROM assignments");
    assert_eq!(none, Vec::<Value>::new(), "a refused row does nothing of what it says");
    let same = json!({ "email": "ann@x.example", "role": "team_leader", "licenses": [kaia] });
    assert_eq!(told(&invite(&instance, &owner, &same)).0, Outcome::Invited);
    assert_eq!(role(&instance, "ann@x.example"), "team_leader");
    // Who may not give a role may name it where nothing is given by it.
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    Actor::joined(&instance, &owner, "bo@x.example", Role::Owner);
    let named = json!({ "email": "bo@x.example", "role": "owner", "licenses": [kaia] });
    assert_eq!(told(&invite(&instance, &lee, &named)).0, Outcome::Invited);
    let more = json!({ "email": "ann@x.example", "role": "owner" });
    assert_eq!(told(&invite(&instance, &lee, &more)).1, Some(Code::RoleNotGrantable));
}

/// covers: B4
#[test]
fn a_file_says_of_each_member_whose_role_it_would_not_change() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "bo@x.example", Role::Standard);
    invite(&instance, &owner, &json!({ "email": "cy@x.example", "role": "agent" }));
    let asked = json!({ "emails": ["ann@x.example", "cy@x.example"] });
    let known: Standings = owner.post(&instance, "/api/v1/imports/standings", &asked).json();
    let roles: Vec<_> = known.standings.iter().map(|it| (it.email.as_str(), it.role)).collect();
    assert_eq!(roles, [("ann@x.example", Role::Standard), ("cy@x.example", Role::Agent)]);
    let begin = json!({ "name": "people.csv", "rows": 3 });
    let import: Import = owner.post(&instance, "/api/v1/imports", &begin).json();
    let path = format!("/api/v1/imports/{}", import.id);
    let file = json!({ "rows": [
        { "row": 2, "email": "ann@x.example", "role": "Team leader" },
        { "row": 3, "email": "bo@x.example", "role": "Standard" },
        { "row": 4, "email": "cy@x.example" },
    ] });
    owner.send(&instance, http::Method::PUT, &format!("{path}/parts/0"), Some(&file)).expect(200);
    owner.post(&instance, &format!("{path}/commit"), &json!({})).expect(200);
    let done: Import = owner.get(&instance, &path).json();
    assert_eq!((done.counts.refused, done.counts.unchanged), (1, 2));
    let refused: Page<ImportedRow> = owner.get(&instance, &format!("{path}/rows?outcome=refused")).json();
    assert_eq!((refused.items[0].row, refused.items[0].code), (2, Some(Code::RoleDiffers)));
}

/// covers: B12
#[test]
fn another_role_for_somebody_invited_is_refused_and_a_domain_admin_brings_them_with_what_was_offered() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, "school", 5);
    invite(&instance, &owner, &json!({ "email": "ann@x.example", "role": "agent" }));
    let row = |role: Option<&str>| json!({ "email": "ann@x.example", "role": role, "licenses": [kaia] });
    let rows = invite(&instance, &owner, &row(Some("admin")));
    assert_eq!(
        told(&rows),
        (
            Outcome::Refused,
            Some(Code::RoleDiffers),
            "ann@x.example is invited as Agent. Change the role of the invitation, or leave it out here."
        )
    );
    assert_eq!(told(&invite(&instance, &owner, &row(Some("agent")))).0, Outcome::Extended);
    // An offer of another role counts from then on.
    let open: Vec<Value> = instance.rows("SELECT id FROM invitations WHERE status = 'pending'");
    let open = format!("/api/v1/invitations/{}", open[0]["id"].as_str().unwrap());
    owner.patch(&instance, &open, &json!({ "role": "team_leader" })).expect(200);
    authority(&instance, &owner);
    let rows = invite(&instance, &owner, &row(Some("agent")));
    assert_eq!(told(&rows).1, Some(Code::RoleDiffers));
    let kami = license(&instance, &owner, "teacher", 5);
    let bring = json!({ "email": "ann@x.example", "licenses": [kami] });
    assert_eq!(told(&invite(&instance, &owner, &bring)).0, Outcome::Added);
    assert_eq!(role(&instance, "ann@x.example"), "team_leader");
    let events: Value = owner.get(&instance, "/api/v1/events?kind=member.added").json();
    assert_eq!(events["items"][0]["details"]["role"], "team_leader", "{events}");
}

/// covers: C14
#[test]
fn whoever_is_offered_a_staff_role_is_brought_with_its_seat() {
    let (instance, owner) = Instance::set_up();
    let desk = license(&instance, &owner, "staff", 5);
    owner.put(&instance, "/api/v1/staff-seats", &json!({ "license": desk })).expect(200);
    invite(&instance, &owner, &json!({ "email": "ann@x.example" }));
    invite(&instance, &owner, &json!({ "email": "bo@x.example", "role": "agent" }));
    authority(&instance, &owner);
    let other = json!({ "email": "ann@x.example", "role": "agent" });
    assert_eq!(told(&invite(&instance, &owner, &other)).1, Some(Code::RoleDiffers), "seats are free");
    let same = json!({ "email": "bo@x.example", "role": "agent" });
    assert_eq!(told(&invite(&instance, &owner, &same)).0, Outcome::Added);
    let seats = owner.get(&instance, "/api/v1/staff-seats").json::<StaffSeats>().seats.unwrap();
    assert_eq!(
        (seats.reserved, seats.held),
        (0, 2),
        "the owner’s, and the one that came with the invitation"
    );
}
