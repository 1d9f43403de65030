//! What is somebody else's when a person is erased, and what is theirs elsewhere: merged records, other organizations, namesakes.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::Member;
use usher_tests::{Actor, Instance, PASSWORD};

use super::erase;
use super::everything::{EMAIL, MARK, NAME, id, marked, one};

/// Two records that became one are one person: what is left of the one that ended goes along.
#[test]
fn records_that_were_merged_are_erased_together_and_one_that_ended_alone_leads_to_nobody() {
    let (instance, owner) = Instance::set_up();
    for email in [EMAIL, "xqzother@xqz.example"] {
        owner
            .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": email }] }))
            .expect(200);
        let accept = json!({ "name": NAME, "password": PASSWORD });
        Actor::anonymous().post(&instance, &format!("{}/accept", instance.link(email)), &accept).expect(200);
    }
    let (stays, ends) = (id(&instance, EMAIL), id(&instance, "xqzother@xqz.example"));
    let given = json!({ "ids": [{ "source": "voice", "external_id": "xqz-1", "member": ends }] });
    owner.post(&instance, "/api/v1/external-ids", &given).expect(200);
    merge(&instance, &owner, &stays, &ends);
    let left = |member: &str| -> Value { owner.get(&instance, &format!("/api/v1/members/{member}")).json() };
    assert_eq!(left(&ends)["merged_into"]["id"], stays);
    erase(&instance, &owner, &stays).refused(Code::NotInThisState);
    owner.delete(&instance, &format!("/api/v1/members/{stays}")).expect(200);
    erase(&instance, &owner, &stays).expect(200);
    assert_eq!(marked(&instance), Vec::new());
    for member in [&stays, &ends] {
        assert!(left(member)["name"].as_str().unwrap().starts_with("Erased person "));
        assert!(
            left(member)["merged_into"].is_null()
                && left(member)["merged"].as_array().is_none_or(Vec::is_empty)
        );
    }
}

/// The other of two records, whose person is still here, keeps what is theirs.
#[test]
fn a_record_that_ended_in_another_is_erased_alone() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "work@x.example", Role::Standard);
    Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let (stays, ends) = (id(&instance, "work@x.example"), id(&instance, EMAIL));
    merge(&instance, &owner, &stays, &ends);
    erase(&instance, &owner, &ends).expect(200);
    let told: Value =
        owner.get(&instance, &format!("/api/v1/events?target={ends}&kind=member.merged")).json();
    assert!(!told.to_string().contains(&stays) && !told.to_string().contains("work@x.example"), "{told}");
    assert_eq!(marked(&instance), Vec::new());
    assert_eq!(one(&instance, &format!("SELECT name AS it FROM members WHERE id = '{stays}'")), "New Person");
}

fn merge(instance: &Instance, owner: &Actor, stays: &str, ends: &str) {
    let path = format!("/api/v1/members/{stays}/merge");
    let seen: Value = owner.get(instance, &format!("{path}?with={ends}")).json();
    let version = seen["version"].as_str().unwrap();
    owner.change_seen(instance, http::Method::POST, &path, &json!({ "with": ends }), version).expect(200);
}

/// A link in an old mail leads to nobody, and asks for nothing any more.
#[test]
fn an_old_link_of_somebody_erased_asks_for_no_new_invitation() {
    let (instance, owner) = Instance::set_up();
    owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": EMAIL }] })).expect(200);
    let (link, me) = (instance.link(EMAIL), id(&instance, EMAIL));
    instance.pass_days(20);
    instance.tick();
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    erase(&instance, &owner, &me).expect(200);
    assert!(instance.mails(EMAIL).is_empty());
    let nobody = Actor::anonymous();
    nobody.post(&instance, &format!("{link}/request"), &json!({}));
    nobody.post(&instance, &format!("{link}/accept"), &json!({ "name": "Xqz", "password": PASSWORD }));
    assert!(!nobody.get(&instance, &link).text().contains(MARK));
    let asked = instance.rows::<Value>("SELECT 1 FROM invitations WHERE requested_at IS NOT NULL");
    assert!(
        asked.is_empty()
            && instance.rows::<Value>("SELECT 1 FROM events WHERE kind = 'invitation.requested'").is_empty()
    );
}

/// An account that another organization knows stays; here the tie to it is cut.
#[test]
fn an_account_of_another_organization_stays_there_and_is_unknown_here() {
    let (instance, owner) = Instance::set_up();
    let person = Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let eve = Actor::of_another_organization(&instance);
    eve.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": EMAIL }] })).expect(200);
    person.post(&instance, &format!("{}/accept", instance.link(EMAIL)), &json!({})).expect(200);
    let me = one(
        &instance,
        &format!(
            "SELECT m.id AS it FROM members m JOIN organizations o ON o.id = m.organization_id WHERE o.name = 'Northwind' AND m.email = '{EMAIL}'"
        ),
    );
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    let there = || -> Vec<Value> {
        instance.rows("SELECT m.email, m.name, m.status, i.user_id FROM organizations o JOIN members m ON m.organization_id = o.id JOIN invitations i ON i.member_id = m.id WHERE o.name = 'Elsewhere'")
    };
    let (before, events) = (there(), instance.rows::<Value>("SELECT * FROM events WHERE organization_id = (SELECT id FROM organizations WHERE name = 'Elsewhere')"));
    erase(&instance, &owner, &me).expect(200);
    assert_eq!(before, there());
    assert_eq!(events, instance.rows::<Value>("SELECT * FROM events WHERE organization_id = (SELECT id FROM organizations WHERE name = 'Elsewhere')"));
    let user = one(&instance, &format!("SELECT id AS it FROM users WHERE email = '{EMAIL}'"));
    for sql in [
        "SELECT 1 FROM members WHERE user_id",
        "SELECT 1 FROM invitations WHERE user_id",
        "SELECT 1 FROM events WHERE actor",
    ] {
        let sql = format!(
            "{sql} = '{user}' AND organization_id = (SELECT id FROM organizations WHERE name = 'Northwind')"
        );
        assert!(instance.rows::<Value>(&sql).is_empty(), "{sql}");
    }
    person.get(&instance, "/api/v1/session").expect(200);
}

/// Somebody else who is called the same keeps what they did.
#[test]
fn a_namesake_keeps_their_acts() {
    let (instance, owner) = Instance::set_up();
    let one_of_them = Actor::joined(&instance, &owner, EMAIL, Role::Admin);
    let namesake = Actor::joined(&instance, &owner, "same@x.example", Role::Admin);
    for (by, email) in [(&one_of_them, "a@x.example"), (&namesake, "b@x.example")] {
        by.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": email }] }))
            .expect(200);
    }
    let me = id(&instance, EMAIL);
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    let left: Member = erase(&instance, &owner, &me).json();
    let by = |email: &str, column: &str| {
        one(&instance, &format!("SELECT {column} AS it FROM invitations WHERE email = '{email}'"))
    };
    for column in ["changed_by", "invited_by_name"] {
        assert_eq!(
            (by("a@x.example", column), by("b@x.example", column)),
            (left.name.clone(), "New Person".to_owned())
        );
    }
    let acts = |name: &str| {
        instance
            .rows::<Value>(&format!(
                "SELECT 1 FROM events WHERE kind = 'invitation.created' AND actor_name = '{name}'"
            ))
            .len()
    };
    assert_eq!((acts(&left.name), acts("New Person")), (1, 1));
}
