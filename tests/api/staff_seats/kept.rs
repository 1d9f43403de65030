//! What staff seats keep to in the corners: a license that has ended, people who are only invited, seats given by hand or
//! asked for, mails that bounce, turns in other queues, and roles that are deleted.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::bulk::BulkResults;
use shared::api::roles::RoleInfo;
use usher_tests::{Actor, Instance};

use super::{PATH, healthy, id, invite, on, path, role, taken};

/// A staff license for ten days, named; on it are the owner, and ann who is an agent.
fn sold(seats: u32) -> (Instance, Actor, String) {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    Actor::joined(&instance, &owner, "bo@x.example", Role::Standard);
    let end = instance.now().plus_days(10);
    let license = json!({ "name": "Desk", "type": "staff", "seats": seats, "expires_at": end });
    let made: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    let license = made["id"].as_str().unwrap().to_owned();
    on(&instance, &owner, &license);
    (instance, owner, license)
}

fn seat(instance: &Instance, email: &str) -> String {
    let sql = format!(
        "SELECT a.status || ' ' || a.door AS seat FROM assignments a JOIN members m ON m.id = a.member_id \
         JOIN staff_licenses s ON s.license_id = a.license_id WHERE m.email = '{email}'"
    );
    let rows: Vec<Value> = instance.rows(&sql);
    rows.first().and_then(|row| row["seat"].as_str()).unwrap_or_default().to_owned()
}

/// covers: C14, C15
#[test]
fn an_ended_license_gives_no_role_until_it_is_renewed() {
    let (instance, owner, license) = sold(4);
    let open = invite(&instance, &owner, "cy@x.example", "standard").results[0].id.clone().unwrap();
    instance.pass_days(11);
    instance.tick();
    assert_eq!(taken(&instance, &owner), (0, 0), "the end suspends");
    let bo = path(&instance, "bo@x.example");
    owner.patch(&instance, &bo, &json!({ "role": "agent" })).refused(Code::LicenseNotInTerm);
    assert_eq!(role(&instance, "bo@x.example"), "standard");
    let offer = format!("/api/v1/invitations/{open}");
    owner.post(&instance, &format!("{offer}/resend"), &json!({})).expect(200);
    owner.patch(&instance, &offer, &json!({ "role": "agent" })).refused(Code::LicenseNotInTerm);
    let invited = invite(&instance, &owner, "di@x.example", "agent");
    assert_eq!(invited.results[0].code, Some(Code::LicenseNotInTerm));
    owner.put(&instance, PATH, &json!({ "license": license })).refused(Code::LicenseNotInTerm);
    let many = json!({ "act": { "verb": "set_role", "role": "agent" }, "to": { "members": [id(&instance, "bo@x.example")] } });
    let done: BulkResults = owner.post(&instance, "/api/v1/members/bulk", &many).json();
    assert_eq!(done.results[0].code, Some(Code::LicenseNotInTerm));
    let renew = json!({ "expires_at": instance.now().plus_days(30) });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/renew"), &renew).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2));
    owner.patch(&instance, &bo, &json!({ "role": "agent" })).expect(200);
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn the_role_of_somebody_invited_is_changed_with_the_invitation_only() {
    let (instance, owner, _) = sold(4);
    invite(&instance, &owner, "cy@x.example", "standard");
    let cy = path(&instance, "cy@x.example");
    owner.patch(&instance, &cy, &json!({ "role": "agent" })).refused(Code::NotInThisState);
    owner.patch(&instance, &cy, &json!({ "role": "standard", "name": "Cy" })).expect(200);
    let roles: Vec<Value> = instance.rows(
        "SELECT m.role AS a, i.role AS b FROM members m JOIN invitations i ON i.member_id = m.id WHERE m.email = 'cy@x.example'",
    );
    assert_eq!(roles, [json!({ "a": "standard", "b": "standard" })]);
}

/// covers: C14, C15
#[test]
fn a_seat_asked_for_becomes_the_roles_and_one_given_by_hand_stays() {
    let (instance, owner, license) = sold(4);
    let bo = path(&instance, "bo@x.example");
    let asked = "INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id) \
        SELECT 'asg_01h455vb4pex5vsknk084sn02q', organization_id, 'LICENSE', id, 'invited', 'manual', 'invited', 'x', changed_at, operation_id FROM members WHERE email = 'bo@x.example'";
    instance.attempt(&asked.replace("LICENSE", &license)).unwrap();
    assert_eq!(taken(&instance, &owner), (1, 2));
    owner.patch(&instance, &bo, &json!({ "role": "agent" })).expect(200);
    assert_eq!(
        (taken(&instance, &owner), seat(&instance, "bo@x.example")),
        ((0, 3), "accepted role".to_owned())
    );
    let declined = "UPDATE assignments SET status = 'rejected', reason = 'declined', releases = releases + 1 WHERE id = 'asg_01h455vb4pex5vsknk084sn02q'";
    instance.attempt(declined).unwrap();
    assert_eq!(taken(&instance, &owner), (0, 3), "a role's seat is not declined");
    owner.patch(&instance, &bo, &json!({ "role": "standard" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2));
    // Asked while they are deactivated and have the role: enabled, they have the seat.
    for verb in ["disable", "enable"] {
        owner.post(&instance, &format!("{bo}/{verb}"), &json!({})).expect(200);
        if verb == "disable" {
            owner.patch(&instance, &bo, &json!({ "role": "agent" })).expect(200);
            instance.arrange("UPDATE assignments SET status = 'invited', door = 'manual', reason = 'invited' WHERE id = 'asg_01h455vb4pex5vsknk084sn02q'");
        }
    }
    assert_eq!(
        (taken(&instance, &owner), seat(&instance, "bo@x.example")),
        ((0, 3), "accepted role".to_owned())
    );
    owner.patch(&instance, &bo, &json!({ "role": "standard" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 2));
    // Given by hand, it is theirs whatever their role.
    let give = json!({ "assignments": [{ "email": "bo@x.example" }] });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/assignments"), &give).expect(200);
    owner.patch(&instance, &bo, &json!({ "role": "agent" })).expect(200);
    owner.patch(&instance, &bo, &json!({ "role": "standard" })).expect(200);
    assert_eq!(taken(&instance, &owner), (0, 3));
    owner.delete(&instance, PATH).expect(200);
    let shown: Value = owner.get(&instance, &format!("/api/v1/licenses/{license}")).json();
    assert_eq!(shown["seats"]["held"], 1, "also when the license is named no more");
    healthy(&instance, &owner);
}

/// covers: C14, C19
#[test]
fn a_bounce_keeps_the_seat_of_a_role_by_whatever_door_it_came() {
    let (instance, owner, license) = sold(4);
    let row = json!({ "email": "cy@x.example", "role": "agent", "licenses": [license] });
    owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": [row] })).expect(200);
    assert_eq!(taken(&instance, &owner), (1, 2));
    let bounced = "UPDATE invitations SET delivery = 'bounced' WHERE email = 'cy@x.example'";
    instance.attempt(bounced).unwrap();
    assert_eq!(taken(&instance, &owner), (1, 2));
    healthy(&instance, &owner);
}

/// covers: C14, C15
#[test]
fn a_turn_in_another_queue_gives_the_seat_of_the_role_or_passes() {
    let (instance, owner, desk) = sold(3);
    let school = json!({ "name": "School", "type": "school", "seats": 1 });
    let school: Value = owner.post(&instance, "/api/v1/licenses", &school).json();
    let school = format!("/api/v1/licenses/{}", school["id"].as_str().unwrap());
    let add = |email: &str| {
        let body = json!({ "assignments": [{ "email": email }], "when_full": "queue" });
        owner.post(&instance, &format!("{school}/assignments"), &body).expect(200);
    };
    for email in ["ann@x.example", "cy@x.example", "di@x.example", "bo@x.example"] {
        add(email);
    }
    // Both are to be agents, and only one staff seat is left.
    for table in ["seat_queue", "members"] {
        let of = if table == "members" {
            "status = 'pending'"
        } else {
            "member_id IN (SELECT id FROM members WHERE status = 'pending')"
        };
        instance.attempt(&format!("UPDATE {table} SET role = 'agent' WHERE {of}")).unwrap();
    }
    owner.patch(&instance, &school, &json!({ "seats": 2 })).expect(200);
    assert_eq!(
        (taken(&instance, &owner), seat(&instance, "cy@x.example")),
        ((1, 2), "invited role".to_owned())
    );
    owner.patch(&instance, &school, &json!({ "seats": 3 })).expect(200);
    let left: Value = owner.get(&instance, &format!("{school}/queue?state=left")).json();
    assert_eq!(left["items"][0]["reason"], "no_staff_seat");
    instance.tick();
    let line: Value = owner.get(&instance, &format!("{school}/queue")).json();
    assert_eq!(line["items"], json!([]), "the turn passed to the next");
    // Whoever waits for a seat with a role that takes one does not wait for that one.
    let rows = json!({ "invitations": [{ "email": "eve@x.example", "role": "agent", "licenses": [school.rsplit('/').next()] }], "when_full": "queue" });
    owner.patch(&instance, &format!("/api/v1/licenses/{desk}"), &json!({ "seats": 5 })).expect(200);
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let waits: Vec<Value> = instance.rows(&format!("SELECT id FROM seat_queue WHERE license_id = '{desk}'"));
    assert!(waits.is_empty());
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn a_deleted_roles_offers_are_booked_under_whoever_deletes_it() {
    let (instance, owner, license) = sold(5);
    let reader: RoleInfo =
        owner.post(&instance, "/api/v1/roles", &json!({ "name": "Reader", "based_on": "standard" })).json();
    let admin = Actor::joined(&instance, &owner, "adi@x.example", Role::Owner);
    invite(&instance, &owner, "cy@x.example", &reader.id.to_string());
    let path = format!("/api/v1/roles/{}?replacement=agent", reader.id);
    admin.delete(&instance, &path).expect(200);
    let booked: Vec<Value> = instance.rows(&format!(
        "SELECT l.actor, l.operation_id = (SELECT operation_id FROM events WHERE kind = 'role.deleted') AS same FROM seat_ledger l \
         WHERE l.license_id = '{license}' ORDER BY l.sequence DESC LIMIT 1"
    ));
    let name: Vec<Value> = instance.rows("SELECT name FROM members WHERE email = 'adi@x.example'");
    assert_eq!((&booked[0]["actor"], &booked[0]["same"]), (&name[0]["name"], &json!(1)));
    healthy(&instance, &owner);
}

/// covers: C14, C15
#[test]
fn a_role_is_replaced_by_one_with_seats_without_limit_and_not_by_one_of_an_ended_license() {
    let (instance, owner, license) = sold(2);
    let reader: RoleInfo =
        owner.post(&instance, "/api/v1/roles", &json!({ "name": "Reader", "based_on": "standard" })).json();
    owner.patch(&instance, &path(&instance, "bo@x.example"), &json!({ "role": reader.id })).expect(200);
    let delete = || owner.delete(&instance, &format!("/api/v1/roles/{}?replacement=agent", reader.id));
    delete().refused(Code::StaffSeatsMissing);
    let unlimited = json!({ "overage": { "rule": "unlimited" } });
    owner.patch(&instance, &format!("/api/v1/licenses/{license}"), &unlimited).expect(200);
    instance.pass_days(11);
    instance.tick();
    let problem = delete().refused(Code::LicenseNotInTerm);
    assert!(problem.detail.contains("Renew the license first"), "{}", problem.detail);
    assert_eq!(role(&instance, "bo@x.example"), reader.id.to_string(), "nobody changed");
    let renew = json!({ "expires_at": instance.now().plus_days(30) });
    owner.post(&instance, &format!("/api/v1/licenses/{license}/renew"), &renew).expect(200);
    delete().expect(200);
    assert_eq!(taken(&instance, &owner), (0, 3), "one more than the license has");
    healthy(&instance, &owner);
}
