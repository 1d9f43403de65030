//! License keys and links: made, limited, rotated, revoked, and what they do for members and for new people.

mod newcomers;

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::license_keys::{JoinedLicense, LicenseKey, LinkOffer, UsedLink};
use shared::api::me::MyLicense;
use usher_tests::{Actor, Answer, Instance};

struct House {
    instance: Instance,
    owner: Actor,
    license: String,
}

fn house(seats: u32) -> House {
    let (instance, owner) = Instance::set_up();
    let license = json!({ "name": "Kami", "type": "teacher", "seats": seats });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    House { license: license["id"].as_str().unwrap().to_owned(), instance, owner }
}

impl House {
    fn path(&self, form: &str) -> String {
        format!("/api/v1/licenses/{}/{form}", self.license)
    }

    fn make(&self, form: &str, limits: &Value) -> LicenseKey {
        self.owner.post(&self.instance, &self.path(form), limits).json()
    }

    fn act(&self, key: &LicenseKey, form: &str, verb: &str) -> LicenseKey {
        let path = format!("{}/{}/{verb}", self.path(form), key.id);
        self.owner.post(&self.instance, &path, &json!({})).json()
    }

    fn member(&self, name: &str) -> Actor {
        Actor::joined(&self.instance, &self.owner, &format!("{name}@northwind.example"), Role::Standard)
    }

    fn types(&self, who: &Actor, key: &LicenseKey) -> Answer {
        self.types_text(who, key.secret.as_deref().unwrap())
    }

    fn types_text(&self, who: &Actor, text: &str) -> Answer {
        who.post(&self.instance, "/api/v1/me/keys", &json!({ "key": text }))
    }

    fn seats(&self) -> (u64, u64) {
        let license: Value =
            self.owner.get(&self.instance, &format!("/api/v1/licenses/{}", self.license)).json();
        (license["seats"]["reserved"].as_u64().unwrap(), license["seats"]["held"].as_u64().unwrap())
    }

    fn uses(&self, form: &str) -> Vec<u32> {
        let page: Page<LicenseKey> = self.owner.get(&self.instance, &self.path(form)).json();
        page.items.iter().map(|key| key.uses).collect()
    }

    fn healthy(&self) {
        let report: Value = self.owner.get(&self.instance, "/api/v1/doctor").json();
        assert_eq!(report["differences"], json!([]));
    }
}

fn way(link: &LicenseKey) -> String {
    let secret = link.secret.as_deref().unwrap();
    secret[secret.find("/l/").unwrap()..].to_owned()
}

/// covers: B9, B15
#[test]
fn a_typed_key_seats_a_member_at_once_also_after_they_declined() {
    let house = house(3);
    let key = house.make("keys", &json!({}));
    assert!(!key.recommended && key.caution.contains("Anyone"), "{key:?}");
    let ann = house.member("ann");
    let rows = json!({ "invitations": [{ "email": "ann@northwind.example", "licenses": [house.license] }] });
    house.owner.post(&house.instance, "/api/v1/invitations", &rows).expect(200);
    let invites: Page<MyLicense> = ann.get(&house.instance, "/api/v1/me/license-invites").json();
    let decline = format!("/api/v1/me/license-invites/{}/decline", invites.items[0].id);
    ann.post(&house.instance, &decline, &json!({})).expect(200);
    assert_eq!(house.seats(), (0, 0));
    let typed = key.secret.clone().unwrap().to_lowercase().replace('-', "  ");
    for _ in 0..2 {
        let joined: JoinedLicense = house.types_text(&ann, &typed).json();
        assert_eq!(joined.license.name, "Kami");
    }
    assert_eq!((house.seats(), house.uses("keys")), ((0, 1), vec![1]));
    let seat: Vec<Value> = house.instance.rows("SELECT door, reason, status FROM assignments");
    assert_eq!(seat, [json!({ "door": "key", "reason": "joined", "status": "accepted" })]);
    let bo = house.member("bo");
    house
        .owner
        .post(
            &house.instance,
            "/api/v1/invitations",
            &json!({ "invitations": [{ "email": "bo@northwind.example", "licenses": [house.license] }] }),
        )
        .expect(200);
    house.types(&bo, &key).expect(200);
    assert_eq!(house.seats(), (0, 2), "an open offer's own seat is taken");
    house.healthy();
}

/// covers: B9
#[test]
fn a_wrong_key_says_how_many_tries_are_left_and_whom_to_ask() {
    let house = house(3);
    let key = house.make("keys", &json!({}));
    let ann = house.member("ann");
    let secret = key.secret.clone().unwrap();
    let slip =
        if secret.starts_with('7') { secret.replacen('7', "8", 1) } else { format!("7{}", &secret[1..]) };
    assert!(house.types_text(&ann, &slip).refused(Code::KeyInvalid).detail.contains("did not count"));
    for bad in ["", "7KQ4", "ÄÖÜ", &"A".repeat(500)] {
        house.types_text(&ann, bad).refused(Code::KeyInvalid);
    }
    ann.post(&house.instance, "/api/v1/me/keys", &json!({})).refused(Code::InvalidBody);
    ann.post(&house.instance, "/api/v1/me/keys", &json!({ "key": secret, "x": 1 }))
        .refused(Code::InvalidBody);
    let dead = house.act(&key, "keys", "rotate");
    let problem = house.types_text(&ann, &secret).refused(Code::KeyInvalid);
    assert!(
        problem.detail.contains("Tries left: 19") && problem.detail.contains("Ask"),
        "{}",
        problem.detail
    );
    for _ in 0..19 {
        house.types_text(&ann, &secret).refused(Code::KeyInvalid);
    }
    house.types(&ann, &dead).refused(Code::TooManyAttempts);
    house.instance.pass_seconds(901);
    house.types(&ann, &dead).expect(200);
    house.healthy();
}

/// covers: B8, B9
#[test]
fn a_rotated_secret_is_dead_at_once_and_a_revoked_one_stays_dead() {
    let house = house(3);
    let (ann, anonymous) = (house.member("ann"), Actor::anonymous());
    let (key, link) = (house.make("keys", &json!({})), house.make("links", &json!({})));
    anonymous.get(&house.instance, &way(&link)).expect(200);
    let rotated = house.act(&link, "links", "rotate");
    assert_ne!(rotated.secret, link.secret);
    anonymous.get(&house.instance, &way(&link)).refused(Code::NotFound);
    let offer: LinkOffer = anonymous.get(&house.instance, &way(&rotated)).json();
    assert_eq!((offer.license.name.as_str(), offer.by.as_str()), ("Kami", "Dana Whitfield"));
    for (made, form) in [(&key, "keys"), (&rotated, "links")] {
        for _ in 0..2 {
            assert_eq!(house.act(made, form, "revoke").secret, None);
        }
        let one = format!("{}/{}", house.path(form), made.id);
        house.owner.patch(&house.instance, &one, &json!({})).refused(Code::NotInThisState);
        house.owner.post(&house.instance, &format!("{one}/rotate"), &json!({})).refused(Code::NotInThisState);
        let other = if form == "keys" { "links" } else { "keys" };
        let wrong = format!("{}/{}/revoke", house.path(other), made.id);
        house.owner.post(&house.instance, &wrong, &json!({})).refused(Code::NotFound);
    }
    anonymous.get(&house.instance, &way(&rotated)).refused(Code::NotFound);
    anonymous
        .post(&house.instance, &way(&rotated), &json!({ "email": "x@y.example" }))
        .refused(Code::NotFound);
    house.types(&ann, &key).refused(Code::KeyInvalid);
    let kinds: Vec<Value> =
        house.instance.rows("SELECT kind FROM events WHERE kind LIKE 'license_key.%' ORDER BY id");
    let kinds: Vec<_> = kinds.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "license_key.created",
            "license_key.created",
            "license_key.rotated",
            "license_key.revoked",
            "license_key.revoked"
        ]
    );
    let kept: Vec<Value> = house.instance.rows("SELECT * FROM license_keys");
    let (typed, followed) = (key.secret.unwrap(), way(&link));
    assert!(!json!(kept).to_string().contains(&typed) && !json!(kept).to_string().contains(&followed[3..]));
}

/// covers: B8, B9
#[test]
fn limits_of_uses_domains_and_time_hold() {
    let house = house(9);
    let [ann, bo, cy] = ["ann", "bo", "cy"].map(|name| house.member(name));
    let key = house.make("keys", &json!({ "max_uses": 1, "domains": ["Northwind.example"] }));
    assert_eq!(key.limits.domains, ["northwind.example"]);
    house.types(&ann, &key).expect(200);
    let full = house.types(&bo, &key).refused(Code::KeyEnded);
    assert!(full.detail.contains("dana@northwind.example"), "{}", full.detail);
    let one = format!("{}/{}", house.path("keys"), key.id);
    house.owner.patch(&house.instance, &one, &json!({ "max_uses": 0 })).refused(Code::InvalidLimit);
    house
        .owner
        .patch(&house.instance, &one, &json!({ "expires_at": "2020-01-01T00:00:00Z" }))
        .refused(Code::InvalidLimit);
    house
        .owner
        .patch(&house.instance, &one, &json!({ "domains": ["no domain"] }))
        .refused(Code::InvalidLimit);
    house.owner.patch(&house.instance, &one, &json!({ "max_uses": "many" })).refused(Code::InvalidBody);
    let elsewhere: LicenseKey =
        house.owner.patch(&house.instance, &one, &json!({ "domains": ["other.example"] })).json();
    assert_eq!(elsewhere.limits.max_uses, None);
    house.types(&bo, &key).refused(Code::KeyNotForYou);
    let soon = json!({ "expires_at": house.instance.now().plus_seconds(60) });
    house.owner.patch(&house.instance, &one, &soon).expect(200);
    house.types(&bo, &key).expect(200);
    house.instance.pass_seconds(60);
    house.types(&cy, &key).refused(Code::KeyEnded);
    house.types(&ann, &key).expect(200);
    assert_eq!((house.seats(), house.uses("keys")), ((0, 2), vec![2]));
    house.healthy();
}

#[test]
fn a_domain_is_asked_of_the_address_by_which_the_organization_knows_the_person() {
    let house = house(9);
    let [ann, bo] = ["ann", "bo"].map(|name| house.member(name));
    // They sign in by another address of theirs by now; the list knows them as before.
    house.instance.arrange("UPDATE users SET email = replace(email, 'northwind', 'elsewhere')");
    let here = house.make("keys", &json!({ "domains": ["northwind.example"] }));
    house.types(&ann, &here).expect(200);
    let there = house.make("links", &json!({ "domains": ["elsewhere.example"] }));
    let refused = bo.post(&house.instance, &way(&there), &json!({})).refused(Code::KeyNotForYou);
    assert!(refused.detail.contains("elsewhere.example"), "{}", refused.detail);
    let page = bo.form(&house.instance, &way(&there), &[]).text();
    assert!(page.contains("elsewhere.example only"), "{page}");
    assert_eq!(house.seats(), (0, 1));
}

/// covers: B9
#[test]
fn whoever_was_taken_off_does_not_come_back_by_the_same_key() {
    let house = house(3);
    let (ann, key) = (house.member("ann"), house.make("keys", &json!({})));
    let joined: JoinedLicense = house.types(&ann, &key).json();
    let place = format!("/api/v1/licenses/{}/assignments/{}", house.license, joined.assignment);
    house.owner.delete(&house.instance, &place).expect(200);
    house.types(&ann, &key).refused(Code::KeyNotForYou);
    assert_eq!((house.seats(), house.uses("keys")), ((0, 0), vec![1]));
    let rotated = house.act(&key, "keys", "rotate");
    house.types(&ann, &rotated).expect(200);
    house.healthy();
}

/// covers: B9
#[test]
fn whom_an_admin_removed_does_not_come_back_by_the_same_secret() {
    let house = house(9);
    let [ann, bo, cy] =
        ["ann", "bo", "cy"].map(|name| (house.member(name), format!("{name}@northwind.example")));
    let remove = |email: &str| {
        let found: Page<Value> =
            house.owner.get(&house.instance, &format!("/api/v1/members?q={email}")).json();
        let path = format!("/api/v1/members/{}", found.items[0]["id"].as_str().unwrap());
        house.owner.delete(&house.instance, &path).expect(200);
        house.instance.pass_seconds(60);
    };
    remove(&cy.1);
    let link = house.make("links", &json!({}));
    let asks = |link: &LicenseKey, email: &str| {
        let before = house.instance.mails(email).len();
        let used: UsedLink =
            Actor::anonymous().post(&house.instance, &way(link), &json!({ "email": email })).json();
        assert!(used.mailed && used.joined.is_none(), "the same answer for everybody");
        house.instance.mails(email).len() - before
    };
    let used: UsedLink = ann.0.post(&house.instance, &way(&link), &json!({})).json();
    assert!(used.joined.is_some());
    remove(&ann.1);
    remove(&bo.1);
    // Other limits are no other secret.
    let path = format!("{}/{}", house.path("links"), link.id);
    house.owner.patch(&house.instance, &path, &json!({ "max_uses": 8 })).expect(200);
    assert_eq!([&ann, &bo].map(|(_, email)| asks(&link, email)), [0, 0], "used it, and removed since");
    ann.0.post(&house.instance, &way(&link), &json!({})).refused(Code::Unauthenticated);
    assert_eq!((house.seats(), house.uses("links")), ((0, 0), vec![1]));
    assert_eq!(asks(&link, &cy.1), 1, "removed before it was made");
    // Whoever declined was not removed.
    assert_eq!(asks(&link, "dan@x.example"), 1);
    let offer = house.instance.link("dan@x.example");
    Actor::anonymous().post(&house.instance, &format!("{offer}/decline"), &json!({})).expect(200);
    assert_eq!(asks(&link, "dan@x.example"), 1);
    let next = house.act(&link, "links", "rotate");
    assert_eq!([&ann, &bo].map(|(_, email)| asks(&next, email)), [1, 1], "the next secret is another one");
    house.healthy();
}

/// covers: B8, B9
#[test]
fn the_pages_lead_signed_in_and_new_people_through() {
    let house = house(3);
    let (key, link) = (house.make("keys", &json!({})), house.make("links", &json!({})));
    let secret = key.secret.clone().unwrap();
    let ann = house.member("ann");
    let page = ann.form(&house.instance, "/join", &[("code", &secret)]).expect(200).text();
    assert!(page.contains("You are on <bdi>Kami</bdi>"), "{page}");
    let anonymous = Actor::anonymous();
    let page = anonymous.form(&house.instance, "/join", &[("code", &secret)]).expect(200).text();
    assert!(page.contains("name=\"email\"") && page.contains(&secret), "{page}");
    let fields = [("code", secret.as_str()), ("name", "Cy"), ("email", "")];
    anonymous.form(&house.instance, "/join", &fields).expect(422);
    let fields = [("code", secret.as_str()), ("name", "Cy"), ("email", "cy@x.example")];
    let page = anonymous.form(&house.instance, "/join", &fields).expect(200).text();
    assert!(page.contains("Look at your mail"), "{page}");
    assert!(house.instance.mails("cy@x.example")[0].text.contains("/i/"));
    house.act(&key, "keys", "revoke");
    let page = anonymous.form(&house.instance, "/join", &[("code", &secret)]).expect(422).text();
    assert!(page.contains("19 tries left."), "{page}");
    let bo = house.member("bo");
    let page = bo.form(&house.instance, &way(&link), &[]).expect(200).text();
    assert!(page.contains("You are on"), "{page}");
    house.healthy();
}

/// covers: B8, B9, B1
#[test]
fn a_staff_license_has_neither_and_only_who_manages_seats_sees_them() {
    let house = house(3);
    let staff = json!({ "name": "Desk", "type": "staff", "seats": 3 });
    let staff: Value = house.owner.post(&house.instance, "/api/v1/licenses", &staff).json();
    let ann = house.member("ann");
    for form in ["keys", "links"] {
        let path = format!("/api/v1/licenses/{}/{form}", staff["id"].as_str().unwrap());
        house.owner.post(&house.instance, &path, &json!({})).refused(Code::MethodNotOffered);
        ann.get(&house.instance, &house.path(form)).refused(Code::Forbidden);
        let stranger = Actor::of_another_organization(&Instance::set_up().0);
        stranger.get(&house.instance, &house.path(form)).refused(Code::Unauthenticated);
        house
            .owner
            .post(&house.instance, &house.path(form), &json!({ "max_uses": -1 }))
            .refused(Code::InvalidBody);
        house
            .owner
            .post(&house.instance, &house.path(form), &json!({ "max_uses": 0 }))
            .refused(Code::InvalidLimit);
    }
}
