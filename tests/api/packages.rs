//! Products, packages that bundle them, and licenses of either.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::licenses::License;
use shared::api::packages::{Package, PackageEffect, Product};
use usher_tests::{Actor, Instance};

fn product(instance: &Instance, owner: &Actor, name: &str) -> Product {
    owner.post(instance, "/api/v1/products", &json!({ "name": name })).json()
}

fn package(instance: &Instance, owner: &Actor, name: &str, products: &[&Product]) -> Package {
    let products: Vec<_> = products.iter().map(|product| product.id).collect();
    owner.post(instance, "/api/v1/packages", &json!({ "name": name, "products": products })).json()
}

fn allowed(instance: &Instance, owner: &Actor, product: &str) -> bool {
    let ask = json!({ "email": "ann@x.example", "product": product });
    let answer: Value = owner.post(instance, "/api/v1/check", &ask).json();
    answer["allowed"].as_bool().unwrap()
}

/// Ann holds a seat on a license of a package with Kaia and Meet.
fn with_ann(instance: &Instance, owner: &Actor) -> (Product, Package, License) {
    let (kaia, meet) = (product(instance, owner, "Kaia"), product(instance, owner, "Meet"));
    let package = package(instance, owner, "Orchestrate", &[&kaia, &meet]);
    let body = json!({ "name": "Sales", "type": "school", "seats": 5, "package": package.id });
    let license: License = owner.post(instance, "/api/v1/licenses", &body).json();
    Actor::joined(instance, owner, "ann@x.example", Role::Standard);
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }] });
    owner.post(instance, &format!("/api/v1/licenses/{}/assignments", license.id), &rows).expect(200);
    (kaia, package, license)
}

/// covers: A7
#[test]
fn a_license_of_a_package_allows_what_it_bundles_and_a_rename_changes_nothing() {
    let (instance, owner) = Instance::set_up();
    let (kaia, package, license) = with_ann(&instance, &owner);
    assert_eq!(license.package.as_ref().map(|it| it.name.as_str()), Some("Orchestrate"));
    let asked = ["Kaia", "Meet", &kaia.id.to_string()];
    assert!(asked.iter().all(|product| allowed(&instance, &owner, product)));
    assert!(!allowed(&instance, &owner, "Voice"));
    let path = format!("/api/v1/packages/{}", package.id);
    let before: Vec<Value> = instance.rows("SELECT * FROM assignments");
    let renamed: Package = owner.patch(&instance, &path, &json!({ "name": "Orchestrate One" })).json();
    assert_eq!((renamed.name.as_str(), renamed.held, renamed.products.len()), ("Orchestrate One", 1, 2));
    let renamed = json!({ "name": "Kaia for Voice" });
    owner.patch(&instance, &format!("/api/v1/products/{}", kaia.id), &renamed).expect(200);
    instance.pass_seconds(31);
    let asked = ["Kaia", "Kaia for Voice", "Meet", &kaia.id.to_string()];
    assert!(asked.iter().all(|product| allowed(&instance, &owner, product)));
    assert_eq!(instance.rows::<Value>("SELECT * FROM assignments"), before);
    let now: License = owner.get(&instance, &format!("/api/v1/licenses/{}", license.id)).json();
    assert_eq!(now.package.map(|it| it.name).as_deref(), Some("Orchestrate One"));
    assert_eq!(now.seats.held, 1);
}

/// covers: A7
#[test]
fn what_a_changed_package_does_to_whom_is_told_before_it_is_saved() {
    let (instance, owner) = Instance::set_up();
    let (kaia, package, _) = with_ann(&instance, &owner);
    let voice = product(&instance, &owner, "Voice");
    let path = format!("/api/v1/packages/{}", package.id);
    let change = json!({ "products": [voice.id, kaia.id] });
    let effect: PackageEffect = owner.post(&instance, &format!("{path}/preview"), &change).json();
    let told: Vec<_> = effect.products.iter().map(|it| (it.name.as_str(), it.comes, it.people)).collect();
    assert_eq!((told, effect.licenses), (vec![("Meet", false, 1), ("Voice", true, 1)], 1));
    assert!(allowed(&instance, &owner, "Meet"));
    // Whoever has Meet by another license keeps it.
    let body = json!({ "name": "Meet", "product": "Meet", "type": "school", "seats": 5 });
    let other: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }] });
    owner.post(&instance, &format!("/api/v1/licenses/{}/assignments", other.id), &rows).expect(200);
    let effect: PackageEffect = owner.post(&instance, &format!("{path}/preview"), &change).json();
    assert_eq!(effect.products[0].people, 0);
    let changed: Package = owner.patch(&instance, &path, &change).json();
    let names: Vec<_> = changed.products.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Kaia", "Voice"]);
    instance.pass_seconds(31);
    assert!(allowed(&instance, &owner, "Voice") && allowed(&instance, &owner, "Meet"));
    let nothing: PackageEffect = owner.post(&instance, &format!("{path}/preview"), &json!({})).json();
    assert_eq!(nothing.products, []);
}

#[test]
fn a_license_of_one_product_makes_it_known_and_keeps_its_key() {
    let (instance, owner) = Instance::set_up();
    let body = json!({ "name": "Studio 2026", "product": "Studio", "type": "school", "seats": 5 });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    owner.post(&instance, "/api/v1/licenses", &body).expect(200);
    assert_eq!((license.product.as_str(), license.package), ("Studio", None));
    let products: Page<Product> = owner.get(&instance, "/api/v1/products").json();
    assert_eq!((products.items.len(), products.items[0].licenses), (1, 2));
    let path = format!("/api/v1/products/{}", products.items[0].id);
    owner.delete(&instance, &path).refused(Code::InUse);
    let renamed: Product = owner.patch(&instance, &path, &json!({ "name": "Atelier" })).json();
    assert_eq!((renamed.key.as_str(), renamed.name.as_str()), ("Studio", "Atelier"));
    let spare = product(&instance, &owner, "Spare");
    for (name, code) in [("Atelier", Code::NameTaken), ("Studio", Code::NameTaken), ("", Code::InvalidBody)] {
        owner.post(&instance, "/api/v1/products", &json!({ "name": name })).refused(code);
        let other = format!("/api/v1/products/{}", spare.id);
        owner.patch(&instance, &other, &json!({ "name": name })).refused(code);
    }
    owner.delete(&instance, &format!("/api/v1/products/{}", spare.id)).expect(200);
}

/// A product that has another name by now, and its path.
fn under_a_new_name(instance: &Instance, owner: &Actor) -> (Product, String) {
    let kaia = product(instance, owner, "Kaia");
    let path = format!("/api/v1/products/{}", kaia.id);
    owner.patch(instance, &path, &json!({ "name": "Kaia for Voice" })).expect(200);
    (kaia, path)
}

/// covers: A7
#[test]
fn a_license_bought_under_a_products_new_name_is_of_that_product() {
    let (instance, owner) = Instance::set_up();
    let (kaia, path) = under_a_new_name(&instance, &owner);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let body = json!({ "name": "Sales", "product": "Kaia for Voice", "type": "school", "seats": 5 });
    let license: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    assert_eq!((license.product.as_str(), license.subscribed.as_str()), ("Kaia", "Kaia for Voice"));
    let rows = json!({ "assignments": [{ "email": "ann@x.example" }] });
    owner.post(&instance, &format!("/api/v1/licenses/{}/assignments", license.id), &rows).expect(200);
    let asked = ["Kaia", "Kaia for Voice", &kaia.id.to_string()];
    assert!(asked.iter().all(|product| allowed(&instance, &owner, product)));
    let shown: Product = owner.get(&instance, &path).json();
    assert_eq!(shown.licenses, 1);
    owner.delete(&instance, &path).refused(Code::InUse);
    // A further name changes nothing but what people read.
    owner.patch(&instance, &path, &json!({ "name": "Kaia One" })).expect(200);
    instance.pass_seconds(31);
    assert!(allowed(&instance, &owner, "Kaia") && allowed(&instance, &owner, "Kaia One"));
    let listed: Page<License> = owner.get(&instance, "/api/v1/licenses?order=package&q=kaia%20one").json();
    assert_eq!(listed.items[0].subscribed, "Kaia One");
    let mine: Value = ann.get(&instance, "/api/v1/me/licenses").json();
    assert_eq!(mine["items"][0]["product"], "Kaia One");
    // So it is for a license that leaves a package which is called like a product by now.
    let package = package(&instance, &owner, "Kaia One", &[]);
    let body = json!({ "name": "Support", "type": "school", "seats": 5, "package": package.id });
    let support: License = owner.post(&instance, "/api/v1/licenses", &body).json();
    let out = format!("/api/v1/licenses/{}", support.id);
    let support: License = owner.patch(&instance, &out, &json!({ "package": null })).json();
    assert_eq!((support.product.as_str(), support.subscribed.as_str()), ("Kaia", "Kaia One"));
}

/// covers: A7
#[test]
fn licenses_bought_under_a_new_name_before_are_found_again_by_todays_name_or_the_log() {
    let (instance, owner) = Instance::set_up();
    let (_, path) = under_a_new_name(&instance, &owner);
    for (name, product) in [("Early", "Kaia"), ("Late", "Kaia for Voice"), ("Other", "Studio")] {
        let body = json!({ "name": name, "product": product, "type": "school", "seats": 5 });
        owner.post(&instance, "/api/v1/licenses", &body).expect(200);
    }
    let (_, sql) =
        usher_tests::migrations().into_iter().find(|(name, _)| name.contains("products_by_key")).unwrap();
    let before: Vec<Value> = instance.rows("SELECT name, product FROM licenses ORDER BY name");
    assert_eq!(before[1], json!({ "name": "Late", "product": "Kaia" }));
    let mend = || {
        instance.arrange("UPDATE licenses SET product = 'Kaia for Voice' WHERE name = 'Late'");
        let (_, mends) = sql.split_once("-- Those there are.").unwrap();
        for mend in mends.split(";\n").filter_map(|text| text.find("UPDATE").map(|at| &text[at..])) {
            instance.arrange(mend);
        }
        assert_eq!(instance.rows::<Value>("SELECT name, product FROM licenses ORDER BY name"), before);
    };
    mend();
    instance.pass_seconds(1);
    owner.patch(&instance, &path, &json!({ "name": "Kaia One" })).expect(200);
    mend();
}

#[test]
fn what_makes_no_package_is_refused() {
    let (instance, owner) = Instance::set_up();
    let (kaia, package, _) = with_ann(&instance, &owner);
    let nowhere = "prd_01h455vb4pex5vsknk084sn02q";
    let path = format!("/api/v1/packages/{}", package.id);
    for (body, code) in [
        (json!({ "name": "Orchestrate" }), Code::NameTaken),
        (json!({ "name": "Suite", "products": [nowhere] }), Code::NotFound),
        (json!({ "name": "Suite", "products": ["Kaia"] }), Code::InvalidBody),
        (json!({ "name": "Suite", "price": 3 }), Code::InvalidBody),
        (json!({ "products": [kaia.id] }), Code::InvalidBody),
    ] {
        owner.post(&instance, "/api/v1/packages", &body).refused(code);
    }
    owner.patch(&instance, &path, &json!({ "products": [nowhere] })).refused(Code::NotFound);
    owner.delete(&instance, &path).refused(Code::InUse);
    owner.delete(&instance, &format!("/api/v1/products/{}", kaia.id)).refused(Code::InUse);
    let both = json!({ "name": "L", "type": "school", "seats": 1, "package": package.id, "product": "Kaia" });
    owner.post(&instance, "/api/v1/licenses", &both).refused(Code::InvalidBody);
    let stranger = Actor::of_another_organization(&instance);
    stranger.get(&instance, &path).refused(Code::NotFound);
    stranger.patch(&instance, &path, &json!({ "name": "Mine" })).refused(Code::NotFound);
    stranger.post(&instance, &format!("{path}/preview"), &json!({})).refused(Code::NotFound);
    let theirs = json!({ "name": "L", "type": "school", "seats": 1, "package": package.id });
    stranger.post(&instance, "/api/v1/licenses", &theirs).refused(Code::NotFound);
    stranger
        .post(&instance, "/api/v1/packages", &json!({ "name": "S", "products": [kaia.id] }))
        .refused(Code::NotFound);
}
