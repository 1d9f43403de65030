//! Buying and renewing as one write: the term, the seats and the people who become license admins, or nothing; what a
//! renewal would do, told before; a license that moves into a package.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::licenses::{License, RenewalEffect, Renewed};
use shared::api::packages::{Package, Product};
use shared::license::{LicenseState, Returning};
use usher_tests::{Actor, Instance};

/// What the database holds of a purchase or renewal.
fn trace(instance: &Instance) -> Vec<Value> {
    instance.rows(
        "SELECT (SELECT count(*) FROM licenses) AS licenses, (SELECT max(seats) FROM licenses) AS seats, \
         (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM invitations) AS invitations, \
         (SELECT count(*) FROM outbox) AS mails, (SELECT count(*) FROM seat_ledger) AS ledger, \
         (SELECT group_concat(role) FROM (SELECT role FROM members ORDER BY email)) AS roles",
    )
}

/// covers: B18
#[test]
fn naming_admins_and_the_license_are_written_together_or_not_at_all() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let rows = json!({ "invitations": [{ "email": "open@x.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let old: License = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Old", "type": "school", "seats": 2 }))
        .json();
    let admins = json!(["ann@x.example", "open@x.example", "new@x.example"]);
    let buy = json!({ "name": "Kaia", "type": "school", "seats": 9, "admins": admins });
    let renew = json!({ "expires_at": null, "seats": 8, "admins": admins });
    let path = format!("/api/v1/licenses/{}/renew", old.id);
    let before = trace(&instance);
    // A write that dies at any of its steps leaves nothing of the others.
    for step in [
        "BEFORE UPDATE OF role ON members",
        "BEFORE UPDATE OF role ON invitations",
        "BEFORE INSERT ON invitations",
        "BEFORE INSERT ON outbox",
        "BEFORE INSERT ON events WHEN NEW.kind = 'invitation.created'",
        "BEFORE INSERT ON events WHEN NEW.kind = 'member.changed'",
    ] {
        instance.arrange(&format!("CREATE TRIGGER fault {step} BEGIN SELECT RAISE (ABORT, 'fault'); END"));
        owner.post(&instance, "/api/v1/licenses", &buy).refused(Code::Internal);
        owner.post(&instance, &path, &renew).refused(Code::Internal);
        assert_eq!(trace(&instance), before, "{step}");
        instance.arrange("DROP TRIGGER fault");
    }
    // And the other way round: no admin is named by a renewal that is refused.
    let refused = json!({ "expires_at": null, "seats": 0, "admins": admins });
    owner.post(&instance, &path, &refused).refused(Code::InvalidLicense);
    assert_eq!(trace(&instance), before);
    let renewed: Renewed = owner.post(&instance, &path, &renew).json();
    let outcomes: Vec<_> = renewed.admins.iter().map(|row| json!(row.outcome)).collect();
    assert_eq!(outcomes, ["added", "extended", "invited"]);
    assert_eq!(renewed.license.seats.total, 8);
    Actor::joined_by_link(&instance, &instance.link("new@x.example"));
    let roles: Vec<Value> =
        instance.rows("SELECT role FROM members WHERE email IN ('ann@x.example', 'new@x.example')");
    assert!(roles.iter().all(|row| row["role"] == "license_admin"));
    let again: License = owner.post(&instance, "/api/v1/licenses", &buy).json();
    let outcomes: Vec<_> = again.admins.iter().map(|row| json!(row.outcome)).collect();
    assert_eq!(outcomes, ["unchanged", "unchanged", "unchanged"]);
}

/// covers: B18
#[test]
fn a_renewal_tells_before_who_comes_back_and_who_becomes_an_admin() {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(1);
    let body = json!({ "name": "Kaia", "type": "school", "seats": 3, "expires_at": end });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let path = format!("/api/v1/licenses/{}", license.id);
    for email in ["ann@x.example", "bo@x.example", "cy@x.example"] {
        Actor::joined(&instance, &owner, email, Role::Standard);
        let rows = json!({ "assignments": [{ "email": email }] });
        owner.post(&instance, &format!("{path}/assignments"), &rows).expect(200);
    }
    instance.pass_days(2);
    instance.tick();
    let cy: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'cy@x.example'");
    owner
        .post(&instance, &format!("/api/v1/members/{}/disable", cy[0]["id"].as_str().unwrap()), &json!({}))
        .expect(200);
    let until = instance.now().plus_days(365);
    let renew =
        json!({ "expires_at": until, "seats": 1, "admins": ["ann@x.example", "new@x.example", "no"] });
    let before = trace(&instance);
    let effect: RenewalEffect = owner.post(&instance, &format!("{path}/renew/preview"), &renew).json();
    assert_eq!(trace(&instance), before, "a preview writes nothing");
    assert_eq!((effect.state, effect.ends_at), (LicenseState::Active, Some(until)));
    assert_eq!(effect.people, Returning { restored: 1, suspended: 1, from_queue: 0 });
    let outcomes: Vec<_> = effect.admins.iter().map(|row| json!(row.outcome)).collect();
    assert_eq!(outcomes, ["added", "invited", "refused"]);
    let renewed: Renewed = owner.post(&instance, &format!("{path}/renew"), &renew).json();
    assert_eq!((renewed.restored, renewed.suspended), (1, 1), "as it was told");
    let late = json!({ "expires_at": instance.now() });
    owner.post(&instance, &format!("{path}/renew/preview"), &late).refused(Code::InvalidLicense);
    let few = json!({ "expires_at": null, "seats": 0 });
    owner.post(&instance, &format!("{path}/renew/preview"), &few).refused(Code::InvalidLicense);
}

/// covers: A7
#[test]
fn a_license_moves_into_a_package_and_out_again_and_its_people_notice_nothing() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let body = json!({ "name": "Kaia seats", "product": "Kaia", "type": "school", "seats": 3 });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let path = format!("/api/v1/licenses/{}", license.id);
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }] });
    owner.post(&instance, &format!("{path}/assignments"), &rows).expect(200);
    let products: Page<Product> = owner.get(&instance, "/api/v1/products").json();
    let voice: Product = owner.post(&instance, "/api/v1/products", &json!({ "name": "Voice" })).json();
    let package = json!({ "name": "Orchestrate", "products": [products.items[0].id, voice.id] });
    let package: Package = owner.post(&instance, "/api/v1/packages", &package).json();
    let allowed = |product: &str| {
        instance.pass_seconds(31);
        let ask = json!({ "email": "ann@x.example", "product": product });
        let answer: Value = owner.post(&instance, "/api/v1/check", &ask).json();
        answer["allowed"] == json!(true)
    };
    assert!(allowed("Kaia") && !allowed("Voice"));
    let moved: License = owner.patch(&instance, &path, &json!({ "package": package.id })).json();
    assert_eq!(moved.package.unwrap().name, "Orchestrate");
    assert!(allowed("Kaia") && allowed("Voice"));
    owner.delete(&instance, &format!("/api/v1/packages/{}", package.id)).refused(Code::InUse);
    let kept: License = owner.patch(&instance, &path, &json!({ "name": "Kaia" })).json();
    assert!(kept.package.is_some(), "what is absent stays");
    let out: License = owner.patch(&instance, &path, &json!({ "package": null })).json();
    assert_eq!((out.package, out.product.as_str(), out.seats.held), (None, "Kaia", 1));
    assert!(allowed("Kaia") && !allowed("Voice"));
    let nowhere = json!({ "package": "pkg_01h455vb4pex5vsknk084sn02q" });
    let problem = owner.patch(&instance, &path, &nowhere).refused(Code::NotFound);
    assert_eq!(problem.field.as_deref(), Some("package"));
    let stranger = Actor::of_another_organization(&instance);
    let theirs: Package = stranger.post(&instance, "/api/v1/packages", &json!({ "name": "Theirs" })).json();
    owner.patch(&instance, &path, &json!({ "package": theirs.id })).refused(Code::NotFound);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=license.changed").json();
    assert_eq!(events["items"][0]["details"]["package"]["from"], json!(package.id));
    // A license that was bought as a package keeps what it was called as its product.
    let bought: License = owner
        .post(
            &instance,
            "/api/v1/licenses",
            &json!({ "name": "B", "type": "school", "seats": 1, "package": package.id }),
        )
        .json();
    let path = format!("/api/v1/licenses/{}", bought.id);
    owner.patch(&instance, &path, &json!({ "package": null })).expect(200);
    let products: Page<Product> = owner.get(&instance, "/api/v1/products?q=Orchestrate").json();
    assert_eq!((products.items.len(), products.items[0].licenses), (1, 1));
}
