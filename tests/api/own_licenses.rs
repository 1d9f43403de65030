//! A member's own licenses: the seats offered to them, joining, declining, and being asked again.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::licenses::License;
use shared::api::me::MyLicense;
use shared::license::AssignmentStatus;
use usher_tests::{Actor, Instance};

const ANN: &str = "ann@northwind.example";

struct House {
    instance: Instance,
    owner: Actor,
    ann: Actor,
    license: String,
}

/// Ann is a standard member; the license has so many seats. Nobody is a domain admin.
fn house(seats: u32) -> House {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, ANN, Role::Standard);
    let license = json!({ "name": "Kami", "product": "Kami", "type": "school", "seats": seats });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    let license = license["id"].as_str().unwrap().to_owned();
    House { instance, owner, ann, license }
}

impl House {
    fn add(&self, email: &str) -> Value {
        let rows = json!({ "invitations": [{ "email": email, "licenses": [self.license] }] });
        let results: Value = self.owner.post(&self.instance, "/api/v1/invitations", &rows).json();
        results["results"][0].clone()
    }

    fn invites(&self, of: &Actor) -> Vec<MyLicense> {
        of.get(&self.instance, "/api/v1/me/license-invites").json::<Page<MyLicense>>().items
    }

    fn answer(&self, of: &Actor, id: &str, verb: &str) -> usher_tests::Answer {
        of.post(&self.instance, &format!("/api/v1/me/license-invites/{id}/{verb}"), &json!({}))
    }

    fn seats(&self) -> (u32, u32) {
        let license: License =
            self.owner.get(&self.instance, &format!("/api/v1/licenses/{}", self.license)).json();
        (license.seats.reserved, license.seats.held)
    }

    fn status(&self) -> AssignmentStatus {
        let path = format!("/api/v1/licenses/{}/assignments?q={ANN}", self.license);
        self.owner.get(&self.instance, &path).json::<Page<Assignment>>().items[0].status
    }
}

/// covers: B11, B13, B14, B16
#[test]
fn a_member_added_by_address_is_asked_in_the_app_and_joins_with_the_seat_kept_for_them() {
    let house = house(1);
    assert_eq!(house.add(ANN)["outcome"], "invited");
    assert_eq!((house.seats(), house.status()), ((1, 0), AssignmentStatus::Invited));
    let invites = house.invites(&house.ann);
    assert_eq!(invites.len(), 1);
    assert_eq!(
        (invites[0].license.name.as_str(), invites[0].changed_by.as_str()),
        ("Kami", "Dana Whitfield")
    );
    let mail = &house.instance.mails(ANN)[0];
    assert!(mail.text.contains("/account/license-invites") && mail.subject.contains("Kami"), "{mail:?}");
    let id = invites[0].id.to_string();
    for _ in 0..2 {
        let joined: MyLicense = house.answer(&house.ann, &id, "accept").json();
        assert_eq!(joined.status, AssignmentStatus::Accepted);
    }
    assert_eq!((house.seats(), house.status()), ((0, 1), AssignmentStatus::Accepted));
    assert!(house.invites(&house.ann).is_empty());
    house.answer(&house.ann, &id, "decline").refused(Code::NotInThisState);
    let mine: Page<MyLicense> = house.ann.get(&house.instance, "/api/v1/me/licenses?status=accepted").json();
    assert_eq!(mine.items[0].license.name, "Kami");
}

/// covers: B14, B15
#[test]
fn declining_frees_the_seat_and_being_added_again_asks_again() {
    let house = house(1);
    house.add(ANN);
    let id = house.invites(&house.ann)[0].id.to_string();
    for _ in 0..2 {
        let declined: MyLicense = house.answer(&house.ann, &id, "decline").json();
        assert_eq!(declined.status, AssignmentStatus::Rejected);
    }
    assert_eq!((house.seats(), house.status()), ((0, 0), AssignmentStatus::Rejected));
    house.answer(&house.ann, &id, "accept").refused(Code::NotInThisState);
    assert_eq!(house.add(ANN)["outcome"], "invited");
    assert_eq!(house.instance.mails(ANN).len(), 3, "the invitation of Ann, and two offers");
    house.answer(&house.ann, &id, "accept").expect(200);
    assert_eq!(house.seats(), (0, 1));
    let kinds: Vec<Value> =
        house.instance.rows("SELECT kind FROM events WHERE kind LIKE 'seat.%' ORDER BY id");
    let kinds: Vec<_> = kinds.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["seat.offered", "seat.declined", "seat.offered", "seat.accepted"]);
}

/// covers: B13
#[test]
fn nobody_sees_or_answers_what_is_offered_to_somebody_else() {
    let house = house(2);
    house.add(ANN);
    let id = house.invites(&house.ann)[0].id.to_string();
    let bo = Actor::joined(&house.instance, &house.owner, "bo@northwind.example", Role::Standard);
    for other in [&bo, &house.owner, &Actor::of_another_organization(&house.instance)] {
        assert!(house.invites(other).is_empty());
        for verb in ["accept", "decline"] {
            house.answer(other, &id, verb).refused(Code::NotFound);
        }
    }
    house.answer(&house.ann, "asg_nonsense", "accept").refused(Code::NotFound);
    house.ann.get(&house.instance, "/api/v1/me/licenses?status=nonsense").refused(Code::InvalidParameter);
    let token = json!({ "name": "x", "scopes": ["check"] });
    let token: Value = house.owner.post(&house.instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(token["secret"].as_str().unwrap());
    for path in ["/api/v1/me/licenses", "/api/v1/me/license-invites"] {
        program.get(&house.instance, path).refused(Code::Forbidden);
    }
    assert_eq!(house.seats(), (1, 0));
}

/// covers: B13
#[test]
fn an_offer_taken_back_cannot_be_joined() {
    let house = house(1);
    house.add(ANN);
    let id = house.invites(&house.ann)[0].id.to_string();
    let path = format!("/api/v1/licenses/{}/assignments/{id}", house.license);
    house.owner.delete(&house.instance, &path).expect(200);
    house.answer(&house.ann, &id, "accept").refused(Code::NotInThisState);
    assert_eq!(house.seats(), (0, 0));
}
