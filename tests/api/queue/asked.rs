//! Who waits is seated by the gate by which they came: whoever would have been asked about a free seat is asked.

use serde_json::{Value, json};
use shared::access::Role;
use shared::api::Page;
use shared::api::invitations::{Outcome, RowResult, RowResults};
use shared::api::me::MyLicense;
use shared::license::AssignmentStatus;
use usher_tests::Actor;

use super::Full;

const BO: &str = "bo@x.example";

/// Adds an address by the dialog or a file of invitations, where members are asked.
fn invite(full: &Full, email: &str) -> RowResult {
    let body =
        json!({ "invitations": [{ "email": email, "licenses": [full.license] }], "when_full": "queue" });
    let results: RowResults = full.owner.post(&full.instance, "/api/v1/invitations", &body).json();
    results.results.into_iter().next().unwrap()
}

fn offers(full: &Full, of: &Actor) -> Vec<MyLicense> {
    of.get(&full.instance, "/api/v1/me/license-invites").json::<Page<MyLicense>>().items
}

fn stands(full: &Full, email: &str) -> Option<(AssignmentStatus, String)> {
    let seated = full.seated().into_iter().find(|(of, ..)| of == email);
    seated.map(|(_, status, door)| (status, door))
}

/// covers: B13, B14
#[test]
fn a_member_who_would_have_been_asked_is_asked_when_their_turn_comes() {
    let full = Full::new();
    let bo = Actor::joined(&full.instance, &full.owner, BO, Role::Standard);
    let waits = invite(&full, BO);
    assert_eq!((waits.outcome, waits.waiting[0].place), (Outcome::Queued, 1));
    let before = full.instance.mails(BO).len();
    full.free();
    assert_eq!(stands(&full, BO), Some((AssignmentStatus::Invited, "queue".to_owned())));
    let seats = full.license().seats;
    assert_eq!((seats.reserved, seats.held, seats.waiting), (1, 0, 0), "the seat is kept for them");
    let offer = offers(&full, &bo).remove(0);
    assert_eq!((offer.license.name.as_str(), offer.changed_by.as_str()), ("Kaia", "Dana Whitfield"));
    full.instance.tick();
    let mails = full.instance.mails(BO);
    assert_eq!(mails.len(), before + 1);
    let mail = mails.iter().find(|mail| mail.text.contains("/account/license-invites")).unwrap();
    assert!(mail.text.contains("Dana Whitfield") && mail.subject.contains("Kaia"), "{mail:?}");
    let events: Value = full.owner.get(&full.instance, "/api/v1/events?kind=queue.seated").json();
    assert_eq!(events["items"][0]["details"]["invited"], true);
    let accept = format!("/api/v1/me/license-invites/{}/accept", offer.id);
    bo.post(&full.instance, &accept, &json!({})).expect(200);
    assert_eq!(stands(&full, BO), Some((AssignmentStatus::Accepted, "queue".to_owned())));
    full.healthy();
}

/// covers: B14
#[test]
fn whoever_declines_leaves_the_seat_to_the_next_in_line() {
    let full = Full::new();
    let bo = Actor::joined(&full.instance, &full.owner, BO, Role::Standard);
    Actor::joined(&full.instance, &full.owner, "cy@x.example", Role::Standard);
    for email in [BO, "cy@x.example"] {
        invite(&full, email);
    }
    full.free();
    let decline = format!("/api/v1/me/license-invites/{}/decline", offers(&full, &bo)[0].id);
    bo.post(&full.instance, &decline, &json!({})).expect(200);
    assert_eq!(stands(&full, BO), None);
    assert_eq!(stands(&full, "cy@x.example"), Some((AssignmentStatus::Invited, "queue".to_owned())));
    full.healthy();
}

/// covers: B11, B12
#[test]
fn whoever_need_not_be_asked_is_seated_also_if_they_were_to_be_asked_before() {
    let full = Full::new();
    for email in [BO, "cy@x.example", "di@x.example"] {
        Actor::joined(&full.instance, &full.owner, email, Role::Standard);
    }
    // Chosen on the license itself, in the end or from the beginning: asking later takes nothing back.
    assert_eq!(invite(&full, BO).outcome, Outcome::Queued);
    assert_eq!(full.add(BO).outcome, Outcome::Unchanged);
    assert_eq!(full.add("cy@x.example").outcome, Outcome::Queued);
    assert_eq!(invite(&full, "cy@x.example").outcome, Outcome::Unchanged);
    // By the authority over their domain.
    let domain: Value =
        full.owner.post(&full.instance, "/api/v1/domains", &json!({ "name": "x.example" })).json();
    let domain = format!("/api/v1/domains/{}", domain["id"].as_str().unwrap());
    full.owner.post(&full.instance, &format!("{domain}/verify"), &json!({ "how": "word" })).expect(200);
    let owner: Vec<Value> = full.instance.rows("SELECT id AS member FROM members WHERE role = 'owner'");
    full.owner.post(&full.instance, &format!("{domain}/admins"), &owner[0]).expect(200);
    assert_eq!(invite(&full, "di@x.example").outcome, Outcome::Queued);
    for email in [BO, "cy@x.example", "di@x.example"] {
        full.free();
        assert_eq!(stands(&full, email), Some((AssignmentStatus::Accepted, "queue".to_owned())), "{email}");
    }
    full.healthy();
}
