//! Which methods a license offers, and what would happen if.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::invitations::Outcome;
use shared::api::methods::{EnrollmentMethod, Simulated};
use shared::license::LicenseType;
use shared::methods::{Method, NotOffered, offered};
use shared::simulation::Because;
use usher_tests::{Actor, Instance, PASSWORD};

fn license(instance: &Instance, owner: &Actor, kind: LicenseType, seats: u32) -> String {
    let body = json!({ "name": "Kaia", "type": kind, "seats": seats });
    let made: Value = owner.post(instance, "/api/v1/licenses", &body).json();
    format!("/api/v1/licenses/{}", made["id"].as_str().unwrap())
}

/// covers: B1, B10
#[test]
fn a_license_tells_its_methods_and_why_it_has_not_the_others() {
    let (instance, owner) = Instance::set_up();
    for kind in LicenseType::ALL {
        let path = format!("{}/methods", license(&instance, &owner, *kind, 5));
        let methods: Page<EnrollmentMethod> = owner.get(&instance, &path).json();
        assert_eq!(methods.items.len(), Method::ALL.len());
        for row in methods.items {
            assert_eq!(offered(*kind, row.method).err(), row.reason);
            assert_eq!(row.offered, row.reason.is_none());
            if *kind == LicenseType::School && row.method == Method::WholeDomain {
                assert_eq!(row.reason, Some(NotOffered::DistrictsOnly));
            }
        }
    }
}

/// covers: B10, B11, B12
#[test]
fn the_simulator_says_what_the_act_then_does_and_changes_nothing() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    let lee_id: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'lee@x.example'");
    let domain: Value =
        owner.post(&instance, "/api/v1/domains", &json!({ "name": "northwind.example" })).json();
    let domain = format!("/api/v1/domains/{}", domain["id"].as_str().unwrap());
    owner.post(&instance, &format!("{domain}/verify"), &json!({ "how": "word" })).expect(200);
    owner.post(&instance, &format!("{domain}/admins"), &json!({ "member": lee_id[0]["id"] })).expect(200);
    let license = license(&instance, &owner, LicenseType::School, 2);
    let ask = |by: Option<&Value>, email: &str, method: &str| -> Simulated {
        let mut body = json!({ "email": email, "method": method, "when_full": "queue" });
        if let Some(by) = by {
            body["by"] = by.clone();
        }
        owner.post(&instance, &format!("{license}/simulate"), &body).json()
    };
    let before = instance.rows::<Value>("SELECT * FROM seat_ledger").len();
    let lee_would = ask(Some(&lee_id[0]["id"]), "ann@northwind.example", "email");
    assert_eq!((lee_would.outcome, lee_would.because), (Outcome::Added, Some(Because::Authority)));
    assert_eq!(lee_would.authority, ["northwind.example"]);
    let owner_would = ask(None, "ann@northwind.example", "email");
    assert_eq!((owner_would.outcome, owner_would.because), (Outcome::Invited, Some(Because::NoAuthority)));
    let key = ask(None, "ann@other.example", "key");
    assert_eq!((key.outcome, key.because), (Outcome::Added, Some(Because::WhoeverHasIt)));
    let unit = ask(None, "ann@other.example", "organizational_unit");
    assert_eq!((unit.outcome, unit.code), (Outcome::Refused, Some(Code::MethodNotSetUp)));
    assert_eq!(ask(None, "nonsense", "csv").code, Some(Code::InvalidEmail));
    assert_eq!(instance.rows::<Value>("SELECT * FROM seat_ledger").len(), before);
    let id = license.rsplit('/').next().unwrap();
    for (by, would) in
        [(&owner, owner_would), (&lee, ask(Some(&lee_id[0]["id"]), "bo@northwind.example", "email"))]
    {
        let email =
            if would.outcome == Outcome::Invited { "ann@northwind.example" } else { "bo@northwind.example" };
        let rows = json!({ "invitations": [{ "email": email, "licenses": [id] }] });
        let did: Value = by.post(&instance, "/api/v1/invitations", &rows).json();
        assert_eq!(did["results"][0]["outcome"], json!(would.outcome));
    }
    let full = ask(None, "cy@other.example", "email");
    assert_eq!((full.outcome, full.because, full.place), (Outcome::Queued, Some(Because::Full), Some(1)));
    assert_eq!(ask(None, "bo@northwind.example", "email").because, Some(Because::HasTheSeat));
}

#[test]
fn only_who_brings_people_in_can_be_imagined_to() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    let stan: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'stan@x.example'");
    let path = format!("{}/simulate", license(&instance, &owner, LicenseType::Staff, 5));
    let ask = |by: &Value| json!({ "email": "a@x.example", "method": "email", "by": by });
    owner.post(&instance, &path, &ask(&stan[0]["id"])).refused(Code::NotInThisState);
    owner.post(&instance, &path, &ask(&json!("mem_01h455vb4pex5vsknk084sn02q"))).refused(Code::NotFound);
    let eve = Actor::of_another_organization(&instance);
    eve.post(&instance, &path, &json!({ "email": "a@x.example", "method": "email" })).refused(Code::NotFound);
}

/// covers: B3
#[test]
fn whoever_has_an_address_in_a_whole_domain_takes_a_seat_until_the_license_is_full() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, LicenseType::District, 2);
    let domains = |names: &[&str]| json!({ "domains": names });
    let path = format!("{license}/domains");
    owner.put(&instance, &path, &domains(&["northwind.example"])).refused(Code::DomainNotProved);
    for name in ["northwind.example", "other.example"] {
        let domain: Value = owner.post(&instance, "/api/v1/domains", &json!({ "name": name })).json();
        let verify = format!("/api/v1/domains/{}/verify", domain["id"].as_str().unwrap());
        owner.post(&instance, &verify, &json!({ "how": "word" })).expect(200);
    }
    let chosen: Value = owner.put(&instance, &path, &domains(&["northwind.example"])).json();
    assert_eq!(chosen, domains(&["northwind.example"]));
    let taken = || {
        let seats: Value = owner.get(&instance, &license).json();
        seats["seats"]["held"].as_u64().unwrap()
    };
    // A new person comes in by accepting; somebody of another domain takes nothing.
    Actor::joined(&instance, &owner, "ann@northwind.example", Role::Standard);
    Actor::joined(&instance, &owner, "bo@other.example", Role::Standard);
    assert_eq!(taken(), 1);
    let seat: Vec<Value> = instance.rows("SELECT door, reason FROM assignments");
    assert_eq!(seat, [json!({ "door": "domain", "reason": "first_use" })]);
    // Whoever has an account takes theirs when they sign in, once, and the third finds the license full.
    let dana = json!({ "email": "dana@northwind.example", "password": PASSWORD });
    for _ in 0..2 {
        Actor::anonymous().post(&instance, "/api/v1/session", &dana).expect(200);
    }
    assert_eq!(taken(), 2);
    Actor::joined(&instance, &owner, "cy@northwind.example", Role::Standard);
    assert_eq!(taken(), 2);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=seat.").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 2);
    let report: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(report["differences"], json!([]));
    // Whoever was taken off stays off, and a school has no whole domain.
    let people: Value = owner.get(&instance, &format!("{license}/assignments?q=dana")).json();
    let assignment = people["items"][0]["id"].as_str().unwrap();
    owner.delete(&instance, &format!("{license}/assignments/{assignment}")).expect(200);
    Actor::anonymous().post(&instance, "/api/v1/session", &dana).expect(200);
    assert_eq!(taken(), 1);
    let school = self::license(&instance, &owner, LicenseType::School, 2);
    owner
        .put(&instance, &format!("{school}/domains"), &domains(&["northwind.example"]))
        .refused(Code::MethodNotOffered);
}

/// covers: B3, B10
#[test]
fn the_simulator_knows_who_does_not_come_back_by_their_domain() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, LicenseType::District, 5);
    let domain: Value = owner.post(&instance, "/api/v1/domains", &json!({ "name": "x.example" })).json();
    let verify = format!("/api/v1/domains/{}/verify", domain["id"].as_str().unwrap());
    owner.post(&instance, &verify, &json!({ "how": "word" })).expect(200);
    owner.put(&instance, &format!("{license}/domains"), &json!({ "domains": ["x.example"] })).expect(200);
    let ask = |email: &str, method: &str| -> Simulated {
        let body = json!({ "email": email, "method": method, "when_full": "queue" });
        owner.post(&instance, &format!("{license}/simulate"), &body).json()
    };
    assert_eq!(ask("new@x.example", "whole_domain").outcome, Outcome::Added);
    for name in ["ann", "bo"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Standard);
    }
    assert_eq!(ask("ann@x.example", "whole_domain").because, Some(Because::HasTheSeat));
    let people: Value = owner.get(&instance, &format!("{license}/assignments?q=ann")).json();
    let seat = people["items"][0]["id"].as_str().unwrap();
    owner.delete(&instance, &format!("{license}/assignments/{seat}")).expect(200);
    let bo: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'bo@x.example'");
    owner.delete(&instance, &format!("/api/v1/members/{}", bo[0]["id"].as_str().unwrap())).expect(200);
    for (email, word) in [("ann@x.example", "taken off"), ("bo@x.example", "removed")] {
        let would = ask(email, "whole_domain");
        assert_eq!((would.outcome, would.code), (Outcome::Refused, Some(Code::NotInThisState)), "{email}");
        assert!(would.message.unwrap().contains(word), "{email}");
    }
}

/// A seat that is kept for a member is theirs by the key while the term runs, and not after it.
///
/// covers: B9, B10
#[test]
fn the_simulator_says_of_a_kept_seat_what_typing_the_key_does() {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(3);
    let body = json!({ "name": "Kaia", "type": "school", "seats": 2, "expires_at": end, "grace_days": 9 });
    let made: Value = owner.post(&instance, "/api/v1/licenses", &body).json();
    let license = format!("/api/v1/licenses/{}", made["id"].as_str().unwrap());
    let key: Value = owner.post(&instance, &format!("{license}/keys"), &json!({})).json();
    let ask = |name: &str| -> Simulated {
        let body = json!({ "email": format!("{name}@x.example"), "method": "key" });
        owner.post(&instance, &format!("{license}/simulate"), &body).json()
    };
    let types = |who: &Actor| who.post(&instance, "/api/v1/me/keys", &json!({ "key": key["secret"] }));
    let [ann, bo] = ["ann", "bo"].map(|name| {
        let email = format!("{name}@x.example");
        let who = Actor::joined(&instance, &owner, &email, Role::Standard);
        let rows = json!({ "invitations": [{ "email": email, "licenses": [made["id"]] }] });
        owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
        who
    });
    let would = ask("ann");
    assert_eq!((would.outcome, would.because), (Outcome::Added, Some(Because::WhoeverHasIt)));
    assert_eq!(ask("cy").code, Some(Code::SeatLimitReached), "the kept seats are nobody else's");
    types(&ann).expect(200);
    assert_eq!(ask("ann").because, Some(Because::HasTheSeat));
    instance.pass_days(4);
    assert_eq!(ask("ann").because, Some(Because::HasTheSeat), "and keeps it in grace");
    let would = ask("bo");
    assert_eq!((would.outcome, would.code), (Outcome::Refused, Some(Code::LicenseNotInTerm)));
    types(&bo).refused(Code::LicenseNotInTerm);
    types(&ann).expect(200);
}

/// covers: C14
#[test]
fn the_simulator_knows_of_staff_seats() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, LicenseType::Staff, 2);
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let ask = |email: &str| -> Simulated {
        let body = json!({ "email": email, "method": "role" });
        owner.post(&instance, &format!("{license}/simulate"), &body).json()
    };
    assert_eq!(ask("ann@x.example").code, Some(Code::MethodNotSetUp));
    let id = license.rsplit('/').next().unwrap();
    owner.put(&instance, "/api/v1/staff-seats", &json!({ "license": id })).expect(200);
    assert_eq!(ask("dana@northwind.example").because, Some(Because::HasTheSeat), "the owner");
    let would = ask("ann@x.example");
    assert_eq!((would.outcome, would.because), (Outcome::Added, Some(Because::FollowsRole)));
    assert_eq!(ask("new@x.example").outcome, Outcome::Invited);
    let rows = json!({ "invitations": [{ "email": "new@x.example", "role": "agent" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    assert_eq!(ask("ann@x.example").code, Some(Code::SeatLimitReached));
    assert_eq!(ask("other@x.example").code, Some(Code::SeatLimitReached));
}
