//! Seats and places in queues of two records that become one: how they go along, and that they pass nobody by.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::merge::MergePreview;
use shared::merge::{MergeOutcome, MergePart, MergeWhy};
use usher_tests::{Actor, Instance, PASSWORD};

use super::{GAINS, HOME, Twice, WORK, drops, healthy, id, look, merged, outcome};

pub fn license(instance: &Instance, owner: &Actor, name: &str, seats: u32) -> String {
    let body = json!({ "name": name, "type": "school", "seats": seats });
    let made: Value = owner.post(instance, "/api/v1/licenses", &body).json();
    made["id"].as_str().unwrap().to_owned()
}

pub fn seat(instance: &Instance, owner: &Actor, license: &str, email: &str) -> String {
    let body = json!({ "assignments": [{ "member": id(instance, email) }], "when_full": "queue" });
    let path = format!("/api/v1/licenses/{license}/assignments");
    let answer: Value = owner.post(instance, &path, &body).json();
    answer["results"][0]["outcome"].as_str().unwrap().to_owned()
}

/// Where everybody stands on a license, by address.
pub fn standing(instance: &Instance, license: &str) -> Vec<(String, String, String)> {
    let rows: Vec<Value> = instance.rows(&format!(
        "SELECT m.email, a.status, a.door FROM assignments a JOIN members m ON m.id = a.member_id WHERE a.license_id = '{license}' ORDER BY m.email"
    ));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row, "email"), text(row, "status"), text(row, "door"))).collect()
}

pub fn stands(email: &str, status: &str, door: &str) -> (String, String, String) {
    (email.to_owned(), status.to_owned(), door.to_owned())
}

pub fn counts(instance: &Instance, owner: &Actor, license: &str) -> (u64, u64, u64) {
    let license: Value = owner.get(instance, &format!("/api/v1/licenses/{license}")).json();
    let count = |name: &str| license["seats"][name].as_u64().unwrap();
    (count("reserved"), count("held"), count("waiting"))
}

/// covers: B14, C13
#[test]
fn a_seat_goes_along_past_a_waiting_queue_and_is_never_free() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 1);
    assert_eq!(seat(instance, owner, &license, HOME), "added");
    Actor::joined(instance, owner, "zoe@x.example", Role::Standard);
    assert_eq!(seat(instance, owner, &license, "zoe@x.example"), "queued");
    let (preview, member) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Seat, "Kaia"), GAINS);
    assert_eq!(member.licenses.len(), 1);
    assert_eq!(counts(instance, owner, &license), (0, 1, 1), "Zoe waits as before");
    assert_eq!(
        standing(instance, &license),
        [stands(HOME, "removed", "assign"), stands(WORK, "accepted", "merge")]
    );
    let ledger: Vec<Value> = instance.rows("SELECT door, reason, held, m.email FROM seat_ledger l JOIN members m ON m.id = l.member_id ORDER BY sequence DESC LIMIT 2");
    assert_eq!(
        (&ledger[0]["door"], &ledger[0]["reason"], &ledger[0]["held"], &ledger[0]["email"]),
        (&json!("merge"), &json!("merged"), &json!(1), &json!(WORK))
    );
    assert_eq!(
        (&ledger[1]["reason"], &ledger[1]["held"], &ledger[1]["email"]),
        (&json!("merged_away"), &json!(-1), &json!(HOME))
    );
}

#[test]
fn where_both_have_a_seat_the_others_goes_to_whoever_waits() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 2);
    for email in [WORK, HOME] {
        assert_eq!(seat(instance, owner, &license, email), "added");
    }
    Actor::joined(instance, owner, "zoe@x.example", Role::Standard);
    assert_eq!(seat(instance, owner, &license, "zoe@x.example"), "queued");
    let (preview, _) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Seat, "Kaia"), drops(MergeWhy::HasOne));
    assert_eq!(
        standing(instance, &license),
        [
            stands(HOME, "removed", "assign"),
            stands(WORK, "accepted", "assign"),
            stands("zoe@x.example", "accepted", "queue")
        ]
    );
    assert_eq!(counts(instance, owner, &license), (0, 2, 0));
}

#[test]
fn a_place_in_a_queue_goes_along_unless_there_is_a_seat_or_a_place() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let (one, two, three) = (
        license(instance, owner, "One", 1),
        license(instance, owner, "Two", 1),
        license(instance, owner, "Three", 1),
    );
    for email in ["zoe@x.example", "yan@x.example"] {
        Actor::joined(instance, owner, email, Role::Standard);
    }
    for license in [&one, &three] {
        seat(instance, owner, license, "zoe@x.example");
    }
    for (license, email) in
        [(&one, HOME), (&one, "yan@x.example"), (&two, WORK), (&two, HOME), (&three, WORK), (&three, HOME)]
    {
        seat(instance, owner, license, email);
    }
    let (preview, member) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Queue, "One"), GAINS);
    assert_eq!(outcome(&preview, MergePart::Queue, "Two"), drops(MergeWhy::HasOne));
    assert_eq!(outcome(&preview, MergePart::Queue, "Three"), drops(MergeWhy::HasOne));
    let waits: Vec<_> = member.waiting.iter().map(|wait| (wait.name.as_str(), wait.place)).collect();
    assert!(waits.contains(&("One", 1)) && waits.contains(&("Three", 1)) && waits.len() == 2, "{waits:?}");
    // Their turn seats them as anybody.
    owner.patch(instance, &format!("/api/v1/licenses/{one}"), &json!({ "seats": 2 })).expect(200);
    assert!(standing(instance, &one).contains(&stands(WORK, "accepted", "queue")));
    healthy(instance, owner);
}

#[test]
fn the_record_that_stays_decides_how_it_has_the_seat() {
    // Somebody invited by another address has what the invitation offered, at once: the person is here.
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, WORK, Role::Agent);
    let license = license(&instance, &owner, "Kaia", 2);
    let invite = |email: &str| {
        let rows = json!({ "invitations": [{ "email": email, "licenses": [license] }] });
        owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    };
    invite(HOME);
    let link = instance.link(HOME);
    let (preview, _) = merged(&instance, &owner, WORK, HOME);
    assert_eq!(outcome(&preview, MergePart::Invitation, ""), drops(MergeWhy::EndsAlong));
    assert_eq!(counts(&instance, &owner, &license), (0, 1, 0));
    let accept = json!({ "name": "Ann", "password": PASSWORD });
    Actor::anonymous().post(&instance, &format!("{link}/accept"), &accept).refused(Code::InvitationCanceled);
    // Of two who are asked, the one that stays is asked for the seat.
    let rows = json!({ "invitations": [{ "email": "bo@work.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    invite("bo@home.example");
    merged(&instance, &owner, "bo@work.example", "bo@home.example");
    assert_eq!(counts(&instance, &owner, &license), (1, 1, 0));
    Actor::joined_by_link(&instance, &instance.link("bo@work.example"));
    assert_eq!(counts(&instance, &owner, &license), (0, 2, 0), "accepting holds it");
    // Whoever is deactivated takes no seat; it comes back with them.
    let other = self::license(&instance, &owner, "Tabs", 1);
    for email in ["cy@work.example", "cy@home.example"] {
        Actor::joined(&instance, &owner, email, Role::Standard);
    }
    seat(&instance, &owner, &other, "cy@home.example");
    for email in ["cy@work.example", "cy@home.example"] {
        owner
            .post(&instance, &format!("/api/v1/members/{}/disable", id(&instance, email)), &json!({}))
            .expect(200);
    }
    let (preview, _) = merged(&instance, &owner, "cy@work.example", "cy@home.example");
    assert_eq!(
        outcome(&preview, MergePart::Seat, "Tabs"),
        (MergeOutcome::Gains, Some(MergeWhy::Deactivated))
    );
    assert_eq!(counts(&instance, &owner, &other), (0, 0, 0));
    owner
        .post(&instance, &format!("/api/v1/members/{}/enable", id(&instance, "cy@work.example")), &json!({}))
        .expect(200);
    assert_eq!(counts(&instance, &owner, &other), (0, 1, 0));
    healthy(&instance, &owner);
}

/// covers: C14
#[test]
fn a_seat_that_a_role_took_goes_with_the_role() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let desk = it.post("/api/v1/licenses", &json!({ "name": "Desk", "type": "staff", "seats": 3 }));
    owner.put(instance, "/api/v1/staff-seats", &json!({ "license": desk["id"] })).expect(200);
    let desk = desk["id"].as_str().unwrap();
    // The agent's record ends in the standard one: role and seat end.
    let preview: MergePreview = look(instance, owner, HOME, WORK).json();
    assert_eq!(outcome(&preview, MergePart::Seat, "Desk"), drops(MergeWhy::RoleSeat));
    // The other way round both stay.
    let (preview, member) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Role, ""), drops(MergeWhy::OwnRole));
    assert_eq!((member.role, member.licenses.len()), (Role::Agent, 1));
    assert_eq!(counts(instance, owner, desk), (0, 2, 0));
    // Two agents: one seat is free again.
    let bo = Actor::joined(instance, owner, "bo@x.example", Role::Agent);
    drop(bo);
    merged(instance, owner, WORK, "bo@x.example");
    assert_eq!(counts(instance, owner, desk), (0, 2, 0));
    merged_into_standard(instance, owner, desk);
}

pub fn merged_into_standard(instance: &Instance, owner: &Actor, desk: &str) {
    Actor::joined(instance, owner, "cy@x.example", Role::Standard);
    merged(instance, owner, "cy@x.example", WORK);
    assert_eq!(counts(instance, owner, desk), (0, 1, 0), "the owner's alone");
}

#[test]
fn a_license_that_ended_gives_the_place_back_with_its_renewal() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 1);
    let path = format!("/api/v1/licenses/{license}");
    owner.patch(instance, &path, &json!({ "expires_at": instance.now().plus_days(1) })).expect(200);
    seat(instance, owner, &license, HOME);
    instance.pass_days(1);
    let (preview, _) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Seat, "Kaia"), (MergeOutcome::Gains, Some(MergeWhy::Ended)));
    instance.tick();
    assert_eq!(counts(instance, owner, &license), (0, 0, 0));
    owner
        .post(instance, &format!("{path}/renew"), &json!({ "expires_at": instance.now().plus_days(30) }))
        .expect(200);
    assert!(standing(instance, &license).contains(&stands(WORK, "accepted", "renewal")));
    healthy(instance, owner);
}

/// The schema hands a seat over to whoever can have it, and to nobody else.
#[test]
fn a_seat_is_not_handed_over_past_the_gate() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 2);
    seat(instance, owner, &license, HOME);
    let (work, home) = (id(instance, WORK), id(instance, HOME));
    let hand = |to: &str| {
        instance.attempt(&format!(
            "UPDATE assignments SET status = 'removed', reason = 'merged_away', heir = '{to}', operation_id = 'op_01h455vb4pex5vsknk084sn02q' WHERE member_id = '{home}'"
        ))
    };
    assert!(hand("mem_nobody").unwrap_err().contains("seat_not_handed_over"));
    assert!(hand(&home).unwrap_err().contains("seat_not_handed_over"));
    owner.post(instance, &format!("/api/v1/members/{work}/disable"), &json!({})).expect(200);
    assert!(hand(&work).unwrap_err().contains("seat_not_handed_over"), "the deactivated take none");
    let quiet = format!("UPDATE assignments SET status = 'removed' WHERE member_id = '{home}'");
    assert!(instance.attempt(&quiet).unwrap_err().contains("release_not_counted"));
    assert_eq!(counts(instance, owner, &license), (0, 1, 0));
}

/// Whoever was asked whether they want a license is asked still, under the record that stays.
#[test]
fn a_question_stays_a_question() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 1);
    let rows = json!({ "invitations": [{ "email": HOME, "licenses": [license] }] });
    owner.post(instance, "/api/v1/invitations", &rows).expect(200);
    assert_eq!(counts(instance, owner, &license), (1, 0, 0));
    it.merged();
    assert_eq!(counts(instance, owner, &license), (1, 0, 0));
    let ann = Actor::anonymous();
    ann.post(instance, "/api/v1/session", &json!({ "email": WORK, "password": PASSWORD })).expect(200);
    let asked: Value = ann.get(instance, "/api/v1/me/license-invites").json();
    let id = asked["items"][0]["id"].as_str().unwrap();
    ann.post(instance, &format!("/api/v1/me/license-invites/{id}/accept"), &json!({})).expect(200);
    assert_eq!(counts(instance, owner, &license), (0, 1, 0));
    healthy(instance, owner);
}

/// The record that ended is invited anew, comes back, and ends again: in the same record, or as anybody.
#[test]
fn a_record_that_came_back_is_merged_again() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let license = license(instance, owner, "Kaia", 1);
    seat(instance, owner, &license, HOME);
    it.merged();
    let on = |email: &str| {
        let rows: Vec<Value> = instance.rows(&format!(
            "SELECT a.id FROM assignments a JOIN members m ON m.id = a.member_id WHERE m.email = '{email}' AND a.license_id = '{license}'"
        ));
        format!("/api/v1/licenses/{license}/assignments/{}", rows[0]["id"].as_str().unwrap())
    };
    let back = || instance.arrange(&format!("UPDATE members SET status = 'active' WHERE email = '{HOME}'"));
    back();
    owner.delete(instance, &on(WORK)).expect(200);
    assert_eq!(seat(instance, owner, &license, HOME), "added");
    it.merged();
    assert_eq!(counts(instance, owner, &license), (0, 1, 0));
    let of_home = format!("/api/v1/members/{}", id(instance, HOME));
    let into = || owner.get(instance, &of_home).json::<Value>()["merged_into"]["id"].clone();
    assert_eq!(into(), id(instance, WORK));
    back();
    owner.delete(instance, &of_home).expect(200);
    assert_eq!(into(), Value::Null, "removed as anybody is");
}

/// Of two agents the one has the seat of the role that was left after a renewal: it is the role's with the other, too.
#[test]
fn a_seat_of_the_role_that_both_have_stays_the_roles() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let home = format!("/api/v1/members/{}", id(instance, HOME));
    owner.patch(instance, &home, &json!({ "role": "agent" })).expect(200);
    let desk =
        json!({ "name": "Desk", "type": "staff", "seats": 3, "expires_at": instance.now().plus_days(1) });
    let desk: Value = owner.post(instance, "/api/v1/licenses", &desk).json();
    owner
        .put(instance, "/api/v1/staff-seats", &json!({ "license": desk["id"], "roles": ["agent"] }))
        .expect(200);
    let desk = desk["id"].as_str().unwrap();
    instance.pass_days(1);
    instance.tick();
    let renew = json!({ "seats": 1, "expires_at": instance.now().plus_days(30) });
    owner.post(instance, &format!("/api/v1/licenses/{desk}/renew"), &renew).expect(200);
    let held = |email: &str| standing(instance, desk).iter().any(|it| it.0 == email && it.1 == "accepted");
    let (with, without) = if held(HOME) { (HOME, WORK) } else { (WORK, HOME) };
    merged(instance, owner, without, with);
    assert!(standing(instance, desk).contains(&stands(without, "accepted", "role")));
    let stays = format!("/api/v1/members/{}", id(instance, without));
    owner.patch(instance, &stays, &json!({ "role": "standard" })).expect(200);
    assert_eq!(counts(instance, owner, desk), (0, 0, 0));
    healthy(instance, owner);
}
