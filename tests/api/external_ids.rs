//! Ids of people in other systems: found, given by address, moved and swapped with a look at both sides before.
//! That one id is one person's, and the figures of ids, are in `insights`.

use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::external_ids::{HeldId, MovesPreview};
use shared::api::invitations::{Outcome, RowResults};
use shared::api::measures::{ExternalId, ExternalIdResults, RowOutcome};
use shared::id::MemberId;
use usher_tests::{Actor, Instance};

const ALL: &str = "/api/v1/external-ids";
const MOVES: &str = "/api/v1/external-ids/moves";
const LOOK: &str = "/api/v1/external-ids/moves/preview";

fn people() -> (Instance, Actor, [MemberId; 2]) {
    let (instance, owner) = Instance::set_up();
    for name in ["ann", "bo"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Agent);
    }
    let ids = ["ann", "bo"].map(|name| {
        let sql = format!("SELECT id FROM members WHERE email = '{name}@x.example'");
        let found: Vec<Value> = instance.rows(&sql);
        found[0]["id"].as_str().unwrap().parse().unwrap()
    });
    (instance, owner, ids)
}

fn give(instance: &Instance, owner: &Actor, rows: &[(&str, &str, &str)]) -> ExternalIdResults {
    let row = |(source, id, email): &(&str, &str, &str)| json!({ "source": source, "external_id": id, "email": email });
    owner.post(instance, ALL, &json!({ "ids": rows.iter().map(row).collect::<Vec<_>>() })).json()
}

fn found(instance: &Instance, owner: &Actor, query: &str) -> Vec<ExternalId> {
    owner.get(instance, &format!("{ALL}?{query}")).json::<Page<ExternalId>>().items
}

fn words(ids: &[HeldId]) -> Vec<String> {
    ids.iter().map(|held| format!("{} {}", held.source, held.external_id)).collect()
}

/// covers: C7, E11, E12
#[test]
fn ids_are_given_by_address_looked_at_before_and_found_again() {
    let (instance, owner, [ann, _]) = people();
    let rows = [
        ("voice", "17", "Ann@x.example"),
        ("voice", "17", "bo@x.example"),
        ("chat", "17", "nobody@x.example"),
        ("chat", "ann.b", "bo@x.example"),
        ("chat", "18", "no address"),
    ];
    let body = json!({ "ids": rows.map(|(source, id, email)| json!({ "source": source, "external_id": id, "email": email })) });
    let seen: ExternalIdResults = owner.post(&instance, "/api/v1/external-ids/preview", &body).json();
    assert!(found(&instance, &owner, "").is_empty(), "nothing is given by looking");
    let given = give(&instance, &owner, &rows);
    assert_eq!(seen, given, "what was foretold comes true");
    let outcomes: Vec<_> = given.results.iter().map(|row| (row.outcome, row.code)).collect();
    let expected = [
        (RowOutcome::Added, None),
        (RowOutcome::Refused, Some(Code::IdTaken)),
        (RowOutcome::Refused, Some(Code::NotFound)),
        (RowOutcome::Added, None),
        (RowOutcome::Refused, Some(Code::InvalidEmail)),
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(given.results[1].holder.as_ref().unwrap().id, ann);
    let again = give(&instance, &owner, &rows);
    assert_eq!(
        (again.results[0].outcome, again.results[3].outcome),
        (RowOutcome::Unchanged, RowOutcome::Unchanged)
    );
    let told: Value = owner.get(&instance, "/api/v1/events?kind=external_id.").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 2, "the same file again changes nothing");
    for (query, count) in [("q=VOICE", 1), ("q=17", 1), ("q=ann", 2), ("q=bo@", 1), ("q=none", 0)] {
        assert_eq!(found(&instance, &owner, query).len(), count, "{query}");
    }
    let stranger = Actor::of_another_organization(&instance);
    assert!(found(&instance, &stranger, "").is_empty());
}

/// covers: E12
#[test]
fn two_ids_change_places_in_one_act_and_both_histories_tell_it() {
    let (instance, owner, [ann, bo]) = people();
    give(
        &instance,
        &owner,
        &[("voice", "1", "ann@x.example"), ("voice", "2", "ann@x.example"), ("chat", "9", "bo@x.example")],
    );
    let figure = json!({ "key": "k", "source": "voice", "external_id": "1", "metric": "calls", "at": "2026-11-23T08:00:00Z", "value": 4 });
    owner.post(&instance, "/api/v1/measures", &json!({ "measures": [figure] })).expect(200);
    let id = |query: &str| found(&instance, &owner, query)[0].id;
    let (one, nine) = (id("q=voice%201"), id("q=chat"));
    let swap = json!({ "moves": [{ "id": one, "to": bo }, { "id": nine, "to": ann }] });
    let look: MovesPreview = owner.post(&instance, LOOK, &swap).json();
    let sides: Vec<_> = look.sides.iter().map(|side| (words(&side.before), words(&side.after))).collect();
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(sides[0], (list(&["voice 1", "voice 2"]), list(&["chat 9", "voice 2"])));
    assert_eq!(sides[1], (list(&["chat 9"]), list(&["voice 1"])));
    assert_eq!(look.sides[0].before[0].figures, 1, "figures go along");
    assert_eq!(found(&instance, &owner, &format!("member={ann}")).len(), 2, "looking moves nothing");
    owner.change_seen(&instance, Method::PUT, MOVES, &swap, &look.version).expect(200);
    let of = |member| found(&instance, &owner, &format!("member={member}"));
    assert_eq!(of(bo).iter().map(|it| it.external_id.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(of(ann).iter().map(|it| it.external_id.as_str()).collect::<Vec<_>>(), ["9", "2"]);
    let history: Value =
        owner.get(&instance, &format!("/api/v1/events?target={ann}&kind=external_id.")).json();
    let items = history["items"].as_array().unwrap();
    assert_eq!(items.len(), 4, "two were given, one went, one came");
    let details: Vec<_> = items.iter().map(|item| item["details"].clone()).collect();
    assert!(details.contains(&json!({ "id": "voice: 1", "to": "New Person" })), "{details:?}");
    assert!(details.contains(&json!({ "id": "chat: 9", "from": "New Person" })), "{details:?}");
    // The same again is refused: everything is where it was to be.
    owner.put(&instance, MOVES, &swap).refused(Code::NotInThisState);
}

/// covers: E12
#[test]
fn what_was_looked_at_and_has_changed_since_is_not_moved() {
    let (instance, owner, [ann, bo]) = people();
    give(&instance, &owner, &[("voice", "1", "ann@x.example"), ("voice", "2", "bo@x.example")]);
    let one = found(&instance, &owner, "q=voice%201")[0].id;
    let step = json!({ "moves": [{ "id": one, "to": bo }] });
    let look: MovesPreview = owner.post(&instance, LOOK, &step).json();
    give(&instance, &owner, &[("chat", "3", "bo@x.example")]);
    owner.change_seen(&instance, Method::PUT, MOVES, &step, &look.version).refused(Code::ChangedMeanwhile);
    assert_eq!(found(&instance, &owner, &format!("member={ann}")).len(), 1);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=external_id.taken").json();
    assert!(told["items"].as_array().unwrap().is_empty(), "nothing is told that did not happen");
    owner.put(&instance, MOVES, &step).expect(200);
    let nobody = json!({ "moves": [{ "id": one, "to": "mem_01h455vb4pex5vsknk084sn02q" }] });
    owner.put(&instance, MOVES, &nobody).refused(Code::NotFound);
    owner.delete(&instance, &format!("/api/v1/members/{ann}")).expect(200);
    owner.put(&instance, MOVES, &json!({ "moves": [{ "id": one, "to": ann }] })).refused(Code::NotFound);
    let stranger = Actor::of_another_organization(&instance);
    stranger.put(&instance, MOVES, &step).refused(Code::NotFound);
    stranger.post(&instance, LOOK, &step).refused(Code::NotFound);
}

fn invite(instance: &Instance, owner: &Actor, email: &str, ids: &[&str]) -> RowResults {
    let ids: Vec<_> = ids.iter().map(|id| json!({ "source": "voice", "external_id": id })).collect();
    let row = json!({ "email": email, "role": "agent", "external_ids": ids });
    owner.post(instance, "/api/v1/invitations", &json!({ "invitations": [row] })).json()
}

/// covers: E10
#[test]
fn an_agent_is_invited_with_their_ids_or_told_whose_they_are() {
    let (instance, owner, [ann, _]) = people();
    give(&instance, &owner, &[("voice", "17", "ann@x.example")]);
    let refused = invite(&instance, &owner, "new@x.example", &["1", "17"]);
    let row = &refused.results[0];
    assert_eq!((row.outcome, row.code, row.member), (Outcome::Refused, Some(Code::IdTaken), Some(ann)));
    assert!(instance.rows::<Value>("SELECT 1 FROM members WHERE email = 'new@x.example'").is_empty());
    let made = invite(&instance, &owner, "new@x.example", &["1", "2"]);
    assert_eq!(made.results[0].outcome, Outcome::Invited);
    let theirs = found(&instance, &owner, "q=new@x.example");
    assert_eq!(theirs.len(), 2, "kept for whoever is asked");
    assert_eq!(invite(&instance, &owner, "bo@x.example", &["1"]).results[0].code, Some(Code::IdTaken));
    let more = invite(&instance, &owner, "new@x.example", &["1", "3"]);
    assert_eq!(more.results[0].outcome, Outcome::Extended, "an open invitation takes more");
    let member = invite(&instance, &owner, "bo@x.example", &["4"]);
    assert_eq!(member.results[0].outcome, Outcome::Added, "a member gets them at once");
    let told: Value = owner.get(&instance, "/api/v1/events?kind=external_id.given").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 5);
    let id = made.results[0].id.clone().unwrap();
    owner.post(&instance, &format!("/api/v1/invitations/{id}/cancel"), &json!({})).expect(200);
    assert!(found(&instance, &owner, "q=new@x.example").is_empty(), "free again");
    let again = invite(&instance, &owner, "other@x.example", &["1"]);
    assert_eq!(again.results[0].outcome, Outcome::Invited);
    Actor::joined_by_link(&instance, &instance.link("other@x.example"));
    assert_eq!(found(&instance, &owner, "q=other@x.example").len(), 1, "and theirs once they are in");
}

/// covers: E10, E12
#[test]
fn what_an_offer_brought_goes_with_it_and_what_was_there_before_stays() {
    let (instance, owner, [ann, _]) = people();
    give(&instance, &owner, &[("chat", "ann", "ann@x.example")]);
    owner.delete(&instance, &format!("/api/v1/members/{ann}")).expect(200);
    let made = invite(&instance, &owner, "ann@x.example", &["1"]);
    give(&instance, &owner, &[("voice", "2", "ann@x.example")]);
    assert_eq!(found(&instance, &owner, "q=ann@x.example").len(), 3);
    let path = format!("/api/v1/invitations/{}/cancel", made.results[0].id.clone().unwrap());
    owner.post(&instance, &path, &json!({})).expect(200);
    let left = found(&instance, &owner, &format!("member={ann}"));
    assert_eq!(left.iter().map(|it| it.external_id.as_str()).collect::<Vec<_>>(), ["ann"]);
    // Once they have accepted, what came with it is theirs, also when a later offer ends.
    invite(&instance, &owner, "cy@x.example", &["1"]);
    Actor::joined_by_link(&instance, &instance.link("cy@x.example"));
    let cy = found(&instance, &owner, "q=cy@x.example")[0].member.id;
    owner.delete(&instance, &format!("/api/v1/members/{cy}")).expect(200);
    let made = invite(&instance, &owner, "cy@x.example", &["7"]);
    let path = format!("/api/v1/invitations/{}/cancel", made.results[0].id.clone().unwrap());
    owner.post(&instance, &path, &json!({})).expect(200);
    let left = found(&instance, &owner, &format!("member={cy}"));
    assert_eq!(left.iter().map(|it| it.external_id.as_str()).collect::<Vec<_>>(), ["1"]);
}

/// covers: E10
#[test]
fn whoever_waits_in_a_queue_keeps_the_ids_of_their_row() {
    let (instance, owner, _) = people();
    let school = json!({ "name": "School", "type": "school", "seats": 1 });
    let school: Value = owner.post(&instance, "/api/v1/licenses", &school).json();
    let path = format!("/api/v1/licenses/{}/assignments", school["id"].as_str().unwrap());
    owner.post(&instance, &path, &json!({ "assignments": [{ "email": "ann@x.example" }] })).expect(200);
    let row = json!({ "email": "new@x.example", "role": "agent", "licenses": [school["id"]],
        "external_ids": [{ "source": "voice", "external_id": "1" }] });
    let rows = json!({ "invitations": [row], "when_full": "queue" });
    let made: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(made.results[0].outcome, Outcome::Queued);
    let kept = found(&instance, &owner, "q=new@x.example");
    assert_eq!(kept.len(), 1);
    owner.delete(&instance, &format!("/api/v1/members/{}", kept[0].member.id)).expect(200);
    assert!(found(&instance, &owner, "q=new@x.example").is_empty(), "free again");
}

/// covers: E10
#[test]
fn a_further_address_finds_whose_id_it_is_to_be() {
    let (instance, owner, [ann, _]) = people();
    let further = "INSERT INTO user_emails (id, user_id, email, verified_at, created_at, expires_at) \
        SELECT 'eml_01h455vb4pex5vsknk084sn02q', user_id, 'ann@home.example', changed_at, changed_at, changed_at FROM members WHERE email = 'ann@x.example'";
    instance.attempt(further).unwrap();
    let given = give(&instance, &owner, &[("voice", "5", "ann@home.example")]);
    assert_eq!(given.results[0].outcome, RowOutcome::Added);
    assert_eq!(found(&instance, &owner, &format!("member={ann}")).len(), 1);
}
