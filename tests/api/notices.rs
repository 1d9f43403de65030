//! Notices about licenses: told once, to those who want them, in their language; shown on Home.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::home::Home;
use shared::api::licenses::License;
use shared::api::notices::Notices;
use shared::notice::NoticeKind;
use usher_tests::{Actor, Instance};

const OWNER: &str = "dana@northwind.example";

fn license(instance: &Instance, owner: &Actor, body: &Value) -> License {
    owner.post(instance, "/api/v1/licenses", body).json()
}

fn subjects(instance: &Instance, to: &str) -> Vec<String> {
    let mut mails: Vec<_> = instance.mails(to).into_iter().map(|mail| mail.subject).collect();
    mails.retain(|subject| subject.contains("Kaia"));
    mails.reverse();
    mails
}

#[test]
fn an_end_is_told_at_30_7_and_1_days_once_each() {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(40);
    let made = license(
        &instance,
        &owner,
        &json!({ "name": "Kaia", "type": "school", "seats": 50, "expires_at": end }),
    );
    let mut told = Vec::new();
    for _ in 0..41 {
        instance.tick();
        instance.tick();
        told.push(subjects(&instance, OWNER).len());
        instance.pass_days(1);
    }
    assert_eq!((told[9], told[10], told[32], told[33], told[38], told[39], told[40]), (0, 1, 1, 2, 2, 3, 3));
    let mail = instance.mails(OWNER).remove(0);
    assert!(mail.text.contains(&format!("/licenses/{}", made.id)), "{}", mail.text);
    let session = json!({ "email": OWNER, "password": usher_tests::PASSWORD });
    owner.post(&instance, "/api/v1/session", &session).expect(200);
    let renewed = instance.now().plus_days(20);
    let path = format!("/api/v1/licenses/{}", made.id);
    owner.patch(&instance, &path, &json!({ "expires_at": renewed })).expect(200);
    instance.tick();
    assert_eq!(subjects(&instance, OWNER).len(), 4, "a new term is told of anew");
}

#[test]
fn in_grace_it_is_told_until_when_people_keep_it() {
    let (instance, owner) = Instance::set_up();
    let body = json!({ "name": "Kaia", "type": "school", "seats": 5, "grace_days": 10, "expires_at": instance.now().plus_days(2) });
    let made = license(&instance, &owner, &body);
    let told = || subjects(&instance, OWNER);
    let mut counts = Vec::new();
    for _ in 0..14 {
        instance.tick();
        instance.tick();
        counts.push(told().len());
        instance.pass_days(1);
    }
    // Two and one days before the end; with its first day the grace of ten days, then at seven days and at one.
    assert_eq!(counts, [1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5]);
    assert_eq!(told()[1..3], ["Kaia ends soon", "Kaia has ended and is in its grace"]);
    let mail = &instance.mails(OWNER)[0];
    assert!(mail.text.contains("then they lose it"), "{}", mail.text);
    // Whoever renews in the grace is told of the new end alone.
    let session = json!({ "email": OWNER, "password": usher_tests::PASSWORD });
    owner.post(&instance, "/api/v1/session", &session).expect(200);
    let path = format!("/api/v1/licenses/{}", made.id);
    owner
        .patch(&instance, &path, &json!({ "expires_at": instance.now().plus_days(0), "grace_days": 5 }))
        .expect(200);
    instance.pass_seconds(60);
    let home: Home = owner.get(&instance, "/api/v1/home").json();
    assert_eq!(home.notices[0].state, shared::license::LicenseState::Grace);
    assert_eq!(home.notices[0].ends_at, Some(home.notices[0].expires_at.unwrap().plus_days(5)));
    owner
        .post(&instance, &format!("{path}/renew"), &json!({ "expires_at": instance.now().plus_days(99) }))
        .expect(200);
    let home: Home = owner.get(&instance, "/api/v1/home").json();
    assert_eq!(home.notices, []);
}

#[test]
fn few_seats_and_a_queue_are_told_to_all_who_give_out_seats_and_to_nobody_else() {
    let (instance, owner) = Instance::set_up();
    for (email, role) in [
        ("adam@x.example", Role::Admin),
        ("lia@x.example", Role::LicenseAdmin),
        ("stan@x.example", Role::Standard),
    ] {
        Actor::joined(&instance, &owner, email, role);
    }
    instance.arrange("UPDATE users SET language = 'de' WHERE email = 'lia@x.example'");
    let made = license(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 2 }));
    let path = format!("/api/v1/licenses/{}/assignments", made.id);
    let add = |email: &str| {
        owner
            .post(&instance, &path, &json!({ "assignments": [{ "email": email }], "when_full": "queue" }))
            .expect(200)
    };
    add("a@x.example");
    instance.tick();
    assert!(subjects(&instance, OWNER).is_empty());
    add("b@x.example");
    instance.tick();
    add("c@x.example");
    add("d@x.example");
    instance.tick();
    instance.tick();
    for to in [OWNER, "adam@x.example"] {
        assert_eq!(subjects(&instance, to), ["Kaia is nearly full", "People wait for a seat of Kaia"]);
    }
    assert_eq!(subjects(&instance, "lia@x.example"), ["Kaia ist fast voll", "Für Kaia stehen Personen an"]);
    assert!(subjects(&instance, "stan@x.example").is_empty());
    assert!(instance.mails(OWNER)[0].text.contains("2 waiting"));
    let home: Home = owner.get(&instance, "/api/v1/home").json();
    let kinds: Vec<_> = home.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::NearlyFull, NoticeKind::Queue]);
    assert_eq!(home.notices[1].seats.waiting, 2);
}

#[test]
fn each_can_be_turned_off_for_oneself_and_for_all() {
    let (instance, owner) = Instance::set_up();
    let adam = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let lia = Actor::joined(&instance, &owner, "lia@x.example", Role::LicenseAdmin);
    let mine: Notices =
        adam.patch(&instance, "/api/v1/notices", &json!({ "mine": { "expiring": false } })).json();
    assert!(!mine.mine.expiring && mine.mine.queue && mine.organization.expiring);
    let all = json!({ "organization": { "nearly_full": false } });
    lia.patch(&instance, "/api/v1/notices", &all).refused(Code::Forbidden);
    owner.patch(&instance, "/api/v1/notices", &all).expect(200);
    let end = instance.now().plus_days(3);
    let made = license(
        &instance,
        &owner,
        &json!({ "name": "Kaia", "type": "school", "seats": 1, "expires_at": end }),
    );
    let path = format!("/api/v1/licenses/{}/assignments", made.id);
    owner.post(&instance, &path, &json!({ "assignments": [{ "email": "a@x.example" }] })).expect(200);
    instance.tick();
    assert_eq!(subjects(&instance, OWNER), ["Kaia ends soon"]);
    assert!(subjects(&instance, "adam@x.example").is_empty());
    let shown: Notices = adam.get(&instance, "/api/v1/notices").json();
    let kinds: Vec<_> = shown.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(
        kinds,
        [NoticeKind::Expiring],
        "shown to whom it isn't mailed; off for all is shown to nobody"
    );
    owner
        .patch(&instance, "/api/v1/notices", &json!({ "organization": { "nearly_full": true } }))
        .expect(200);
    instance.tick();
    assert_eq!(subjects(&instance, OWNER), ["Kaia ends soon", "Kaia is nearly full"]);
    owner
        .patch(&instance, "/api/v1/notices", &json!({ "mine": { "weather": true } }))
        .refused(Code::InvalidBody);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=notices.changed").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 2);
}

#[test]
fn another_organization_is_told_of_its_own_alone() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let end = instance.now().plus_days(1);
    license(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 1, "expires_at": end }));
    instance.tick();
    assert_eq!(subjects(&instance, OWNER).len(), 1);
    assert!(instance.mails("eve@elsewhere.example").is_empty());
    let hers: Notices = eve.get(&instance, "/api/v1/notices").json();
    assert!(hers.notices.is_empty());
}

/// Kaia, without an end, its people by their addresses, and what is shown of it on Home.
struct Kaia {
    instance: Instance,
    owner: Actor,
    path: String,
}

impl Kaia {
    fn with(seats: u32) -> Self {
        let (instance, owner) = Instance::set_up();
        let made = license(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": seats }));
        Self { instance, owner, path: format!("/api/v1/licenses/{}", made.id) }
    }

    fn add(&self, names: &[&str]) {
        let rows: Vec<_> = names.iter().map(|name| json!({ "email": format!("{name}@x.example") })).collect();
        let body = json!({ "assignments": rows, "when_full": "queue" });
        self.owner.post(&self.instance, &format!("{}/assignments", self.path), &body).expect(200);
    }

    /// Takes the first of those who have a seat off it.
    fn free(&self, seats: usize) {
        let page: Value =
            self.owner.get(&self.instance, &format!("{}/assignments?status=invited", self.path)).json();
        for seat in page["items"].as_array().unwrap().iter().take(seats) {
            let seat = format!("{}/assignments/{}", self.path, seat["id"].as_str().unwrap());
            self.owner.delete(&self.instance, &seat).expect(200);
        }
    }

    /// What was told by now, and what Home shows.
    fn told(&self) -> (usize, Vec<NoticeKind>) {
        self.instance.pass_seconds(60);
        self.instance.tick();
        self.instance.tick();
        let home: Home = self.owner.get(&self.instance, "/api/v1/home").json();
        (subjects(&self.instance, OWNER).len(), home.notices.into_iter().map(|it| it.kind).collect())
    }
}

#[test]
fn a_queue_that_was_gone_is_told_of_anew() {
    use NoticeKind::{NearlyFull, Queue};
    let kaia = Kaia::with(2);
    kaia.add(&["a", "b", "c"]);
    assert_eq!(kaia.told(), (2, vec![NearlyFull, Queue]));
    kaia.add(&["d"]);
    assert_eq!(kaia.told(), (2, vec![NearlyFull, Queue]), "one more is the same queue");
    kaia.free(2);
    assert_eq!(kaia.told(), (2, vec![NearlyFull]), "those who waited have the seats");
    kaia.add(&["e"]);
    assert_eq!(kaia.told(), (3, vec![NearlyFull, Queue]));
    assert_eq!(subjects(&kaia.instance, OWNER)[2], "People wait for a seat of Kaia");
}

#[test]
fn few_seats_are_told_of_anew_once_there_was_room() {
    use NoticeKind::NearlyFull;
    let kaia = Kaia::with(10);
    kaia.add(&["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    assert_eq!(kaia.told(), (1, vec![NearlyFull]));
    kaia.free(1);
    assert_eq!(kaia.told(), (1, vec![]));
    kaia.add(&["j"]);
    assert_eq!(kaia.told(), (1, vec![NearlyFull]), "to and fro at the edge is told once");
    kaia.free(2);
    assert_eq!(kaia.told(), (1, vec![]), "seven of ten");
    kaia.add(&["k", "l"]);
    assert_eq!(kaia.told(), (2, vec![NearlyFull]));
}

/// Each minute writes some thousand letters, and the next one goes on: nobody is left out, nobody is told twice.
#[test]
fn many_letters_are_spread_over_minutes() {
    let (instance, owner) = Instance::set_up();
    instance.crowd(1_500, "'p' || i", "'P ' || i");
    instance.arrange(
        "UPDATE members SET role = 'admin', role_changes = role_changes + 1 WHERE role = 'standard'",
    );
    let end = instance.now().plus_days(20);
    for n in 0..5 {
        let body = json!({ "name": format!("Kaia {n}"), "type": "school", "seats": 9, "expires_at": end });
        license(&instance, &owner, &body);
    }
    let letters = || {
        instance.tick();
        let rows: Vec<Value> = instance.rows(
            "SELECT count(*) AS letters, count(DISTINCT subject_id) AS subjects FROM outbox WHERE kind = 'notice'",
        );
        assert_eq!(rows[0]["letters"], rows[0]["subjects"]);
        rows[0]["letters"].as_u64().unwrap()
    };
    assert_eq!([letters(), letters(), letters()], [4_503, 7_505, 7_505]);
}

/// A license with more to tell than a minute's letters is told of all the same.
#[test]
fn one_license_is_told_of_to_more_than_a_minutes_letters() {
    let (instance, owner) = Instance::set_up();
    instance.crowd(2_600, "'p' || i", "'P ' || i");
    instance.arrange(
        "UPDATE members SET role = 'admin', role_changes = role_changes + 1 WHERE role = 'standard'",
    );
    let end = instance.now().plus_days(20);
    let body = json!({ "name": "Kaia", "type": "school", "seats": 1, "expires_at": end });
    let made = license(&instance, &owner, &body);
    instance.tick();
    let rows = json!({ "assignments": [{ "email": "a@x.example" }, { "email": "b@x.example" }], "when_full": "queue" });
    owner.post(&instance, &format!("/api/v1/licenses/{}/assignments", made.id), &rows).expect(200);
    instance.tick();
    let rows: Vec<Value> = instance.rows("SELECT count(*) AS letters FROM outbox WHERE kind = 'notice'");
    assert_eq!(rows[0]["letters"], json!(3 * 2_601));
}

#[test]
fn notices_that_cannot_be_written_stop_nothing_else_of_the_sweep() {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(1);
    license(&instance, &owner, &json!({ "name": "Kaia", "type": "school", "seats": 1, "expires_at": end }));
    instance.arrange("INSERT INTO search_due SELECT organization_id, id FROM members");
    let due = || instance.rows::<Value>("SELECT * FROM search_due").len();
    assert_eq!(due(), 1, "something of search is to be made anew");
    instance
        .arrange("CREATE TRIGGER fault BEFORE INSERT ON notices BEGIN SELECT RAISE (ABORT, 'fault'); END");
    let failure = instance.try_tick().unwrap_err();
    assert!(format!("{failure:?}").contains("fault"), "the log hears of it");
    assert_eq!(due(), 0);
    instance.arrange("DROP TRIGGER fault");
    instance.tick();
    assert_eq!(subjects(&instance, OWNER), ["Kaia ends soon"]);
}
