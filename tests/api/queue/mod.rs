//! The queue of a full license: whatever frees a seat gives it to whoever is first, in the same transaction.

mod asked;
mod order;

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::invitations::{Outcome, RowResult, RowResults};
use shared::api::licenses::License;
use shared::api::members::Member;
use shared::api::queue::QueueEntry;
use shared::license::AssignmentStatus;
use usher_tests::{Actor, Instance};

/// A license without a free seat: Ann holds the only one.
struct Full {
    instance: Instance,
    owner: Actor,
    license: String,
    ann: Actor,
}

impl Full {
    fn new() -> Self {
        let (instance, owner) = Instance::set_up();
        let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
        let body = json!({ "name": "Kaia", "type": "school", "seats": 1 });
        let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
        let full = Self { instance, owner, license: license.id.to_string(), ann };
        assert_eq!(full.add("ann@x.example").outcome, Outcome::Added);
        full
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/licenses/{}{rest}", self.license)
    }

    fn add(&self, email: &str) -> RowResult {
        let body = json!({ "assignments": [{ "email": email }], "when_full": "queue" });
        let results: RowResults = self.owner.post(&self.instance, &self.path("/assignments"), &body).json();
        results.results.into_iter().next().unwrap()
    }

    fn license(&self) -> License {
        self.owner.get(&self.instance, &self.path("")).json()
    }

    fn queue(&self, query: &str) -> Vec<QueueEntry> {
        let page: Page<QueueEntry> =
            self.owner.get(&self.instance, &self.path(&format!("/queue{query}"))).json();
        page.items
    }

    fn line(&self) -> Vec<String> {
        self.queue("?limit=200").into_iter().map(|entry| entry.email.to_string()).collect()
    }

    fn seated(&self) -> Vec<(String, AssignmentStatus, String)> {
        let page: Page<Assignment> =
            self.owner.get(&self.instance, &self.path("/assignments?limit=200")).json();
        let taking = page.items.into_iter().filter(|row| row.status.takes_a_seat());
        taking.map(|row| (row.email.to_string(), row.status, row.door)).collect()
    }

    fn member(&self, email: &str) -> String {
        let rows: Vec<Value> = self.instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
        format!("/api/v1/members/{}", rows[0]["id"].as_str().unwrap())
    }

    fn healthy(&self) {
        let report: Value = self.owner.get(&self.instance, "/api/v1/doctor").json();
        assert_eq!(report["differences"], json!([]));
    }

    /// Takes the only seat away from whoever has it.
    fn free(&self) {
        let page: Page<Assignment> = self.owner.get(&self.instance, &self.path("/assignments")).json();
        let row = page.items.iter().find(|row| row.status.takes_a_seat()).unwrap();
        self.owner.delete(&self.instance, &self.path(&format!("/assignments/{}", row.id))).expect(200);
    }
}

fn results(answer: &RowResult) -> (Outcome, Vec<u32>) {
    (answer.outcome, answer.waiting.iter().map(|waiting| waiting.place).collect())
}

#[test]
fn a_full_license_queues_only_those_whose_caller_says_so() {
    let full = Full::new();
    let refused: RowResults = full
        .owner
        .post(
            &full.instance,
            &full.path("/assignments"),
            &json!({ "assignments": [{ "email": "bo@x.example" }] }),
        )
        .json();
    assert_eq!(refused.results[0].code, Some(Code::SeatLimitReached));
    let preview = json!({ "invitations": [{ "email": "bo@x.example", "licenses": [full.license] }], "when_full": "queue" });
    let preview: RowResults = full.owner.post(&full.instance, "/api/v1/invitations/preview", &preview).json();
    assert_eq!(results(&preview.results[0]), (Outcome::Queued, vec![1]));
    assert!(full.line().is_empty(), "a preview changes nothing");
    assert_eq!(results(&full.add("bo@x.example")), (Outcome::Queued, vec![1]));
    assert_eq!(results(&full.add("cy@x.example")), (Outcome::Queued, vec![2]));
    assert_eq!(results(&full.add("Bo@x.example")), (Outcome::Unchanged, vec![1]), "one place for a person");
    assert_eq!(full.license().seats.waiting, 2);
    assert!(full.instance.mails("bo@x.example").is_empty());
    let entry = full.queue("").remove(0);
    assert_eq!(
        (entry.place, entry.reason.as_str(), entry.queued_by.as_str()),
        (Some(1), "license_full", "Dana Whitfield")
    );
    full.healthy();
}

/// Each way in which a seat comes free gives it to whoever is first, and to nobody else.
#[test]
fn whatever_frees_a_seat_seats_whoever_is_first() {
    type Cause = fn(&Full);
    let causes: [(&str, Cause); 9] = [
        ("taken off", Full::free),
        ("disabled", |full| {
            full.owner
                .post(&full.instance, &format!("{}/disable", full.member("ann@x.example")), &json!({}))
                .expect(200);
        }),
        ("removed", |full| {
            full.owner.delete(&full.instance, &full.member("ann@x.example")).expect(200);
        }),
        ("declined", |full| {
            reserved(full);
            let link = full.instance.link("guest@x.example");
            Actor::anonymous().post(&full.instance, &format!("{link}/decline"), &json!({})).expect(200);
        }),
        ("canceled", |full| {
            let id = reserved(full);
            full.owner
                .post(&full.instance, &format!("/api/v1/invitations/{id}/cancel"), &json!({}))
                .expect(200);
        }),
        ("expired", |full| {
            reserved(full);
            full.instance.pass_days(15);
            full.instance.tick();
        }),
        ("bounced", |full| {
            let id = reserved(full);
            full.instance.arrange(&format!(
                "UPDATE invitations SET delivery = 'bounced', changed_at = '{}' WHERE id = '{id}'",
                full.instance.now()
            ));
        }),
        ("more seats", |full| {
            full.owner.patch(&full.instance, &full.path(""), &json!({ "seats": 2 })).expect(200);
        }),
        ("overage", |full| {
            full.owner
                .patch(
                    &full.instance,
                    &full.path(""),
                    &json!({ "overage": { "rule": "percent", "percent": 100 } }),
                )
                .expect(200);
        }),
    ];
    for (cause, act) in causes {
        for first_is_a_member in [true, false] {
            let full = Full::new();
            if first_is_a_member {
                Actor::joined(&full.instance, &full.owner, "bo@x.example", Role::Standard);
            }
            let grows = matches!(cause, "more seats" | "overage");
            if matches!(cause, "declined" | "canceled" | "expired" | "bounced") {
                full.free();
                reserve(&full);
            }
            assert_eq!(full.add("bo@x.example").outcome, Outcome::Queued, "{cause}");
            assert_eq!(full.add("cy@x.example").outcome, Outcome::Queued, "{cause}");
            act(&full);
            let seats = full.seated();
            let bo = seats.iter().find(|(email, ..)| email == "bo@x.example");
            let status =
                if first_is_a_member { AssignmentStatus::Accepted } else { AssignmentStatus::Invited };
            assert_eq!(
                bo.map(|(_, status, door)| (*status, door.as_str())),
                Some((status, "queue")),
                "{cause}"
            );
            assert_eq!(seats.len(), if grows { 2 } else { 1 }, "{cause}: {seats:?}");
            assert_eq!(full.line(), ["cy@x.example"], "{cause}");
            full.instance.tick();
            let mails = full.instance.mails("bo@x.example").len();
            assert_eq!(mails, 1, "{cause}: the mail by which they joined, or that of their turn");
            if !first_is_a_member {
                Actor::joined_by_link(&full.instance, &full.instance.link("bo@x.example"));
            }
            full.healthy();
        }
    }
}

fn reserve(full: &Full) {
    let rows = json!({ "invitations": [{ "email": "guest@x.example", "licenses": [full.license] }] });
    full.owner.post(&full.instance, "/api/v1/invitations", &rows).expect(200);
}

fn reserved(full: &Full) -> String {
    let rows: Vec<Value> = full.instance.rows("SELECT id FROM invitations WHERE email = 'guest@x.example'");
    rows[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_renewed_license_seats_those_who_wait() {
    let full = Full::new();
    let soon = full.instance.now().plus_days(2);
    full.owner.patch(&full.instance, &full.path(""), &json!({ "expires_at": soon })).expect(200);
    full.add("bo@x.example");
    full.instance.pass_days(3);
    full.free();
    assert_eq!(full.line(), ["bo@x.example"], "nobody is seated on a license that has ended");
    let later = full.instance.now().plus_days(30);
    full.owner.patch(&full.instance, &full.path(""), &json!({ "expires_at": later })).expect(200);
    assert_eq!(full.seated()[0].0, "bo@x.example");
    full.healthy();
}

#[test]
fn the_ledger_says_from_which_place_somebody_came_and_the_log_tells_all() {
    let full = Full::new();
    for act in [
        |full: &Full| drop(full.add("bo@x.example")),
        |full: &Full| drop(full.add("cy@x.example")),
        Full::free,
        Full::free,
    ] {
        act(&full);
        full.instance.pass_seconds(1);
    }
    let ledger: Value = full.owner.get(&full.instance, &full.path("/ledger?limit=1")).json();
    assert_eq!(
        (&ledger["items"][0]["door"], &ledger["items"][0]["reason"]),
        (&json!("queue"), &json!("place_2"))
    );
    let events: Value = full.owner.get(&full.instance, "/api/v1/events?kind=queue.").json();
    let kinds: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["queue.seated", "queue.seated", "queue.joined", "queue.joined"]);
    let ended = full.queue("?state=seated");
    assert_eq!((ended.len(), ended[0].reason.as_str(), ended[0].joined_at_place), (2, "seated", 2));
}

#[test]
fn an_open_invitation_gets_the_license_and_its_time_anew() {
    let full = Full::new();
    let rows = json!({ "invitations": [{ "email": "bo@x.example" }], "expires_in_days": 3 });
    let sent: RowResults = full.owner.post(&full.instance, "/api/v1/invitations", &rows).json();
    full.add("bo@x.example");
    full.instance.pass_days(2);
    full.free();
    let id = sent.results[0].id.clone().unwrap();
    let now: Value = full.owner.get(&full.instance, &format!("/api/v1/invitations/{id}")).json();
    assert_eq!((&now["invitation"]["seats"], &now["invitation"]["status"]), (&json!(1), &json!("pending")));
    assert_eq!(now["invitation"]["expires_at"], json!(full.instance.now().plus_days(14)));
    assert_eq!(full.instance.mails("bo@x.example").len(), 2);
    full.healthy();
}

#[test]
fn who_is_disabled_removed_or_taken_out_waits_no_longer() {
    let full = Full::new();
    for email in ["bo@x.example", "cy@x.example"] {
        Actor::joined(&full.instance, &full.owner, email, Role::Standard);
        full.add(email);
    }
    full.add("di@x.example");
    let bo: Member = full.owner.get(&full.instance, &full.member("bo@x.example")).json();
    assert_eq!((bo.waiting[0].name.as_str(), bo.waiting[0].place), ("Kaia", 1));
    full.owner
        .post(&full.instance, &format!("{}/disable", full.member("bo@x.example")), &json!({}))
        .expect(200);
    full.owner.delete(&full.instance, &full.member("cy@x.example")).expect(200);
    let di = full.queue("").remove(0);
    assert_eq!((di.email.as_str(), di.place, di.joined_at_place), ("di@x.example", Some(1), 3));
    let leave = full.path(&format!("/queue/{}/leave", di.id));
    for _ in 0..2 {
        full.owner.post(&full.instance, &leave, &json!({})).expect(200);
    }
    let reasons: Vec<_> = full.queue("?state=left").into_iter().map(|entry| entry.reason).collect();
    assert_eq!(reasons.len(), 3);
    for reason in ["member_disabled", "member_removed", "taken_out"] {
        assert!(reasons.iter().any(|other| other == reason), "{reasons:?}");
    }
    full.free();
    assert!(full.seated().is_empty());
    assert_eq!(full.license().seats.waiting, 0);
    let back = full.add("bo@x.example");
    assert_eq!(back.code, Some(Code::MemberDisabled));
    full.healthy();
}

#[test]
fn an_ended_license_has_no_queue() {
    let full = Full::new();
    let soon = full.instance.now().plus_days(2);
    full.owner.patch(&full.instance, &full.path(""), &json!({ "expires_at": soon })).expect(200);
    full.add("bo@x.example");
    full.instance.pass_days(3);
    full.instance.tick();
    assert_eq!(full.queue("?state=left")[0].reason, "license_ended");
    assert_eq!(full.add("cy@x.example").code, Some(Code::LicenseNotInTerm));
    full.healthy();
}

#[test]
fn places_change_by_moves() {
    let full = Full::new();
    for email in ["a@x.example", "b@x.example", "c@x.example"] {
        full.add(email);
    }
    let shift = |email: &str, to: &str| {
        let entry = full.queue("").into_iter().find(|entry| entry.email.as_str() == email).unwrap();
        full.owner
            .post(&full.instance, &full.path(&format!("/queue/{}/move", entry.id)), &json!({ "to": to }))
            .expect(200);
        full.line().into_iter().map(|email| email[..1].to_owned()).collect::<String>()
    };
    assert_eq!(shift("c@x.example", "front"), "cab");
    assert_eq!(shift("c@x.example", "front"), "cab");
    assert_eq!(shift("c@x.example", "up"), "cab");
    assert_eq!(shift("b@x.example", "up"), "cba");
    assert_eq!(shift("c@x.example", "down"), "bca");
    assert_eq!(shift("a@x.example", "down"), "bca");
    let events: Value = full.owner.get(&full.instance, "/api/v1/events?kind=queue.moved").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 3, "a move to where one stands is none");
    let entry = full.queue("").remove(0);
    full.free();
    let moved = full.path(&format!("/queue/{}/move", entry.id));
    full.owner.post(&full.instance, &moved, &json!({ "to": "up" })).refused(Code::NotInThisState);
    full.owner.post(&full.instance, &moved, &json!({ "to": "sideways" })).refused(Code::InvalidBody);
    full.owner
        .post(&full.instance, &full.path(&format!("/queue/{}/leave", entry.id)), &json!({}))
        .refused(Code::NotInThisState);
    let page: Page<QueueEntry> = full.owner.get(&full.instance, &full.path("/queue?limit=1")).json();
    let next = full.path(&format!("/queue?limit=1&cursor={}", page.next_cursor.unwrap()));
    let next: Page<QueueEntry> = full.owner.get(&full.instance, &next).json();
    assert_eq!((page.items[0].place, next.items[0].place, next.next_cursor), (Some(1), Some(2), None));
    full.healthy();
}

#[test]
fn a_row_takes_what_there_is_and_waits_for_the_rest() {
    let full = Full::new();
    let body = json!({ "name": "Open", "type": "school", "seats": 1 });
    let open: License = full.owner.post(&full.instance, "/api/v1/licenses", &body).json();
    let rows = |email: &str| json!({ "invitations": [{ "email": email, "licenses": [open.id, full.license] }], "when_full": "queue" });
    let sent: RowResults =
        full.owner.post(&full.instance, "/api/v1/invitations", &rows("bo@x.example")).json();
    assert_eq!(results(&sent.results[0]), (Outcome::Invited, vec![1]));
    let both: RowResults =
        full.owner.post(&full.instance, "/api/v1/invitations", &rows("cy@x.example")).json();
    assert_eq!(both.results[0].outcome, Outcome::Queued);
    assert_eq!(both.results[0].waiting.len(), 2);
    Actor::joined_by_link(&full.instance, &full.instance.link("bo@x.example"));
    full.free();
    assert_eq!(full.seated(), [("bo@x.example".to_owned(), AssignmentStatus::Accepted, "queue".to_owned())]);
    full.healthy();
}

#[test]
fn another_organization_sees_and_moves_nothing() {
    let full = Full::new();
    full.add("bo@x.example");
    let entry = full.queue("").remove(0);
    let eve = Actor::of_another_organization(&full.instance);
    eve.get(&full.instance, &full.path("/queue")).refused(Code::NotFound);
    for (act, body) in [("leave", json!({})), ("move", json!({ "to": "front" }))] {
        let path = full.path(&format!("/queue/{}/{act}", entry.id));
        eve.post(&full.instance, &path, &body).refused(Code::NotFound);
    }
    full.ann.get(&full.instance, &full.path("/queue")).refused(Code::Forbidden);
    assert_eq!(full.line(), ["bo@x.example"]);
}
