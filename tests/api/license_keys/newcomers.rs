//! Keys and links of people who are new: the mail that confirms an address, the seat that it keeps, and how both end.

use serde_json::{Value, json};
use shared::Code;
use shared::api::license_keys::{LicenseKey, LinkOffer, UsedLink};
use usher_tests::{Actor, PASSWORD};

use super::{house, way};

/// covers: B8
#[test]
fn a_new_person_confirms_their_address_before_they_are_in_and_a_link_alone_changes_nothing() {
    let house = house(2);
    let link = house.make("links", &json!({ "max_uses": 2 }));
    let (way, anonymous) = (way(&link), Actor::anonymous());
    for _ in 0..3 {
        anonymous.get(&house.instance, &way).expect(200);
    }
    assert_eq!((house.seats(), house.uses("links")), ((0, 0), vec![0]));
    anonymous.post(&house.instance, &way, &json!({})).refused(Code::Unauthenticated);
    anonymous.post(&house.instance, &way, &json!({ "email": "nonsense" })).refused(Code::InvalidEmail);
    anonymous
        .post(&house.instance, &way, &json!({ "name": "\n", "email": "a\nb" }))
        .refused(Code::InvalidEmail);
    for _ in 0..2 {
        let used: UsedLink =
            anonymous.post(&house.instance, &way, &json!({ "name": "Cy", "email": "cy@x.example" })).json();
        assert!(used.mailed && used.joined.is_none());
    }
    assert_eq!(house.instance.mails("cy@x.example").len(), 1, "asked twice, mailed once");
    assert_eq!((house.seats(), house.uses("links")), ((1, 0), vec![1]));
    let cy = Actor::joined_by_link(&house.instance, &house.instance.link("cy@x.example"));
    assert_eq!(house.seats(), (0, 1));
    let offer: LinkOffer = cy.get(&house.instance, &way).json();
    assert!(offer.joined);
    let again: UsedLink = cy.post(&house.instance, &way, &json!({})).json();
    assert!(again.joined.is_some());
    anonymous.post(&house.instance, &way, &json!({ "email": "dan@x.example" })).expect(200);
    anonymous.post(&house.instance, &way, &json!({ "email": "eve@x.example" })).refused(Code::KeyEnded);
    house.instance.pass_days(3);
    house.instance.tick();
    assert_eq!((house.seats(), house.uses("links")), ((0, 1), vec![1]), "who doesn't confirm gives it back");
    anonymous.post(&house.instance, &way, &json!({ "email": "eve@x.example" })).expect(200);
    house.healthy();
}

/// covers: B8, B9
#[test]
fn whoever_is_invited_already_gets_the_seat_with_that_invitation() {
    let house = house(3);
    let rows = json!({ "invitations": [{ "email": "cy@x.example" }, { "email": "dan@x.example" }] });
    house.owner.post(&house.instance, "/api/v1/invitations", &rows).expect(200);
    let link = house.make("links", &json!({ "max_uses": 2 }));
    let (way, anonymous) = (way(&link), Actor::anonymous());
    let asks = |email: &str| anonymous.post(&house.instance, &way, &json!({ "email": email }));
    house.instance.arrange("UPDATE invitations SET delivery = 'bounced' WHERE email = 'cy@x.example'");
    for _ in 0..2 {
        asks("cy@x.example").expect(200);
    }
    let mails = house.instance.mails("cy@x.example");
    assert_eq!(mails.len(), 2, "asked twice, mailed once more");
    assert!(mails[0].text.contains("Kami"), "{}", mails[0].text);
    let sent: Vec<Value> = house.instance.rows("SELECT delivery FROM invitations WHERE email LIKE 'cy@%'");
    assert_eq!(
        (sent, house.seats(), house.uses("links")),
        (vec![json!({ "delivery": "sent" })], (1, 0), vec![1])
    );
    asks("dan@x.example").expect(200);
    asks("eve@x.example").refused(Code::KeyEnded);
    Actor::joined_by_link(&house.instance, &house.instance.link("cy@x.example"));
    assert_eq!((house.seats(), house.uses("links")), ((1, 1), vec![2]));
    house.healthy();
}

/// covers: B8, B9
#[test]
fn mails_that_a_key_sent_are_worth_nothing_once_it_is_replaced_or_revoked() {
    let house = house(5);
    let asks = |key: &LicenseKey, email: &str| {
        let secret = key.secret.as_deref().unwrap();
        let fields = [("code", secret), ("name", ""), ("email", email)];
        Actor::anonymous().form(&house.instance, "/join", &fields).expect(200);
    };
    let rows = json!({ "invitations": [{ "email": "ann@x.example" }] });
    house.owner.post(&house.instance, "/api/v1/invitations", &rows).expect(200);
    let mut key = house.make("keys", &json!({}));
    for (act, email) in [("rotate", "bo@x.example"), ("revoke", "cy@x.example")] {
        asks(&key, email);
        asks(&key, "ann@x.example");
        let link = house.instance.link(email);
        key = house.act(&key, "keys", act);
        let accept = json!({ "name": "New Person", "password": PASSWORD });
        Actor::anonymous()
            .post(&house.instance, &format!("{link}/accept"), &accept)
            .refused(Code::InvitationCanceled);
        assert_eq!(
            (house.seats(), house.uses("keys")),
            ((1, 0), vec![1]),
            "who was invited before keeps the seat"
        );
    }
    let told: Value = house.owner.get(&house.instance, "/api/v1/events?kind=invitation.canceled").json();
    let told: Vec<_> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (&event["actor_name"], &event["target_name"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("Dana Whitfield"), &json!("cy@x.example")),
            (&json!("Dana Whitfield"), &json!("bo@x.example"))
        ]
    );
    Actor::joined_by_link(&house.instance, &house.instance.link("ann@x.example"));
    house.healthy();
}

/// covers: B8
#[test]
fn a_member_gets_no_mail_but_the_same_answer_and_comes_in_when_signed_in() {
    let house = house(2);
    let (ann, link) = (house.member("ann"), house.make("links", &json!({})));
    let mails = house.instance.mails("ann@northwind.example").len();
    let asked: UsedLink = Actor::anonymous()
        .post(&house.instance, &way(&link), &json!({ "email": "ann@northwind.example" }))
        .json();
    assert!(asked.mailed);
    assert_eq!(house.instance.mails("ann@northwind.example").len(), mails);
    assert_eq!((house.seats(), house.uses("links")), ((0, 0), vec![0]));
    let used: UsedLink = ann.post(&house.instance, &way(&link), &json!({})).json();
    assert!(used.joined.is_some());
    let door: Vec<Value> = house.instance.rows("SELECT door FROM assignments");
    assert_eq!(door, [json!({ "door": "link" })]);
}

/// covers: B8
#[test]
fn whom_an_admin_took_off_does_not_come_back_by_the_same_link_while_they_are_invited() {
    let house = house(3);
    let rows = json!({ "invitations": [{ "email": "cy@x.example" }] });
    house.owner.post(&house.instance, "/api/v1/invitations", &rows).expect(200);
    let link = house.make("links", &json!({}));
    let asks = || {
        let body = json!({ "email": "cy@x.example" });
        Actor::anonymous().post(&house.instance, &way(&link), &body).expect(200);
    };
    asks();
    let seat: Vec<Value> = house.instance.rows("SELECT id FROM assignments WHERE status = 'invited'");
    let seat = format!("{}/{}", house.path("assignments"), seat[0]["id"].as_str().unwrap());
    house.owner.delete(&house.instance, &seat).expect(200);
    let mails = house.instance.mails("cy@x.example").len();
    asks();
    assert_eq!((house.seats(), house.uses("links")), ((0, 0), vec![1]));
    assert_eq!(house.instance.mails("cy@x.example").len(), mails);
    house.healthy();
}

/// covers: B8
#[test]
fn an_invitation_to_which_an_admin_added_outlives_the_link_that_made_it() {
    let house = house(3);
    let link = house.make("links", &json!({}));
    let asks =
        |email: &str| Actor::anonymous().post(&house.instance, &way(&link), &json!({ "email": email }));
    for email in ["cy@x.example", "dan@x.example", "ed@x.example"] {
        asks(email).expect(200);
    }
    let other = json!({ "name": "Kaia", "type": "school", "seats": 3 });
    let other: Value = house.owner.post(&house.instance, "/api/v1/licenses", &other).json();
    let rows = json!({ "invitations": [{ "email": "cy@x.example", "licenses": [other["id"]] }] });
    house.owner.post(&house.instance, "/api/v1/invitations", &rows).expect(200);
    let open = |email: &str| -> String {
        let sql = format!("SELECT id, status FROM invitations WHERE email = '{email}'");
        house.instance.rows::<Value>(&sql)[0]["id"].as_str().unwrap().to_owned()
    };
    let agent = json!({ "role": "agent" });
    let path = format!("/api/v1/invitations/{}", open("dan@x.example"));
    house.owner.patch(&house.instance, &path, &agent).expect(200);
    house.act(&link, "links", "revoke");
    let left: Vec<Value> =
        house.instance.rows("SELECT email, status FROM invitations WHERE status = 'pending' ORDER BY email");
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!((&left[0]["email"], &left[1]["email"]), (&json!("cy@x.example"), &json!("dan@x.example")));
    house.healthy();
}

/// covers: B8, B9
#[test]
fn keys_and_links_are_given_out_by_those_who_may_bring_people_in() {
    let house = house(3);
    let link = house.make("links", &json!({}));
    let token = json!({ "name": "Seats", "scopes": ["assignments:manage"] });
    let made: Value = house.owner.post(&house.instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    for form in ["keys", "links"] {
        program.post(&house.instance, &house.path(form), &json!({})).refused(Code::Forbidden);
    }
    let one = format!("{}/{}", house.path("links"), link.id);
    program.post(&house.instance, &format!("{one}/rotate"), &json!({})).refused(Code::Forbidden);
    program.patch(&house.instance, &one, &json!({ "max_uses": 9 })).refused(Code::Forbidden);
    let seen: Value = program.get(&house.instance, &house.path("links")).json();
    assert_eq!((&seen["items"][0]["id"], seen["items"][0].get("secret")), (&json!(link.id), None));
    program.post(&house.instance, &format!("{one}/revoke"), &json!({})).expect(200);
}
