//! Joining by oneself with an address in a whole domain (B3): who is mailed, what accepting gives, and what nobody learns.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::events::Event;
use shared::api::invitations::Offer;
use shared::api::licenses::License;
use shared::api::members::Member;
use usher_tests::{Actor, Instance, PASSWORD};

/// An organization whose district license of so many seats is open to all of x.example.
fn open(seats: u32) -> (Instance, Actor, License) {
    let (instance, owner) = Instance::set_up();
    let license: License = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "district", "seats": seats }))
        .json();
    let domain: Value = owner.post(&instance, "/api/v1/domains", &json!({ "name": "x.example" })).json();
    let verify = format!("/api/v1/domains/{}/verify", domain["id"].as_str().unwrap());
    owner.post(&instance, &verify, &json!({ "how": "word" })).expect(200);
    let domains = json!({ "domains": ["x.example"] });
    owner.put(&instance, &format!("/api/v1/licenses/{}/domains", license.id), &domains).expect(200);
    (instance, owner, license)
}

fn ask(instance: &Instance, email: &str) -> String {
    Actor::anonymous().form(instance, "/join", &[("email", email)]).expect(200).text()
}

fn accept(instance: &Instance, email: &str) -> (Actor, String) {
    let person = Actor::anonymous();
    let link = instance.link(email);
    let fields = [("name", "New Person"), ("password", PASSWORD)];
    let page = person.form(instance, &format!("{link}/accept"), &fields).expect(200).text();
    (person, page)
}

fn taken(instance: &Instance, owner: &Actor, license: &License) -> (u32, u32, u32) {
    let license: License = owner.get(instance, &format!("/api/v1/licenses/{}", license.id)).json();
    let doctor: Value = owner.get(instance, "/api/v1/doctor").json();
    assert_eq!(doctor["differences"], json!([]));
    (license.seats.reserved, license.seats.held, license.seats.waiting)
}

/// covers: B3
#[test]
fn whoever_proves_an_address_in_the_domain_is_in_and_has_a_seat() {
    let (instance, owner, license) = open(2);
    let page = Actor::anonymous().get(&instance, "/join").expect(200).text();
    assert!(page.contains("name=\"email\"") && !page.contains("<script"), "{page}");
    let mailed = ask(&instance, " Ann@X.example ");
    assert!(mailed.contains("Look at your mail") && mailed.contains("Ann@X.example"), "{mailed}");
    // Nothing is kept before the address is proved, and looking at the link changes nothing.
    assert_eq!(taken(&instance, &owner, &license), (0, 0, 0));
    let mail = &instance.mails("ann@x.example")[0];
    assert_eq!(mail.subject, "Your link to join Northwind");
    assert!(
        mail.text.contains("somebody typed ann@x.example") && !mail.text.contains("Dana"),
        "{}",
        mail.text
    );
    let link = instance.link("ann@x.example");
    let offer: Offer = Actor::anonymous().get(&instance, &link).json();
    assert!(offer.offers.licenses.is_empty() && offer.offers.role == Role::Standard);
    assert_eq!(taken(&instance, &owner, &license), (0, 0, 0));
    let (ann, joined) = accept(&instance, "ann@x.example");
    assert!(joined.contains("Kaia") && !joined.contains("is full"), "{joined}");
    assert_eq!(taken(&instance, &owner, &license), (0, 1, 0));
    ann.get(&instance, "/api/v1/session").expect(200);
    let check = json!({ "name": "Platform", "scopes": ["check"] });
    let token: Value = owner.post(&instance, "/api/v1/tokens", &check).json();
    let program = Actor::program(token["secret"].as_str().unwrap());
    let question = json!({ "email": "ann@x.example", "product": "Kaia" });
    let answer: Value = program.post(&instance, "/api/v1/check", &question).json();
    assert_eq!(answer["allowed"], true);
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=join.asked").json();
    assert_eq!((events.items.len(), events.items[0].details["domain"].as_str()), (1, Some("x.example")));
}

/// covers: B3
#[test]
fn when_the_license_is_full_people_wait_in_order_and_are_told_their_place() {
    let (instance, owner, license) = open(1);
    for name in ["ann", "bo", "cy"] {
        ask(&instance, &format!("{name}@x.example"));
    }
    accept(&instance, "ann@x.example");
    let (_, page) = accept(&instance, "bo@x.example");
    assert!(page.contains("is full") && page.contains("number 1 in its queue"), "{page}");
    let (cy, page) = accept(&instance, "cy@x.example");
    assert!(page.contains("number 2 in its queue"), "{page}");
    assert_eq!(taken(&instance, &owner, &license), (0, 1, 2));
    // Coming back to the link says the same; so does the API.
    let link = instance.link("cy@x.example");
    assert!(cy.form(&instance, &format!("{link}/accept"), &[]).text().contains("number 2 in its queue"));
    let offer: Offer = cy.get(&instance, &link).json();
    assert_eq!((offer.offers.waiting[0].license.as_str(), offer.offers.waiting[0].place), ("Kaia", 2));
    // A seat that comes free goes to whoever was first, as from every queue.
    owner.patch(&instance, &format!("/api/v1/licenses/{}", license.id), &json!({ "seats": 2 })).expect(200);
    assert_eq!(taken(&instance, &owner, &license), (0, 2, 1));
    let page: Page<Member> = owner.get(&instance, "/api/v1/members?q=bo").json();
    assert_eq!(page.items[0].licenses.len(), 1);
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=queue.joined").json();
    assert_eq!(events.items.len(), 2);
}

/// Somebody with an account elsewhere accepts, and the Worker dies before it wrote their place: the sweep writes it, once.
#[test]
fn a_place_in_the_queue_is_not_lost_with_the_worker() {
    let (instance, owner, license) = open(1);
    ask(&instance, "first@x.example");
    accept(&instance, "first@x.example");
    let eve = Actor::of_another_organization(&instance);
    let ann = Actor::joined(&instance, &eve, "ann@x.example", Role::Standard);
    ask(&instance, "ann@x.example");
    let dies = "CREATE TRIGGER dies BEFORE INSERT ON sessions BEGIN SELECT RAISE (ABORT, 'fault'); END";
    instance.arrange(dies);
    ann.post(&instance, &format!("{}/accept", instance.link("ann@x.example")), &json!({})).expect(500);
    instance.arrange("DROP TRIGGER dies");
    assert_eq!(taken(&instance, &owner, &license), (0, 1, 0), "they are in, and wait nowhere");
    instance.tick();
    instance.tick();
    assert_eq!(taken(&instance, &owner, &license), (0, 1, 1));
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=queue.joined").json();
    assert_eq!(events.items.len(), 1);
    // Whoever leaves the queue is not put into it again.
    let queue = format!("/api/v1/licenses/{}/queue", license.id);
    let line: Value = owner.get(&instance, &queue).json();
    let entry = line["items"][0]["id"].as_str().unwrap();
    owner.post(&instance, &format!("{queue}/{entry}/leave"), &json!({})).expect(200);
    instance.tick();
    assert_eq!(taken(&instance, &owner, &license), (0, 1, 0));
}

/// Known and unknown addresses, open and strange domains: one answer, and mail only to whom it is due.
#[test]
fn the_page_says_the_same_whoever_asks() {
    let (instance, owner, _) = open(9);
    Actor::joined(&instance, &owner, "member@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "gone@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "off@x.example", Role::Standard);
    let id = |email: &str| {
        let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
        rows[0]["id"].as_str().unwrap().to_owned()
    };
    owner.delete(&instance, &format!("/api/v1/members/{}", id("gone@x.example"))).expect(200);
    owner
        .post(&instance, &format!("/api/v1/members/{}/disable", id("off@x.example")), &json!({}))
        .expect(200);
    let row =
        json!({ "invitations": [{ "email": "canceled@x.example" }, { "email": "declined@x.example" }] });
    let sent: Value = owner.post(&instance, "/api/v1/invitations", &row).json();
    let cancel = format!("/api/v1/invitations/{}/cancel", sent["results"][0]["id"].as_str().unwrap());
    owner.post(&instance, &cancel, &json!({})).expect(200);
    let decline = format!("{}/decline", instance.link("declined@x.example"));
    Actor::anonymous().post(&instance, &decline, &json!({})).expect(200);
    let plain = |email: &str| ask(&instance, email).replace(email, "someone");
    let expected = plain("new@x.example");
    let mails = |email: &str| instance.mails(email).len();
    for (email, more) in [
        ("member@x.example", 0),
        ("gone@x.example", 0),
        ("off@x.example", 0),
        ("canceled@x.example", 0),
        ("declined@x.example", 1),
        ("new@y.example", 0),
        ("new@sub.x.example", 0),
    ] {
        let before = mails(email);
        assert_eq!(plain(email), expected, "{email}");
        assert_eq!(mails(email), before + more, "{email}");
    }
    // Asked again, the same invitation is mailed once more.
    let first = instance.link("new@x.example");
    ask(&instance, "new@x.example");
    assert_eq!((mails("new@x.example"), instance.link("new@x.example")), (2, first));
    let open: Vec<Value> =
        instance.rows("SELECT count(*) AS n FROM invitations WHERE email = 'new@x.example'");
    assert_eq!(open[0]["n"], 1);
}

#[test]
fn attempts_are_counted_and_bad_input_is_told_at_its_field() {
    let (instance, _, _) = open(9);
    for (typed, words) in [("", "mail address"), ("ann", "mail address"), ("a@b@c", "mail address")] {
        let answer = Actor::anonymous().form(&instance, "/join", &[("email", typed)]).expect(422);
        assert!(answer.text().contains("aria-invalid") && answer.text().contains(words), "{}", answer.text());
    }
    for _ in 0..3 {
        ask(&instance, "ann@x.example");
    }
    let answer = Actor::anonymous().form(&instance, "/join", &[("email", "ann@x.example")]).expect(429);
    assert!(answer.text().contains("quarter of an hour"));
    assert_eq!(instance.mails("ann@x.example").len(), 3);
    // An address that nobody knows is braked alike.
    for _ in 0..3 {
        ask(&instance, "nobody@y.example");
    }
    Actor::anonymous().form(&instance, "/join", &[("email", "nobody@y.example")]).expect(429);
    instance.pass_seconds(901);
    ask(&instance, "ann@x.example");
}

/// The link is for two days; a license that is no longer open, or gives none, seats nobody and keeps nobody out.
#[test]
fn what_changed_meanwhile_counts() {
    let (instance, owner, license) = open(3);
    ask(&instance, "ann@x.example");
    ask(&instance, "bo@x.example");
    let domains = format!("/api/v1/licenses/{}/domains", license.id);
    owner.put(&instance, &domains, &json!({ "domains": [] })).expect(200);
    let (_, page) = accept(&instance, "ann@x.example");
    assert!(!page.contains("Kaia"), "{page}");
    assert_eq!(taken(&instance, &owner, &license), (0, 0, 0));
    assert!(!Actor::anonymous().get(&instance, "/join").text().contains("name=\"email\""));
    instance.pass_days(2);
    instance.tick();
    let fields = json!({ "name": "Bo", "password": PASSWORD });
    let late = format!("{}/accept", instance.link("bo@x.example"));
    Actor::anonymous().post(&instance, &late, &fields).refused(Code::InvitationExpired);
    assert!(
        instance.mails("bo@x.example").len() == 1
            && ask(&instance, "bo@x.example").contains("Look at your mail")
    );
    assert_eq!(instance.mails("bo@x.example").len(), 1);
}

/// The page of an open invitation says for which full license the person waits, and where in line; so does the API.
#[test]
fn an_invitation_names_the_place_in_the_queue() {
    let (instance, owner) = Instance::set_up();
    let make = |name: &str, seats: u32| -> License {
        let body = json!({ "name": name, "type": "school", "seats": seats });
        owner.post(&instance, "/api/v1/licenses", &body).json()
    };
    let (roomy, full) = (make("Roomy", 5), make("Studio", 1));
    let invite = |email: &str, licenses: &[&License]| {
        let licenses: Vec<_> = licenses.iter().map(|it| it.id).collect();
        let rows = json!({ "invitations": [{ "email": email, "licenses": licenses }], "when_full": "queue" });
        owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    };
    invite("first@x.example", &[&full]);
    invite("ann@x.example", &[&roomy, &full]);
    invite("bo@x.example", &[&roomy, &full]);
    let link = instance.link("bo@x.example");
    let page = Actor::anonymous().form(&instance, &format!("{link}/accept"), &[("name", "Bo")]).text();
    let told = "is full. You are number 2 in its queue";
    assert!(page.contains(told) && page.contains("<bdi>Studio</bdi>"), "{page}");
    let offer: Offer = Actor::anonymous().get(&instance, &link).json();
    assert_eq!((offer.offers.licenses, offer.offers.waiting[0].place), (vec!["Roomy".to_owned()], 2));
    let (_, joined) = accept(&instance, "bo@x.example");
    assert!(joined.contains(told) && joined.contains("Roomy"), "{joined}");
}
