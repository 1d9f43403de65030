//! Customers who come by themselves, and the companies that group them by mail domain.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::companies::{Company, Contacted};
use shared::api::events::Event;
use shared::api::members::{Member, MemberCounts};
use shared::member::MemberStatus;
use usher_tests::{Actor, Instance};

fn contact(instance: &Instance, by: &Actor, email: &str) -> Contacted {
    by.post(instance, "/api/v1/contacts", &json!({ "email": email, "name": "Kim Customer" })).json()
}

fn member(instance: &Instance, owner: &Actor, contacted: &Contacted) -> Member {
    owner.get(instance, &format!("/api/v1/members/{}", contacted.member)).json()
}

fn companies(instance: &Instance, owner: &Actor) -> Vec<Company> {
    owner.get(instance, "/api/v1/companies").json::<Page<Company>>().items
}

/// covers: C17, C1
#[test]
fn a_customer_comes_by_one_call_without_a_seat_or_a_mail_and_the_same_call_again_changes_nothing() {
    let (instance, owner) = Instance::set_up();
    let made: Value = owner
        .post(&instance, "/api/v1/tokens", &json!({ "name": "help desk", "scopes": ["customers:add"] }))
        .json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    let first = contact(&instance, &program, "kim@acme.example");
    assert!(first.created);
    let again = contact(&instance, &program, "KIM@acme.example");
    assert_eq!((again.member, again.created, again.company), (first.member, false, first.company));
    let kim = member(&instance, &owner, &first);
    assert_eq!(
        (kim.role, kim.status, kim.name.as_str()),
        (Role::Customer, MemberStatus::Active, "Kim Customer")
    );
    assert!(kim.licenses.is_empty() && instance.mails("kim@acme.example").is_empty());
    let ledger: Vec<Value> = instance.rows("SELECT * FROM seat_ledger WHERE reserved + held > 0");
    assert!(ledger.is_empty());
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=customer.").json();
    assert_eq!((events.items.len(), events.items[0].actor_name.as_str()), (1, "help desk"));
    program.get(&instance, "/api/v1/members").refused(Code::Forbidden);
    let person = Actor::anonymous();
    let sign_in = json!({ "email": "kim@acme.example", "password": "" });
    person.post(&instance, "/api/v1/session", &sign_in).refused(Code::WrongCredentials);
}

/// A link that an admin handed over makes an account under anybody's address; a call about that address lets nobody in.
///
/// covers: C17
#[test]
fn no_customer_is_made_of_an_account_that_its_mailbox_never_confirmed() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let row = json!({ "invitations": [{ "email": "kim@acme.example" }] });
    let made: Value = eve.post(&instance, "/api/v1/invitations", &row).json();
    let id = made["results"][0]["id"].as_str().unwrap();
    let link: Value = eve.get(&instance, &format!("/api/v1/invitations/{id}/link")).json();
    let link = link["url"].as_str().unwrap();
    Actor::joined_by_link(&instance, &link[link.find("/i/").unwrap()..]);
    let call = json!({ "email": "kim@acme.example" });
    owner.post(&instance, "/api/v1/contacts", &call).refused(Code::AccountNotProved);
    assert!(companies(&instance, &owner).is_empty());
    let proved = "UPDATE users SET proved_at = created_at WHERE email = 'kim@acme.example'";
    instance.arrange(proved);
    assert!(contact(&instance, &owner, "kim@acme.example").created);
}

/// covers: C17, C8
#[test]
fn staff_stay_staff_and_customers_are_in_no_number_of_theirs() {
    let (instance, owner) = Instance::set_up();
    let rows = json!({ "invitations": [{ "email": "ann@acme.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let before: MemberCounts = owner.get(&instance, "/api/v1/members/counts").json();
    assert!(!contact(&instance, &owner, "dana@northwind.example").created);
    assert!(!contact(&instance, &owner, "ann@acme.example").created, "invited, and asked all the same");
    let kim = contact(&instance, &owner, "kim@acme.example");
    let after: MemberCounts = owner.get(&instance, "/api/v1/members/counts").json();
    assert_eq!(after, MemberCounts { customers: 1, ..before });
    let list = |query: &str| {
        let page: Page<Member> = owner.get(&instance, &format!("/api/v1/members?{query}")).json();
        page.items.into_iter().map(|member| member.id).collect::<Vec<_>>()
    };
    assert!(!list("").contains(&kim.member));
    assert_eq!(list("role=customer"), [kim.member]);
    assert_eq!(list("q=kim"), [kim.member]);
    assert_eq!(list(&format!("company={}", kim.company.unwrap())), [kim.member]);
    owner.delete(&instance, &format!("/api/v1/members/{}", kim.member)).expect(200);
    let back = contact(&instance, &owner, "kim@acme.example");
    assert_eq!((back.member, back.created), (kim.member, true), "who was removed comes anew");
}

/// covers: C4
#[test]
fn a_company_follows_the_mail_domain_unless_it_is_set_by_hand() {
    let (instance, owner) = Instance::set_up();
    let kim = contact(&instance, &owner, "kim@acme.example");
    contact(&instance, &owner, "lou@acme.example");
    let free = contact(&instance, &owner, "max@gmail.com");
    assert_eq!(free.company, None, "a domain for everybody makes no company");
    let made = companies(&instance, &owner);
    assert_eq!(made.len(), 1, "it came with the first customer");
    assert_eq!((made[0].name.as_str(), made[0].customers), ("acme.example", 2));
    let path = format!("/api/v1/companies/{}", made[0].id);
    let renamed: Company = owner
        .patch(&instance, &path, &json!({ "name": "Acme", "domains": ["acme.example", "acme.test"] }))
        .json();
    assert_eq!((renamed.name.as_str(), renamed.customers), ("Acme", 2));
    assert_eq!(contact(&instance, &owner, "new@acme.test").company, Some(made[0].id));
    let other: Company = owner.post(&instance, "/api/v1/companies", &json!({ "name": "Other" })).json();
    let place = format!("/api/v1/members/{}/company", kim.member);
    let moved: Member = owner.put(&instance, &place, &json!({ "company": other.id })).json();
    assert_eq!(moved.company.unwrap().name, "Other");
    let moved: Member = owner.put(&instance, &place, &json!({})).json();
    assert!(moved.company.is_none());
    let back: Member = owner.put(&instance, &place, &json!({ "by_domain": true })).json();
    assert_eq!(back.company.unwrap().name, "Acme");
    let elsewhere: Company = owner.patch(&instance, &path, &json!({ "domains": [] })).json();
    assert_eq!(elsewhere.customers, 0);
    owner.put(&instance, &place, &json!({ "company": other.id })).expect(200);
    owner.delete(&instance, &format!("/api/v1/companies/{}", other.id)).expect(200);
    assert!(member(&instance, &owner, &kim).company.is_none());
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let (instance, owner) = Instance::set_up();
    let acme: Company = owner
        .post(&instance, "/api/v1/companies", &json!({ "name": "Acme", "domains": ["acme.example"] }))
        .json();
    let post = |body: Value| owner.post(&instance, "/api/v1/companies", &body);
    post(json!({ "name": "ACME" })).refused(Code::NameTaken);
    let problem = post(json!({ "name": "Other", "domains": ["acme.example"] })).refused(Code::DomainTaken);
    assert_eq!(problem.field.as_deref(), Some("domains"));
    post(json!({ "name": "Other", "domains": ["gmail.com"] })).refused(Code::InvalidBody);
    let dana: Page<Member> = owner.get(&instance, "/api/v1/members?q=dana").json();
    let place = format!("/api/v1/members/{}/company", dana.items[0].id);
    owner.put(&instance, &place, &json!({ "company": acme.id })).refused(Code::NotInThisState);
    owner.post(&instance, "/api/v1/contacts", &json!({ "email": "nobody" })).refused(Code::InvalidBody);
    let stranger = Actor::of_another_organization(&instance);
    stranger.get(&instance, &format!("/api/v1/companies/{}", acme.id)).refused(Code::NotFound);
}

/// covers: C17
#[test]
fn a_flood_of_newcomers_is_held_back_and_those_who_are_known_are_not() {
    let (instance, owner) = Instance::set_up();
    let known = contact(&instance, &owner, "kim@acme.example");
    instance.arrange("UPDATE attempts SET tries = 1000");
    let body = json!({ "email": "one.too.many@acme.example" });
    owner.post(&instance, "/api/v1/contacts", &body).refused(Code::TooManyAttempts);
    assert_eq!(contact(&instance, &owner, "kim@acme.example").member, known.member);
    instance.pass_seconds(1000);
    owner.post(&instance, "/api/v1/contacts", &body).expect(200);
}
