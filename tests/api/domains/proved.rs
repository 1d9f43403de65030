//! Accounts that their mailbox never confirmed: who has authority over the address asks, and does not add.

use serde_json::{Value, json};
use shared::Code;
use shared::api::invitations::{Outcome, RowResults};
use usher_tests::{Actor, Instance, PASSWORD};

use super::{give_authority, invite, license};

/// Invites somebody, is shown the link and accepts with it, as if it had been handed over.
fn joined_by_shown_link(instance: &Instance, by: &Actor, email: &str) -> Actor {
    let row = json!({ "invitations": [{ "email": email }] });
    let made: RowResults = by.post(instance, "/api/v1/invitations", &row).json();
    let shown = format!("/api/v1/invitations/{}/link", made.results[0].id.as_ref().unwrap());
    let link: Value = by.get(instance, &shown).json();
    let link = link["url"].as_str().unwrap();
    Actor::joined_by_link(instance, &link[link.find("/i/").unwrap()..])
}

/// An admin may be shown the link of an invitation, to hand it over, and so can make an account under anybody's address. The
/// authority that another organization has over that address is no word of its owner's.
///
/// covers: B11, B12
#[test]
fn an_account_that_its_mailbox_never_confirmed_is_asked_by_its_domains_own_admins() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 5);
    let row =
        json!({ "invitations": [{ "email": "ann@northwind.example" }, { "email": "bo@northwind.example" }] });
    let made: RowResults = eve.post(&instance, "/api/v1/invitations", &row).json();
    let shown = format!("/api/v1/invitations/{}/link", made.results[0].id.as_ref().unwrap());
    let link: Value = eve.get(&instance, &shown).json();
    let link = link["url"].as_str().unwrap();
    let stranger = Actor::joined_by_link(&instance, &link[link.find("/i/").unwrap()..]);
    Actor::joined_by_link(&instance, &instance.link("bo@northwind.example"));
    let trail: Value = eve.get(&instance, shown.strip_suffix("/link").unwrap()).json();
    assert_eq!(trail["trail"].as_array().unwrap().iter().filter(|step| step["step"] == "shown").count(), 1);
    let told: Value = eve.get(&instance, "/api/v1/events?kind=invitation.link_shown").json();
    let told = told["items"].as_array().unwrap();
    assert_eq!((told.len(), &told[0]["actor_name"]), (1, &json!("Eve")), "the log tells who saw it");

    // Who has an account elsewhere is told of addresses in one's own domain alone.
    let emails =
        json!({ "emails": ["ann@northwind.example", "bo@northwind.example", "eve@elsewhere.example"] });
    let known: Value = owner.post(&instance, "/api/v1/imports/standings", &emails).json();
    assert_eq!(known["unproved"], json!(["ann@northwind.example"]));
    let both = ["ann@northwind.example", "bo@northwind.example"];
    assert_eq!(invite(&instance, &owner, &license, &both), [Outcome::Invited, Outcome::Added]);
    let northwind: Vec<Value> = instance.rows("SELECT id FROM organizations WHERE name = 'Northwind'");
    let there = json!({ "organization": northwind[0]["id"] });
    stranger.post(&instance, "/api/v1/session/switch", &there).refused(Code::NotFound);
    // Asked for by somebody else, who looks before: the database says no, whatever was seen.
    let addition = "INSERT INTO additions SELECT 'add_x', organization_id, 'mem_x', 'usr_x', 'ann@northwind.example', '', 'standard', '[]', \
        'email', 'Dana', '2026-11-24T10:00:00.000Z', 'opn_x' FROM members WHERE email = 'dana@northwind.example'";
    instance.arrange(addition);
    let ann = "SELECT status FROM members WHERE email = 'ann@northwind.example' AND name <> 'New Person'";
    assert_eq!(instance.rows::<Value>(ann), [json!({ "status": "pending" })]);

    // A code in the mailbox tells whose the account is, and ends every session of whoever had it.
    let ann = Actor::anonymous();
    ann.form(&instance, "/reset", &[("email", "ann@northwind.example")]);
    let code = instance.rows::<Value>("SELECT id FROM password_resets");
    assert_eq!(code.len(), 1);
    let mail =
        instance.mails("ann@northwind.example").into_iter().find(|mail| mail.text.contains("password"));
    let subject = mail.unwrap().subject;
    let code = subject.split_whitespace().find(|word| word.len() == 9 && word.contains('-')).unwrap();
    let fields = [("email", "ann@northwind.example"), ("code", code), ("password", PASSWORD)];
    ann.form(&instance, "/reset/code", &fields).expect(303);
    stranger.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Added]);
}

/// covers: B12
#[test]
fn whoever_is_in_already_is_given_a_seat_at_once_whatever_their_account() {
    let (instance, owner) = Instance::set_up();
    joined_by_shown_link(&instance, &owner, "ann@northwind.example");
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 5);
    assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Added]);
}

/// covers: B12
#[test]
fn a_mailed_link_confirms_an_account_of_before() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let ann = joined_by_shown_link(&instance, &eve, "ann@northwind.example");
    let license = license(&instance, &owner, 5);
    assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Invited]);
    let unproved = || -> Vec<Value> {
        instance.rows("SELECT email FROM users WHERE email LIKE 'ann@%' AND proved_at IS NULL")
    };
    assert_eq!(unproved().len(), 1);
    ann.post(&instance, &format!("{}/accept", instance.link("ann@northwind.example")), &json!({}))
        .expect(200);
    assert!(unproved().is_empty());
}

/// Somebody was here under one address, and is added by another that is theirs too.
///
/// covers: B11
#[test]
fn an_account_that_is_not_confirmed_is_asked_by_each_of_its_addresses() {
    let (instance, owner) = Instance::set_up();
    let pat = joined_by_shown_link(&instance, &owner, "pat@home.example");
    crate::emails::prove(&instance, &pat, "pat@mine.example");
    let id = crate::emails::member(&instance, "pat@home.example");
    owner.delete(&instance, &format!("/api/v1/members/{id}")).expect(200);
    give_authority(&instance, "dana@northwind.example", "mine.example");
    let license = license(&instance, &owner, 5);
    assert_eq!(invite(&instance, &owner, &license, &["pat@mine.example"]), [Outcome::Invited]);
}
