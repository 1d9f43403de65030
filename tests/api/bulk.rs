//! One act on many members: by name and by filter, each judged by themselves, none lost or doubled.

use functions::store::bulk::{self, Hit};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::bulk::{BulkOutcome, BulkResults};
use shared::api::events::Event;
use shared::api::licenses::License;
use shared::api::members::{Matching, Member};
use shared::api::{Page, teams::Team};
use shared::member::MemberStatus;
use usher_tests::{Actor, Instance};

fn ids(instance: &Instance, like: &str) -> Vec<String> {
    let rows: Vec<Value> =
        instance.rows(&format!("SELECT id FROM members WHERE email LIKE '{like}' ORDER BY email"));
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn outcomes(answer: &BulkResults) -> Vec<(BulkOutcome, Option<Code>)> {
    answer.results.iter().map(|result| (result.outcome, result.code)).collect()
}

const PATH: &str = "/api/v1/members/bulk";

#[test]
fn everybody_gets_a_result_and_seats_come_free() {
    let (instance, owner) = Instance::set_up();
    for name in ["ann", "bo"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Standard);
    }
    owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "cy@x.example" }] }))
        .expect(200);
    let license: License = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 5 }))
        .json();
    let people = ids(&instance, "%@x.example");
    let seats = json!({ "assignments": [{ "member": people[0] }, { "member": people[1] }] });
    owner.post(&instance, &format!("/api/v1/licenses/{}/assignments", license.id), &seats).expect(200);
    let nobody = "mem_01h455vb4pex5vsknk084sn02q";
    let mut to = people.clone();
    to.push(nobody.to_owned());
    let act = json!({ "act": { "verb": "disable" }, "to": { "members": to } });
    let answer: BulkResults = owner.post(&instance, PATH, &act).json();
    let done = (BulkOutcome::Done, None);
    let refused = |code| (BulkOutcome::Refused, Some(code));
    let mut found = outcomes(&answer);
    found.sort_by_key(|(outcome, code)| (*outcome as u8, code.map(Code::as_str)));
    assert_eq!(found, [done, done, refused(Code::NotFound), refused(Code::NotInThisState)]);
    assert_eq!((answer.done, answer.seats_freed), (2, 2));
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=member.disabled").json();
    assert_eq!(events.items.len(), 2);
    let act = json!({ "act": { "verb": "enable" }, "to": { "members": people } });
    let answer: BulkResults = owner.post(&instance, PATH, &act).json();
    assert_eq!(answer.done, 2);
    // What came free when they were deactivated does not come free again when they are removed.
    for (verb, done, freed) in [("disable", 2, 2), ("remove", 3, 0)] {
        let act = json!({ "act": { "verb": verb }, "to": { "members": people } });
        let answer: BulkResults = owner.post(&instance, PATH, &act).json();
        assert_eq!((answer.done, answer.seats_freed), (done, freed), "{verb}");
    }
    let doctor: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(doctor["differences"], json!([]));
}

#[test]
fn a_filter_means_all_that_match_and_a_changed_selection_does_nothing() {
    let (instance, owner) = Instance::set_up();
    for n in 0..7 {
        Actor::joined(&instance, &owner, &format!("p{n}@x.example"), Role::Standard);
    }
    let first = ids(&instance, "p0@x.example").remove(0);
    let matching: Matching = owner.get(&instance, "/api/v1/members/count?role=standard").json();
    assert_eq!(matching.people, 7);
    let act = |expected: u32| {
        json!({ "act": { "verb": "disable" },
            "to": { "matching": { "filter": { "role": ["standard"], "q": "x" }, "except": [first], "expected": expected } } })
    };
    owner.post(&instance, PATH, &act(7)).refused(Code::SelectionChanged);
    let answer: BulkResults = owner.post(&instance, PATH, &act(6)).json();
    assert_eq!((answer.done, answer.results.len()), (6, 6));
    let left: Matching = owner.get(&instance, "/api/v1/members/count?role=standard&status=active").json();
    assert_eq!(left.people, 1);
}

#[test]
fn a_role_or_a_team_is_given_to_many_and_the_last_owner_stays() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Owner);
    let admin = Actor::joined(&instance, &owner, "bo@x.example", Role::Admin);
    let everybody = json!({ "matching": { "filter": {} } });
    let act = json!({ "act": { "verb": "set_role", "role": "admin" }, "to": everybody });
    let refused: BulkResults = admin.post(&instance, PATH, &act).json();
    assert!(refused.results.iter().all(|result| result.outcome != BulkOutcome::Done));
    let answer: BulkResults = owner.post(&instance, PATH, &act).json();
    let codes: Vec<_> = answer.results.iter().filter_map(|result| result.code).collect();
    assert_eq!((answer.done, codes), (1, vec![Code::LastOwner]));
    let team: Team = admin.post(&instance, "/api/v1/teams", &json!({ "name": "North" })).json();
    let act = json!({ "act": { "verb": "join_team", "team": team.id }, "to": everybody });
    let answer: BulkResults = admin.post(&instance, PATH, &act).json();
    assert_eq!(answer.done, 3);
    let again: BulkResults = admin.post(&instance, PATH, &act).json();
    assert!(again.results.iter().all(|result| result.outcome == BulkOutcome::Unchanged));
    let page: Page<Member> = admin.get(&instance, &format!("/api/v1/members?team={}", team.id)).json();
    assert_eq!(page.items.len(), 3);
}

/// Somebody who became an owner after they were looked at is not the admin's to move.
#[test]
fn whoever_changed_between_the_look_and_the_write_is_left() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let row = || -> Value { instance.rows("SELECT * FROM members WHERE email = 'ann@x.example'").remove(0) };
    let (seen, ctx) = (row(), instance.ctx());
    let id = seen["id"].as_str().unwrap();
    let organization = seen["organization_id"].as_str().unwrap().parse().unwrap();
    let hit = |operation: &Value| Hit {
        member: id.parse().unwrap(),
        status: MemberStatus::Active,
        operation: operation.as_str().unwrap().to_owned(),
        event: ctx.id(),
    };
    let change = |hit: Hit| {
        let hits = json!([hit]).to_string();
        let write = bulk::set_role(&ctx, organization, &hits, Role::Collaborator, "Ada", ctx.id());
        ctx.batch(vec![write]).now_or_never().unwrap().unwrap();
        row()["role"].clone()
    };
    owner.patch(&instance, &format!("/api/v1/members/{id}"), &json!({ "role": "owner" })).expect(200);
    assert_eq!(change(hit(&seen["operation_id"])), "owner");
    assert_eq!(change(hit(&row()["operation_id"])), "collaborator");
}

#[test]
fn what_is_no_act_is_refused_as_a_whole() {
    let (instance, owner) = Instance::set_up();
    for body in [
        json!({}),
        json!({ "act": { "verb": "explode" }, "to": { "members": [] } }),
        json!({ "act": { "verb": "disable" }, "to": { "matching": { "filter": { "color": "red" } } } }),
    ] {
        owner.post(&instance, PATH, &body).refused(Code::InvalidBody);
    }
    let none = json!({ "act": { "verb": "disable" }, "to": { "members": [] } });
    owner.post(&instance, PATH, &none).refused(Code::TooManyRows);
    let team = json!({ "act": { "verb": "join_team", "team": "team_01h455vb4pex5vsknk084sn02q" }, "to": { "matching": { "filter": {} } } });
    owner.post(&instance, PATH, &team).refused(Code::NotFound);
}

/// Five thousand at once (issue of scale): one request, one write, an event and a result each.
#[test]
fn five_thousand_are_deactivated_in_one_request() {
    let (instance, owner) = Instance::set_up();
    instance.crowd(5000, "'p' || i", "'P ' || i");
    let act = json!({ "act": { "verb": "disable" }, "to": { "matching": { "filter": { "role": ["standard"] }, "expected": 5000 } } });
    let answer: BulkResults = owner.post(&instance, PATH, &act).json();
    assert_eq!((answer.done, answer.results.len()), (5000, 5000));
    let events: Vec<Value> = instance.rows("SELECT count(*) AS n FROM events WHERE kind = 'member.disabled'");
    assert_eq!(events[0]["n"], 5000);
}
