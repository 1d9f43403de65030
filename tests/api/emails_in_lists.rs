//! Several addresses of a person and the lists that they are in: one person an organization, and what a list keeps of them.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::emails::{MemberEmails, MyEmails};
use usher_tests::{Actor, Instance, PASSWORD};

use crate::emails::{MINE, PRIMARY, code, member, prove, sign_in};

/// Ann, whose primary address is ann@x.example and whose further one ann@new.example, and the path of the latter.
fn ann(instance: &Instance, owner: &Actor) -> (Actor, String) {
    let ann = Actor::joined(instance, owner, "ann@x.example", Role::Standard);
    let path = prove(instance, &ann, "ann@new.example");
    (ann, path)
}

fn invite(instance: &Instance, by: &Actor, emails: &[&str]) -> Value {
    let rows: Vec<_> = emails.iter().map(|email| json!({ "email": email })).collect();
    by.post(instance, "/api/v1/invitations", &json!({ "invitations": rows })).json()
}

fn remove(instance: &Instance, by: &Actor, member: &str) {
    by.delete(instance, &format!("/api/v1/members/{member}")).expect(200);
}

/// Makes a proved address the primary one.
fn make_primary(instance: &Instance, person: &Actor, path: &str, old: &str) {
    person.post(instance, &format!("{path}/primary"), &json!({})).expect(200);
    person.post(instance, PRIMARY, &json!({ "code": code(instance, old) })).expect(200);
}

/// covers: C7
#[test]
fn an_account_is_one_person_of_an_organization() {
    let (instance, owner) = Instance::set_up();
    let (ann, _) = ann(&instance, &owner);
    let eve = Actor::of_another_organization(&instance);
    invite(&instance, &eve, &["ann@x.example", "ann@new.example"]);
    let (first, second) = (instance.link("ann@x.example"), instance.link("ann@new.example"));
    ann.post(&instance, &format!("{first}/accept"), &json!({})).expect(200);
    let refused = ann.post(&instance, &format!("{second}/accept"), &json!({}));
    let told: Value = serde_json::from_str(&refused.text()).unwrap();
    assert_eq!(told["code"], "already_member");
    assert!(
        told["detail"].as_str().unwrap().contains("member of Elsewhere already, as ann@x.example"),
        "{told}"
    );
    let rows: Vec<Value> =
        instance.rows("SELECT email FROM members WHERE status = 'active' AND email LIKE 'ann@%' AND organization_id LIKE '%sn02q'");
    assert_eq!(rows, [json!({ "email": "ann@x.example" })]);
    // Whoever asks for the address that still waits is told who is in.
    let again = invite(&instance, &eve, &["ann@new.example"]);
    assert_eq!(again["results"][0]["code"], "already_member");
    assert!(again["results"][0]["message"].as_str().unwrap().contains("(ann@x.example)"), "{again}");
    // The database holds it, whichever door is used.
    let past = "UPDATE members SET status = 'active', user_id = (SELECT id FROM users WHERE email = 'ann@x.example') \
        WHERE email = 'ann@new.example'";
    assert!(instance.attempt(past).unwrap_err().contains("members.user_id"));
}

/// covers: C7, B17
#[test]
fn both_addresses_of_a_person_in_one_file_add_one_person() {
    let (instance, owner) = Instance::set_up();
    ann(&instance, &owner);
    let eve = Actor::of_another_organization(&instance);
    let id = "01h455vb4pex5vsknk084sn02q";
    for domain in ["x", "new"] {
        instance.arrange(&format!(
            "INSERT INTO domains SELECT replace('dom_{id}', '02q', '{domain}'), organization_id, '{domain}.example', 'dns', \
             created_at, 'Eve', created_at, '' FROM members WHERE email = 'eve@elsewhere.example'"
        ));
        instance.arrange(&format!(
            "INSERT INTO domain_admins SELECT replace('dom_{id}', '02q', '{domain}'), id, organization_id, 'Eve', created_at, '' \
             FROM members WHERE email = 'eve@elsewhere.example'"
        ));
    }
    let done = invite(&instance, &eve, &["ann@new.example", "ann@x.example", "zoe@x.example"]);
    let outcomes: Vec<_> =
        done["results"].as_array().unwrap().iter().map(|it| it["outcome"].clone()).collect();
    assert_eq!(outcomes, ["added", "refused", "added"], "{done}");
    assert_eq!(done["results"][1]["code"], "already_member");
}

/// covers: C7
#[test]
fn whoever_is_asked_by_a_further_address_alone_signs_in_and_sets_a_new_password() {
    let (instance, owner) = Instance::set_up();
    ann(&instance, &owner);
    remove(&instance, &owner, &member(&instance, "ann@x.example"));
    assert_eq!(sign_in(&instance, "ann@x.example").1, 401);
    let eve = Actor::of_another_organization(&instance);
    invite(&instance, &eve, &["ann@new.example"]);
    Actor::anonymous().form(&instance, "/reset", &[("email", "ann@new.example")]).expect(200);
    assert!(instance.mails("ann@x.example")[0].subject.contains("password"));
    // Active nowhere, she signs in on the page of the invitation, with either address.
    let link = instance.link("ann@new.example");
    let ann = Actor::anonymous();
    let form = [("email", "ann@x.example"), ("password", PASSWORD), ("next", link.as_str())];
    ann.form(&instance, "/sign-in", &form).expect(303);
    ann.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
}

/// covers: C7
#[test]
fn what_an_account_becomes_is_not_for_whoever_removed_the_person() {
    let (instance, owner) = Instance::set_up();
    let (ann, path) = ann(&instance, &owner);
    let eve = Actor::of_another_organization(&instance);
    invite(&instance, &eve, &["ann@x.example"]);
    let id = member(&instance, "ann@x.example");
    let link = instance.link("ann@x.example");
    ann.post(&instance, MINE, &json!({ "email": "unproved@new.example" })).expect(200);
    let export = |by: &Actor| -> Value { by.get(&instance, &format!("/api/v1/members/{id}/export")).json() };
    assert_eq!(export(&owner)["parts"]["addresses"].as_array().unwrap().len(), 1);
    let own: Value = ann.get(&instance, "/api/v1/account/export").json();
    assert_eq!(own["parts"]["addresses"].as_array().unwrap().len(), 2);
    ann.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
    remove(&instance, &owner, &id);
    make_primary(&instance, &ann, &path, "ann@x.example");
    let held = export(&owner);
    for part in ["account", "addresses", "address_changes", "sessions", "password_resets"] {
        assert_eq!(held["parts"][part], json!([]), "{part}");
    }
    assert_eq!(held["parts"]["person"][0]["email"], "ann@x.example");
    let there: Vec<Value> =
        instance.rows("SELECT email, status FROM members WHERE email LIKE 'ann@%' ORDER BY status");
    assert_eq!(
        there,
        [
            json!({ "email": "ann@new.example", "status": "active" }),
            json!({ "email": "ann@x.example", "status": "removed" })
        ]
    );
}

/// covers: C7
#[test]
fn an_old_record_with_the_new_address_does_not_keep_it_from_becoming_the_primary_one() {
    let (instance, owner) = Instance::set_up();
    invite(&instance, &owner, &["ann@new.example"]);
    remove(&instance, &owner, &member(&instance, "ann@new.example"));
    let (ann, path) = ann(&instance, &owner);
    make_primary(&instance, &ann, &path, "ann@x.example");
    assert_eq!(sign_in(&instance, "ann@new.example").1, 200);
    let found: Value = owner.get(&instance, "/api/v1/members?q=ann@").json();
    assert_eq!(found["items"][0]["email"], "ann@x.example", "the list keeps the one it has");
}

/// covers: C7
#[test]
fn an_address_by_which_a_list_knows_its_person_is_not_taken_out() {
    let (instance, owner) = Instance::set_up();
    let (ann, path) = ann(&instance, &owner);
    let eve = Actor::of_another_organization(&instance);
    invite(&instance, &eve, &["ann@new.example"]);
    ann.post(&instance, &format!("{}/accept", instance.link("ann@new.example")), &json!({})).expect(200);
    ann.delete(&instance, &path).refused(Code::AddressListed);
    // As the refusal says: the primary one and back, and the lists follow.
    make_primary(&instance, &ann, &path, "ann@x.example");
    let mine: MyEmails = ann.get(&instance, MINE).json();
    let old = format!("{MINE}/{}", mine.emails[0].id);
    instance.pass_seconds(901);
    make_primary(&instance, &ann, &old, "ann@new.example");
    ann.delete(&instance, &path).expect(200);
}

/// covers: C1, C7
#[test]
fn a_removed_customer_comes_back_by_any_of_their_addresses() {
    let (instance, owner) = Instance::set_up();
    ann(&instance, &owner);
    let id = member(&instance, "ann@x.example");
    remove(&instance, &owner, &id);
    let contact: Value =
        owner.post(&instance, "/api/v1/contacts", &json!({ "email": "ann@new.example" })).json();
    assert_eq!((contact["member"].as_str(), contact["created"].as_bool()), (Some(id.as_str()), Some(true)));
    let rows: Vec<Value> = instance.rows("SELECT email, status, role FROM members WHERE email LIKE 'ann@%'");
    assert_eq!(rows, [json!({ "email": "ann@x.example", "status": "active", "role": "customer" })]);
}

/// covers: C7
#[test]
fn nobody_is_offered_to_confirm_what_they_cannot() {
    let (instance, owner) = Instance::set_up();
    let (ann, path) = ann(&instance, &owner);
    let id = member(&instance, "ann@x.example");
    let eve = Actor::of_another_organization(&instance);
    ann.post(&instance, &format!("{path}/primary"), &json!({})).expect(200);
    let confirm = format!("/api/v1/members/{id}/primary-email");
    let offered = || -> bool {
        let seen: MemberEmails = owner.get(&instance, &format!("/api/v1/members/{id}/emails")).json();
        assert!(seen.change.is_some());
        seen.confirmable
    };
    assert!(offered());
    owner.post(&instance, &format!("/api/v1/members/{id}/disable"), &json!({})).expect(200);
    assert!(!offered());
    owner.post(&instance, &confirm, &json!({})).refused(Code::MemberDisabled);
    owner.post(&instance, &format!("/api/v1/members/{id}/enable"), &json!({})).expect(200);
    invite(&instance, &eve, &["ann@x.example"]);
    let link = instance.link("ann@x.example");
    let ann = sign_in(&instance, "ann@x.example").0;
    ann.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
    assert!(!offered());
    owner.post(&instance, &confirm, &json!({})).refused(Code::AccountElsewhere);
}

/// covers: C7
#[test]
fn a_code_for_a_new_password_is_worth_nothing_once_its_mailbox_is_not_the_primary_one() {
    let (instance, owner) = Instance::set_up();
    let (ann, path) = ann(&instance, &owner);
    let page = Actor::anonymous();
    page.form(&instance, "/reset", &[("email", "ann@x.example")]).expect(200);
    let text = instance.mails("ann@x.example")[0].text.clone();
    let typed =
        text.split_whitespace().find(|word| word.len() == 9 && word.contains('-')).unwrap().to_owned();
    make_primary(&instance, &ann, &path, "ann@x.example");
    let fields = [("email", "ann@x.example"), ("code", typed.as_str()), ("password", "a brand new sentence")];
    assert_eq!(page.form(&instance, "/reset/code", &fields).status(), 422);
}

/// covers: C7
#[test]
fn tries_at_several_addresses_are_tries_at_one_account() {
    let (instance, owner) = Instance::set_up();
    ann(&instance, &owner);
    let wrong = |email: &str| {
        let body = json!({ "email": email, "password": "not the password" });
        Actor::anonymous().post(&instance, "/api/v1/session", &body).status()
    };
    for _ in 0..5 {
        assert_eq!((wrong("ann@x.example"), wrong("ann@new.example")), (401, 401));
    }
    assert_eq!((wrong("ann@x.example"), wrong("ann@new.example")), (429, 429));
    assert_eq!(wrong("dana@northwind.example"), 401);
    instance.pass_seconds(901);
    assert_eq!(sign_in(&instance, "ann@new.example").1, 200);
    // Nor is a mailbox filled by naming it in several ways.
    let before = instance.mails("ann@x.example").len();
    for email in ["ann@x.example", "ann@new.example"].repeat(4) {
        Actor::anonymous().form(&instance, "/reset", &[("email", email)]).expect(200);
    }
    assert_eq!(instance.mails("ann@x.example").len() - before, 5);
}
