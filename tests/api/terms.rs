//! Terms: grace, the end that suspends, the renewal that brings back, and whom a purchase makes an admin.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::home::Home;
use shared::api::licenses::{License, Renewed};
use shared::api::organization::Organization;
use shared::license::{AssignmentStatus, LicenseState};
use usher_tests::{Actor, Instance, PASSWORD};

struct Sold {
    instance: Instance,
    owner: Actor,
    path: String,
}

/// A license for ten days with two days of grace, with members on it.
fn sold(seats: u32, people: &[&str]) -> Sold {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(10);
    let body =
        json!({ "name": "Kaia", "type": "school", "seats": seats, "expires_at": end, "grace_days": 2 });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let path = format!("/api/v1/licenses/{}", license.id);
    for email in people {
        Actor::joined(&instance, &owner, email, Role::Standard);
        let rows = json!({ "assignments": [{ "email": email }] });
        owner.post(&instance, &format!("{path}/assignments"), &rows).expect(200);
    }
    Sold { instance, owner, path }
}

impl Sold {
    fn license(&self) -> License {
        self.owner.get(&self.instance, &self.path).json()
    }

    fn check(&self) -> Value {
        let ask = json!({ "email": "ann@x.example", "product": "Kaia" });
        self.owner.post(&self.instance, "/api/v1/check", &ask).json()
    }

    fn people(&self) -> Vec<(String, AssignmentStatus, String)> {
        let page: Page<Assignment> =
            self.owner.get(&self.instance, &format!("{}/assignments", self.path)).json();
        page.items.into_iter().map(|row| (row.email.to_string(), row.status, row.reason)).collect()
    }

    fn renew(&self, body: &Value) -> Renewed {
        self.owner.post(&self.instance, &format!("{}/renew", self.path), body).json()
    }

    fn healthy(&self) {
        let report: Value = self.owner.get(&self.instance, "/api/v1/doctor").json();
        assert_eq!(report["differences"], json!([]));
    }
}

#[test]
fn grace_keeps_its_people_and_the_check_refuses_from_the_exact_moment() {
    let sold = sold(3, &["ann@x.example"]);
    sold.instance.pass_days(10);
    sold.instance.tick();
    assert_eq!((sold.license().state, sold.license().seats.held), (LicenseState::Grace, 1));
    assert_eq!(sold.check()["allowed"], true);
    assert_eq!(sold.check()["expires_at"], json!(sold.license().ends_at));
    sold.instance.pass_days(2);
    assert_eq!(sold.license().state, LicenseState::Expired);
    let refused = json!({ "allowed": false, "reason": "license_not_in_term" });
    assert_eq!(sold.check(), refused);
    for _ in 0..2 {
        sold.instance.tick();
        assert_eq!(sold.people()[0].1, AssignmentStatus::Suspended);
        assert_eq!((sold.license().seats.held, sold.check()), (0, refused.clone()));
    }
    let events: Value = sold.owner.get(&sold.instance, "/api/v1/events?kind=license.expired").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    sold.healthy();
}

#[test]
fn a_renewal_brings_people_back_as_far_as_seats_go() {
    let sold = sold(3, &["ann@x.example", "bo@x.example", "cy@x.example"]);
    sold.instance.pass_days(12);
    sold.instance.tick();
    let renewed = sold.renew(&json!({ "expires_at": sold.instance.now().plus_days(365), "seats": 2 }));
    assert_eq!((renewed.restored, renewed.suspended), (2, 1));
    assert_eq!((renewed.license.state, renewed.license.seats.held), (LicenseState::Active, 2));
    assert_eq!(sold.check()["allowed"], true);
    // The third comes back with the next seat.
    let more: License = sold.owner.patch(&sold.instance, &sold.path, &json!({ "seats": 5 })).json();
    assert_eq!((more.seats.held, more.seats.free), (3, 2));
    let page: Value = sold.owner.get(&sold.instance, &format!("{}/ledger", sold.path)).json();
    let returned = page["items"].as_array().unwrap().iter().filter(|entry| entry["door"] == "renewal");
    assert!(returned.clone().all(|entry| entry["reason"] == "renewed") && returned.count() == 3);
    sold.healthy();
}

#[test]
fn pending_invitations_keep_their_reservation_and_disabled_people_come_back_when_enabled() {
    let sold = sold(3, &["ann@x.example"]);
    let rows = json!({ "invitations": [{ "email": "bo@x.example", "licenses": [sold.license().id] }], "expires_in_days": 60 });
    sold.owner.post(&sold.instance, "/api/v1/invitations", &rows).expect(200);
    sold.instance.pass_days(12);
    sold.instance.tick();
    assert_eq!((sold.license().seats.held, sold.license().seats.reserved), (0, 1));
    let members: Vec<Value> = sold.instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    let ann = format!("/api/v1/members/{}", members[0]["id"].as_str().unwrap());
    for verb in ["disable", "enable", "disable"] {
        sold.owner.post(&sold.instance, &format!("{ann}/{verb}"), &json!({})).expect(200);
        assert_eq!(sold.license().seats.held, 0, "{verb}");
    }
    let renewed = sold.renew(&json!({ "expires_at": null }));
    assert_eq!((renewed.restored, renewed.suspended, renewed.license.ends_at), (0, 0, None));
    sold.owner.post(&sold.instance, &format!("{ann}/enable"), &json!({})).expect(200);
    assert_eq!(sold.license().seats.held, 1);
    sold.healthy();
}

#[test]
fn whoever_is_enabled_after_the_end_waits_for_the_renewal() {
    let sold = sold(1, &["ann@x.example"]);
    let members: Vec<Value> = sold.instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    let ann = format!("/api/v1/members/{}", members[0]["id"].as_str().unwrap());
    let act = |verb: &str| sold.owner.post(&sold.instance, &format!("{ann}/{verb}"), &json!({}));
    act("disable").expect(200);
    // Somebody is invited meanwhile: of a license in term there would be no seat for her.
    let id = sold.license().id;
    let rows =
        json!({ "invitations": [{ "email": "bo@x.example", "licenses": [id] }], "expires_in_days": 60 });
    sold.owner.post(&sold.instance, "/api/v1/invitations", &rows).expect(200);
    act("enable").refused(Code::SeatLimitReached);
    sold.instance.pass_days(12);
    act("enable").expect(200);
    assert_eq!(sold.license().seats.held, 0);
    let waits = |people: Vec<(String, AssignmentStatus, String)>| {
        people.contains(&("ann@x.example".to_owned(), AssignmentStatus::Suspended, "term_ended".to_owned()))
    };
    assert!(waits(sold.people()), "{:?}", sold.people());
    let renewed = sold.renew(&json!({ "expires_at": null, "seats": 2 }));
    assert_eq!((renewed.restored, renewed.license.seats.held), (1, 1));
    sold.healthy();
}

#[test]
fn suspended_people_come_before_those_who_wait() {
    let sold = sold(1, &["ann@x.example"]);
    let rows = json!({ "assignments": [{ "email": "bo@x.example" }], "when_full": "queue" });
    sold.owner.post(&sold.instance, &format!("{}/assignments", sold.path), &rows).expect(200);
    assert_eq!(sold.license().seats.waiting, 1);
    sold.instance.pass_days(12);
    // Before any sweep: the seat is still held, and nobody who waits gets it by the end of the term.
    let renewed = sold.renew(&json!({ "expires_at": sold.instance.now().plus_days(9) }));
    assert_eq!((renewed.license.seats.held, renewed.license.seats.waiting), (1, 1));
    sold.instance.pass_days(11);
    let lapse = "UPDATE assignments SET status = 'suspended', reason = 'term_ended', releases = releases + 1, changed_at = '2099-01-01T00:00:00.000Z' WHERE status = 'accepted'";
    sold.instance.arrange(lapse);
    let renewed = sold.renew(&json!({ "expires_at": sold.instance.now().plus_days(9) }));
    assert_eq!((renewed.restored, renewed.license.seats.held, renewed.license.seats.reserved), (1, 1, 0));
    sold.healthy();
}

#[test]
fn a_term_can_be_set_moved_and_cleared() {
    let sold = sold(3, &["ann@x.example"]);
    let start = sold.instance.now().plus_days(1);
    let changed: License =
        sold.owner.patch(&sold.instance, &sold.path, &json!({ "starts_at": start, "grace_days": 0 })).json();
    assert_eq!((changed.state, changed.grace_days), (LicenseState::Scheduled, 0));
    assert_eq!(sold.check()["reason"], "license_not_in_term");
    let cleared: License = sold
        .owner
        .patch(&sold.instance, &sold.path, &json!({ "starts_at": null, "expires_at": null }))
        .json();
    assert_eq!((cleared.starts_at, cleared.expires_at, cleared.state), (None, None, LicenseState::Active));
    let kept: License = sold.owner.patch(&sold.instance, &sold.path, &json!({ "name": "K" })).json();
    assert_eq!(kept.expires_at, None);
    let unlimited = json!({ "overage": { "rule": "unlimited" } });
    let changed: License = sold.owner.patch(&sold.instance, &sold.path, &unlimited).json();
    assert_eq!(changed.seats.limit, None);
}

#[test]
fn what_is_no_term_or_renewal_is_refused() {
    let sold = sold(3, &["ann@x.example", "bo@x.example"]);
    let now = sold.instance.now();
    let renew = format!("{}/renew", sold.path);
    for (body, code, field) in [
        (json!({ "expires_at": now }), Code::InvalidLicense, Some("expires_at")),
        (json!({ "expires_at": now.plus_days(1), "seats": 1 }), Code::SeatsBelowTaken, Some("seats")),
        (json!({ "expires_at": now.plus_days(1), "seats": 0 }), Code::InvalidLicense, Some("seats")),
        (json!({ "expires_at": "soon" }), Code::InvalidBody, None),
        (json!({ "expires_at": null, "admins": vec!["a@x.example"; 21] }), Code::TooManyRows, Some("admins")),
    ] {
        let problem = sold.owner.post(&sold.instance, &renew, &body).refused(code);
        assert_eq!(problem.field.as_deref(), field, "{body}");
    }
    let long = json!({ "grace_days": 366 });
    sold.owner.patch(&sold.instance, &sold.path, &long).refused(Code::InvalidLicense);
    let stranger = Actor::of_another_organization(&sold.instance);
    stranger.post(&sold.instance, &renew, &json!({ "expires_at": null })).refused(Code::NotFound);
    assert_eq!(sold.people().len(), 2);
}

/// covers: B18
#[test]
fn buying_and_renewing_set_license_admins_and_demote_nobody() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let rows = json!({ "invitations": [{ "email": "open@x.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let admins = ["ann@x.example", "adam@x.example", "new@x.example", "nonsense", "open@x.example"];
    let body = json!({ "name": "Kaia", "type": "school", "seats": 3, "admins": admins });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let outcomes: Vec<_> = license.admins.iter().map(|row| json!(row.outcome)).collect();
    assert_eq!(outcomes, ["added", "unchanged", "invited", "refused", "extended"]);
    assert_eq!(license.admins[3].code, Some(Code::InvalidEmail));
    let roles = || -> Vec<Value> {
        instance.rows("SELECT email, role FROM members WHERE email LIKE '%@x.example' ORDER BY email")
    };
    let role = |email: &str| {
        roles().iter().find(|row| row["email"] == email).map(|row| row["role"].as_str().unwrap().to_owned())
    };
    assert_eq!(role("ann@x.example").as_deref(), Some("license_admin"));
    assert_eq!(role("adam@x.example").as_deref(), Some("admin"));
    Actor::joined_by_link(&instance, &instance.link("new@x.example"));
    Actor::joined_by_link(&instance, &instance.link("open@x.example"));
    assert_eq!(role("new@x.example").as_deref(), Some("license_admin"));
    assert_eq!(role("open@x.example").as_deref(), Some("license_admin"));
    Actor::joined(&instance, &owner, "late@x.example", Role::Standard);
    let renew = json!({ "expires_at": null, "admins": ["late@x.example", "ann@x.example"] });
    let renewed: Renewed =
        owner.post(&instance, &format!("/api/v1/licenses/{}/renew", license.id), &renew).json();
    let outcomes: Vec<_> = renewed.admins.iter().map(|row| json!(row.outcome)).collect();
    assert_eq!(outcomes, ["added", "unchanged"]);
    assert_eq!(role("late@x.example").as_deref(), Some("license_admin"));
}

/// covers: A17
#[test]
fn owners_name_an_account_contact_that_everybody_can_see() {
    let (instance, owner) = Instance::set_up();
    let contact =
        json!({ "name": "Ines Vogel", "email": "ines@vendor.example", "url": "https://vendor.example" });
    let changed: Organization =
        owner.patch(&instance, "/api/v1/organization", &json!({ "contact": contact })).json();
    assert_eq!((changed.contact.name.as_str(), changed.contact.phone.as_str()), ("Ines Vogel", ""));
    let admin = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let seen: Organization = admin.get(&instance, "/api/v1/organization").json();
    assert_eq!(seen, changed);
    admin.patch(&instance, "/api/v1/organization", &json!({ "name": "Mine" })).refused(Code::Forbidden);
    let bad = json!({ "contact": { "url": "javascript:alert(1)" } });
    let problem = owner.patch(&instance, "/api/v1/organization", &bad).refused(Code::InvalidParameter);
    assert_eq!(problem.field.as_deref(), Some("contact.url"));
    owner.patch(&instance, "/api/v1/organization", &json!({ "name": "" })).refused(Code::InvalidBody);
    let stranger: Organization =
        Actor::of_another_organization(&instance).get(&instance, "/api/v1/organization").json();
    assert!(stranger.contact.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever ends, is renewed, disabled and enabled in whatever order: nobody sits on a seat that is not there.
    #[test]
    fn suspending_and_renewing_never_passes_the_limit(acts in proptest::collection::vec((0_u8..5, 1_u32..5), 1..12)) {
        let people = ["ann@x.example", "bo@x.example", "cy@x.example", "di@x.example"];
        let sold = sold(4, &people);
        let members: Vec<Value> =
            sold.instance.rows("SELECT id FROM members WHERE email LIKE '%@x.example' ORDER BY email");
        for (act, number) in acts {
            let who = members[number as usize - 1]["id"].as_str().unwrap();
            match act {
                0 => {
                    sold.instance.pass_days(7);
                    sold.instance.tick();
                    // A session lives thirty days, the acts may last longer.
                    let sign_in = json!({ "email": "dana@northwind.example", "password": PASSWORD });
                    sold.owner.post(&sold.instance, "/api/v1/session", &sign_in).expect(200);
                }
                1 => {
                    let body = json!({ "expires_at": sold.instance.now().plus_days(6), "seats": number });
                    sold.owner.post(&sold.instance, &format!("{}/renew", sold.path), &body);
                }
                2 => {
                    let rows = json!({ "assignments": [{ "member": who }] });
                    sold.owner.post(&sold.instance, &format!("{}/assignments", sold.path), &rows);
                }
                verb => {
                    let verb = if verb == 3 { "disable" } else { "enable" };
                    sold.owner.post(&sold.instance, &format!("/api/v1/members/{who}/{verb}"), &json!({}));
                }
            }
            let seats = sold.license().seats;
            prop_assert!(seats.taken() <= seats.total);
            sold.healthy();
        }
    }
}

/// Free seats on Home are those that somebody could be given.
#[test]
fn home_counts_no_seats_of_licenses_that_have_ended() {
    let sold = sold(5, &["ann@x.example"]);
    let always = json!({ "name": "Meet", "type": "school", "seats": 3 });
    sold.owner.post(&sold.instance, "/api/v1/licenses", &always).expect(200);
    let home = || {
        let home: Home = sold.owner.get(&sold.instance, "/api/v1/home").json();
        let names: Vec<_> = home.licenses.into_iter().map(|license| license.name).collect();
        (home.seats_free, home.licenses_total, names)
    };
    let both = || vec!["Meet".to_owned(), "Kaia".to_owned()];
    assert_eq!(home(), (7, 2, both()));
    sold.instance.pass_days(11);
    assert_eq!(home(), (7, 2, both()), "in grace its people keep it");
    sold.instance.pass_days(1);
    assert_eq!(home(), (3, 2, vec!["Meet".to_owned()]));
}
