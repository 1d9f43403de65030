//! Staff seats: roles that take a seat of the organization's staff license, by every way to such a role; what is refused
//! when too few seats are free, and what frees one.

mod kept;

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::bulk::{BulkOutcome, BulkResults};
use shared::api::invitations::{Outcome, RowResults};
use shared::api::roles::RoleInfo;
use shared::api::staff_seats::StaffSeats;
use usher_tests::{Actor, Instance};

const PATH: &str = "/api/v1/staff-seats";

fn desk(instance: &Instance, owner: &Actor, seats: u32) -> String {
    let license = json!({ "name": "Desk", "type": "staff", "seats": seats });
    let made: Value = owner.post(instance, "/api/v1/licenses", &license).json();
    made["id"].as_str().unwrap().to_owned()
}

fn on(instance: &Instance, owner: &Actor, license: &str) -> StaffSeats {
    owner.put(instance, PATH, &json!({ "license": license })).json()
}

/// Reserved and held seats.
fn taken(instance: &Instance, owner: &Actor) -> (u32, u32) {
    let seats = owner.get(instance, PATH).json::<StaffSeats>().seats.unwrap();
    (seats.reserved, seats.held)
}

fn id(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    rows[0]["id"].as_str().unwrap().to_owned()
}

fn path(instance: &Instance, email: &str) -> String {
    format!("/api/v1/members/{}", id(instance, email))
}

fn role(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT role FROM members WHERE email = '{email}'"));
    rows[0]["role"].as_str().unwrap().to_owned()
}

fn invite(instance: &Instance, owner: &Actor, email: &str, role: &str) -> RowResults {
    let rows = json!({ "invitations": [{ "email": email, "role": role }] });
    owner.post(instance, "/api/v1/invitations", &rows).json()
}

fn healthy(instance: &Instance, owner: &Actor) {
    let report: Value = owner.get(instance, "/api/v1/doctor").json();
    assert_eq!(report["differences"], json!([]));
}

/// covers: C14
#[test]
fn naming_the_license_seats_everybody_with_such_a_role_or_nobody() {
    let (instance, owner) = Instance::set_up();
    for (name, role) in
        [("ann", Role::Agent), ("bo", Role::Admin), ("cy", Role::Standard), ("di", Role::Customer)]
    {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), role);
    }
    invite(&instance, &owner, "eve@x.example", "agent");
    let small = desk(&instance, &owner, 3);
    let problem = owner.put(&instance, PATH, &json!({ "license": small })).refused(Code::StaffSeatsMissing);
    assert!(problem.detail.contains("4 people") && problem.detail.contains("Add 1"), "{}", problem.detail);
    assert_eq!(owner.get(&instance, PATH).json::<StaffSeats>().license, None, "nothing changed");
    owner.patch(&instance, &format!("/api/v1/licenses/{small}"), &json!({ "seats": 5 })).expect(200);
    let seats = on(&instance, &owner, &small);
    assert_eq!(seats.roles, [Role::Owner, Role::Admin, Role::Agent]);
    assert_eq!(
        taken(&instance, &owner),
        (1, 3),
        "owner, admin and agent hold, the invited agent's is reserved"
    );
    // Fewer roles free seats, more take them; off frees all.
    owner.put(&instance, PATH, &json!({ "license": small, "roles": ["agent"] })).expect(200);
    assert_eq!(taken(&instance, &owner), (1, 1));
    on(&instance, &owner, &small);
    owner.delete(&instance, PATH).expect(200);
    let license: Value = owner.get(&instance, &format!("/api/v1/licenses/{small}")).json();
    assert_eq!((&license["seats"]["held"], &license["seats"]["reserved"]), (&json!(0), &json!(0)));
    let school = json!({ "name": "School", "type": "school", "seats": 9 });
    let school: Value = owner.post(&instance, "/api/v1/licenses", &school).json();
    owner.put(&instance, PATH, &json!({ "license": school["id"] })).refused(Code::MethodNotOffered);
    let customers = json!({ "license": small, "roles": ["customer"] });
    owner.put(&instance, PATH, &customers).refused(Code::InvalidParameter);
    let stranger = Actor::of_another_organization(&instance);
    stranger.put(&instance, PATH, &json!({ "license": small })).refused(Code::NotFound);
    healthy(&instance, &owner);
}

/// covers: C14, C15, C19
#[test]
fn inviting_staff_reserves_a_seat_and_is_refused_beyond_those_bought() {
    let (instance, owner) = Instance::set_up();
    let contact = json!({ "contact": { "name": "Vera", "email": "vera@vendor.example" } });
    owner.patch(&instance, "/api/v1/organization", &contact).expect(200);
    let license = desk(&instance, &owner, 2);
    on(&instance, &owner, &license);
    let first = invite(&instance, &owner, "ann@x.example", "agent");
    assert_eq!(first.results[0].outcome, Outcome::Invited);
    assert_eq!(taken(&instance, &owner), (1, 1), "pending reserves");
    let refused = invite(&instance, &owner, "bo@x.example", "admin");
    assert_eq!(refused.results[0].code, Some(Code::SeatLimitReached));
    let said = refused.results[0].message.as_deref().unwrap();
    assert!(said.contains("all 2 staff seats are taken") && said.contains("Add seats"), "{said}");
    assert_eq!(refused.contact.unwrap().name, "Vera", "and whom to ask");
    assert_eq!(
        invite(&instance, &owner, "cy@x.example", "collaborator").results[0].outcome,
        Outcome::Invited
    );
    let many = json!({ "invitations": [{ "email": "d@x.example", "role": "agent" }], "when_full": "queue" });
    let queued: RowResults = owner.post(&instance, "/api/v1/invitations", &many).json();
    assert_eq!(queued.results[0].code, Some(Code::SeatLimitReached), "nobody waits for a staff seat");
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    assert_eq!(taken(&instance, &owner), (0, 2), "accepting holds it");
    owner.patch(&instance, &format!("/api/v1/licenses/{license}"), &json!({ "seats": 3 })).expect(200);
    let again = invite(&instance, &owner, "bo@x.example", "admin");
    let invitation = format!("/api/v1/invitations/{}", again.results[0].id.clone().unwrap());
    assert_eq!(taken(&instance, &owner), (1, 2));
    owner.patch(&instance, &invitation, &json!({ "role": "standard" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2), "an offer of another role frees it");
    assert_eq!(invite(&instance, &owner, "e@x.example", "agent").results[0].outcome, Outcome::Invited);
    owner.patch(&instance, &invitation, &json!({ "role": "agent" })).refused(Code::SeatLimitReached);
    let theirs: Value = owner.get(&instance, &invitation).json();
    assert_eq!(theirs["invitation"]["role"], "standard", "the offer stays as it was");
    owner.post(&instance, &format!("{invitation}/cancel"), &json!({})).expect(200);
    healthy(&instance, &owner);
}

/// covers: C14, C15
#[test]
fn a_role_changes_with_its_seat_or_not_at_all() {
    let (instance, owner) = Instance::set_up();
    for name in ["ann", "bo", "cy"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Standard);
    }
    let license = desk(&instance, &owner, 2);
    on(&instance, &owner, &license);
    let [ann, bo] = ["ann", "bo"].map(|name| path(&instance, &format!("{name}@x.example")));
    owner.patch(&instance, &ann, &json!({ "role": "agent" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2));
    let team: Value = owner.post(&instance, "/api/v1/teams", &json!({ "name": "North" })).json();
    let change = json!({ "role": "agent", "name": "Bo New", "teams": [team["id"]] });
    owner.patch(&instance, &bo, &change).refused(Code::SeatLimitReached);
    let still: Value = owner.get(&instance, &bo).json();
    assert_eq!((&still["role"], &still["teams"]), (&json!("standard"), &json!([])), "nothing half done");
    assert_ne!(still["name"], "Bo New");
    let events: Value = owner.get(&instance, "/api/v1/events?kind=member.changed").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    owner.patch(&instance, &ann, &json!({ "role": "admin" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2), "from one such role to another it is the same seat");
    // Many at once: row by row, as far as the seats go.
    owner.patch(&instance, &format!("/api/v1/licenses/{license}"), &json!({ "seats": 3 })).expect(200);
    let all = ["bo", "cy"].map(|name| id(&instance, &format!("{name}@x.example")));
    let many = json!({ "act": { "verb": "set_role", "role": "agent" }, "to": { "members": all } });
    let done: BulkResults = owner.post(&instance, "/api/v1/members/bulk", &many).json();
    let outcomes: Vec<_> = done.results.iter().map(|row| (row.outcome, row.code)).collect();
    assert!(outcomes.contains(&(BulkOutcome::Done, None)), "{outcomes:?}");
    assert!(outcomes.contains(&(BulkOutcome::Refused, Some(Code::SeatLimitReached))), "{outcomes:?}");
    assert_eq!(taken(&instance, &owner), (0, 3));
    owner.patch(&instance, &ann, &json!({ "role": "standard" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2), "a role that takes none frees it");
    healthy(&instance, &owner);
}

/// covers: C19
#[test]
fn whoever_is_disabled_holds_no_seat_and_asks_for_one_when_enabled() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    Actor::joined(&instance, &owner, "bo@x.example", Role::Standard);
    let license = desk(&instance, &owner, 2);
    on(&instance, &owner, &license);
    let [ann, bo] = ["ann", "bo"].map(|name| path(&instance, &format!("{name}@x.example")));
    owner.post(&instance, &format!("{ann}/disable"), &json!({})).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 1));
    owner.patch(&instance, &bo, &json!({ "role": "agent" })).expect(200);
    owner.post(&instance, &format!("{ann}/enable"), &json!({})).refused(Code::SeatLimitReached);
    // Made an agent while disabled: the seat is asked for when enabled, and not before.
    owner.patch(&instance, &ann, &json!({ "role": "standard" })).expect(200);
    owner.post(&instance, &format!("{ann}/enable"), &json!({})).expect(200);
    owner.post(&instance, &format!("{ann}/disable"), &json!({})).expect(200);
    owner.patch(&instance, &ann, &json!({ "role": "admin" })).expect(200);
    owner.post(&instance, &format!("{ann}/enable"), &json!({})).refused(Code::SeatLimitReached);
    owner.delete(&instance, &bo).expect(200);
    owner.post(&instance, &format!("{ann}/enable"), &json!({})).expect(200);
    assert_eq!((taken(&instance, &owner), role(&instance, "ann@x.example")), ((0, 2), "admin".to_owned()));
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn roles_of_ones_own_follow_their_base_and_a_deleted_role_needs_seats_for_its_replacement() {
    let (instance, owner) = Instance::set_up();
    let make = |name: &str, base: &str| -> RoleInfo {
        owner.post(&instance, "/api/v1/roles", &json!({ "name": name, "based_on": base })).json()
    };
    let senior = make("Senior", "agent");
    let elder = make("Elder", &senior.id.to_string());
    let reader = make("Reader", "standard");
    let license = desk(&instance, &owner, 2);
    let seats = on(&instance, &owner, &license);
    assert!(seats.takes.contains(&senior.id) && seats.takes.contains(&elder.id), "also a base's base");
    assert!(!seats.takes.contains(&reader.id));
    Actor::joined(&instance, &owner, "ann@x.example", elder.id);
    assert_eq!(taken(&instance, &owner), (0, 2));
    for name in ["bo", "cy"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), reader.id);
    }
    let delete = |to: &str| owner.delete(&instance, &format!("/api/v1/roles/{}?replacement={to}", reader.id));
    let problem = delete("agent").refused(Code::StaffSeatsMissing);
    assert!(problem.detail.contains("2 people"), "{}", problem.detail);
    assert_eq!(role(&instance, "bo@x.example"), reader.id.to_string(), "nobody changed");
    owner.patch(&instance, &format!("/api/v1/licenses/{license}"), &json!({ "seats": 4 })).expect(200);
    delete("agent").expect(200);
    assert_eq!(taken(&instance, &owner), (0, 4));
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn what_a_role_takes_is_not_taken_off_by_hand() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    let license = desk(&instance, &owner, 5);
    on(&instance, &owner, &license);
    let all = format!("/api/v1/licenses/{license}/assignments");
    let page: Value = owner.get(&instance, &all).json();
    let of_ann = page["items"].as_array().unwrap().iter().find(|it| it.to_string().contains("ann@")).unwrap();
    let path = format!("{all}/{}", of_ann["id"].as_str().unwrap());
    let problem = owner.delete(&instance, &path).refused(Code::SeatFollowsRole);
    assert!(problem.detail.contains("role"), "{}", problem.detail);
    let many = json!({ "act": { "verb": "remove" }, "to": { "matching": { "filter": {} } } });
    owner.post(&instance, &format!("{all}/bulk"), &many).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2), "nor many at once");
    let events: Value = owner.get(&instance, "/api/v1/events?kind=seat.removed").json();
    assert!(events["items"].as_array().unwrap().is_empty());
    // Others may hold seats there too, and lose them by hand.
    Actor::joined(&instance, &owner, "sam@x.example", Role::Standard);
    let give = json!({ "assignments": [{ "email": "sam@x.example" }] });
    let given: RowResults = owner.post(&instance, &all, &give).json();
    owner.delete(&instance, &format!("{all}/{}", given.results[0].id.clone().unwrap())).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2));
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn the_database_holds_it_whatever_writes() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let license = desk(&instance, &owner, 1);
    on(&instance, &owner, &license);
    let forgot = "UPDATE members SET role = 'agent' WHERE email = 'ann@x.example'";
    assert!(instance.attempt(forgot).unwrap_err().contains("role_change_not_counted"));
    let counted =
        "UPDATE members SET role = 'agent', role_changes = role_changes + 1 WHERE email = 'ann@x.example'";
    instance.attempt(counted).unwrap();
    assert_eq!(role(&instance, "ann@x.example"), "standard", "no seat, no role");
    // Accepting must not pay for this: it reaches none of what gives or frees staff seats.
    let accept = "UPDATE invitations SET status = 'accepted', user_id = 'x' WHERE id = 'inv_x'";
    let reached = instance.triggers(accept);
    let beyond: Vec<_> = reached.iter().filter(|name| name.starts_with("staff_seats")).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
}
