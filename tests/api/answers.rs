//! How invited people answer: accepting, declining, asking again, typing the code. As JSON and by page.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::invitations::{Answered, InvitationWithTrail, Offer, TrailStep};
use shared::api::session::Session;
use usher_tests::{Actor, Instance, PASSWORD};

fn invite(instance: &Instance, owner: &Actor, email: &str) -> String {
    let sent: Value = owner
        .post(instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": email, "name": "Ann" }] }))
        .json();
    sent["results"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_offer_that_ran_out_is_made_again_only_by_whoever_could_make_it() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    let rows = json!({ "invitations": [{ "email": "bo@x.example", "role": "admin" }] });
    let sent: Value = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let resend = format!("/api/v1/invitations/{}/resend", sent["results"][0]["id"].as_str().unwrap());
    instance.pass_days(15);
    lee.post(&instance, &resend, &json!({})).refused(Code::RoleNotGrantable);
    owner.post(&instance, &resend, &json!({})).expect(200);
}

/// covers: C12, D2, E4
#[test]
fn a_new_person_accepts_with_a_password_and_twice_is_once() {
    let (instance, owner) = Instance::set_up();
    let id = invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    let ann = Actor::anonymous();
    let offer: Offer = ann.get(&instance, &link).json();
    assert_eq!(
        (offer.organization.name.as_str(), offer.email.as_str(), offer.known),
        ("Northwind", "ann@x.example", false)
    );
    let accept = json!({ "name": "Ann Lee", "password": PASSWORD });
    ann.post(&instance, &format!("{link}/accept"), &json!({ "name": "Ann", "password": "short" }))
        .refused(Code::PasswordTooShort);
    let first: Answered = ann.post(&instance, &format!("{link}/accept"), &accept).json();
    let second: Answered = Actor::anonymous().post(&instance, &format!("{link}/accept"), &accept).json();
    assert_eq!(first, second);
    let session: Value = ann.get(&instance, "/api/v1/session").json();
    assert_eq!(
        (session["user"]["name"].as_str(), session["role"].as_str()),
        (Some("Ann Lee"), Some("standard"))
    );
    let members: Vec<Value> = instance.rows("SELECT status FROM members WHERE email = 'ann@x.example'");
    assert_eq!(members, [json!({ "status": "active" })]);
    let shown: InvitationWithTrail = owner.get(&instance, &format!("/api/v1/invitations/{id}")).json();
    let steps: Vec<_> = shown.trail.iter().map(|entry| entry.step).collect();
    assert_eq!(steps, [TrailStep::Queued, TrailStep::Sent, TrailStep::OpenedByRobot, TrailStep::Accepted]);
}

#[test]
fn a_known_person_accepts_with_one_press_and_only_as_themselves() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    invite(&instance, &owner, "eve@elsewhere.example");
    let link = instance.link("eve@elsewhere.example");
    let accept = format!("{link}/accept");
    let offer: Offer = Actor::anonymous().get(&instance, &link).json();
    assert!(offer.known);
    Actor::anonymous().post(&instance, &accept, &json!({})).refused(Code::Unauthenticated);
    let takeover = json!({ "name": "Eve", "password": "a password of somebody else" });
    Actor::anonymous().post(&instance, &accept, &takeover).refused(Code::Unauthenticated);
    let wrong = owner.post(&instance, &accept, &json!({})).refused(Code::WrongAccount);
    assert!(
        wrong.detail.contains("eve@elsewhere.example") && wrong.detail.contains("dana@northwind.example")
    );
    for _ in 0..2 {
        let answered: Answered = eve.post(&instance, &accept, &json!({})).json();
        assert_eq!(answered.status.as_str(), "accepted");
    }
    let session: Session = eve.get(&instance, "/api/v1/session").json();
    assert_eq!((session.organization.name.as_str(), session.role), ("Northwind", Some(Role::Standard)));
    let there = json!({ "organization": session.organizations[0].id });
    let moved: Session = eve.post(&instance, "/api/v1/session/switch", &there).json();
    assert_eq!((moved.organization.name.as_str(), moved.role), ("Elsewhere", Some(Role::Owner)));
    eve.post(
        &instance,
        "/api/v1/session/switch",
        &json!({ "organization": "org_7zzzzzzzzzzzzzzzzzzzzzzzzz" }),
    )
    .refused(Code::NotFound);
}

#[test]
fn who_was_removed_signs_in_to_accept_again_and_to_nothing_else() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let ann: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'ann@x.example'");
    owner.delete(&instance, &format!("/api/v1/members/{}", ann[0]["id"].as_str().unwrap())).expect(200);
    let browser = Actor::anonymous();
    let form = [("email", "ann@x.example"), ("password", PASSWORD)];
    browser.form(&instance, "/sign-in", &form).expect(401);
    invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    browser.form(&instance, "/sign-in", &form).expect(303);
    browser.get(&instance, "/api/v1/session").refused(Code::Unauthenticated);
    browser.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
    let session: Session = browser.get(&instance, "/api/v1/session").json();
    assert_eq!(session.organization.name, "Northwind");
    let again: Vec<Value> =
        instance.rows("SELECT id FROM members WHERE email = 'ann@x.example' AND status = 'active'");
    assert_eq!(again, ann);
}

#[test]
fn declining_frees_and_tells_and_can_be_invited_again() {
    let (instance, owner) = Instance::set_up();
    invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    for _ in 0..2 {
        let answered: Answered =
            Actor::anonymous().post(&instance, &format!("{link}/decline"), &json!({})).json();
        assert_eq!(answered.status.as_str(), "declined");
    }
    Actor::anonymous()
        .post(&instance, &format!("{link}/accept"), &json!({ "name": "Ann", "password": PASSWORD }))
        .refused(Code::InvitationDeclined);
    let again: Value = owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "ann@x.example" }] }))
        .json();
    assert_eq!(again["results"][0]["outcome"], "invited");
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    let members: Vec<Value> =
        instance.rows("SELECT count(*) AS n FROM members WHERE email = 'ann@x.example'");
    assert_eq!(members[0]["n"], 1);
}

#[test]
fn an_expired_invitation_is_asked_for_once_and_revived_with_the_same_link() {
    let (instance, owner) = Instance::set_up();
    let id = invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    instance.pass_days(14);
    Actor::anonymous()
        .post(&instance, &format!("{link}/accept"), &json!({ "name": "Ann", "password": PASSWORD }))
        .refused(Code::InvitationExpired);
    instance.tick();
    for _ in 0..2 {
        Actor::anonymous().post(&instance, &format!("{link}/request"), &json!({})).expect(200);
    }
    assert_eq!(instance.mails("dana@northwind.example").len(), 1);
    let home: Value = owner.get(&instance, "/api/v1/home").json();
    assert_eq!(home["requests"], 1);
    owner.post(&instance, &format!("/api/v1/invitations/{id}/resend"), &json!({})).expect(200);
    assert_eq!(instance.link("ann@x.example"), link);
    Actor::joined_by_link(&instance, &link);
}

#[test]
fn a_canceled_link_is_dead_at_once() {
    let (instance, owner) = Instance::set_up();
    let id = invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    owner.post(&instance, &format!("/api/v1/invitations/{id}/cancel"), &json!({})).expect(200);
    owner.post(&instance, &format!("/api/v1/invitations/{id}/cancel"), &json!({})).expect(200);
    Actor::anonymous()
        .post(&instance, &format!("{link}/accept"), &json!({ "name": "Ann", "password": PASSWORD }))
        .refused(Code::InvitationCanceled);
    owner.get(&instance, &format!("/api/v1/invitations/{id}/link")).refused(Code::InvitationCanceled);
}

#[test]
fn the_link_of_somebody_who_will_hold_more_is_not_shown() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    let adam = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let rows = json!({ "invitations": [
        { "email": "olga@x.example", "role": "owner" },
        { "email": "ada@x.example", "role": "admin" },
        { "email": "sam@x.example" },
    ] });
    let sent: Value = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let link =
        |row: usize| format!("/api/v1/invitations/{}/link", sent["results"][row]["id"].as_str().unwrap());
    for row in [0, 1] {
        lee.get(&instance, &link(row)).refused(Code::RoleNotGrantable);
    }
    lee.get(&instance, &link(2)).expect(200);
    adam.get(&instance, &link(0)).refused(Code::RoleNotGrantable);
    adam.get(&instance, &link(1)).expect(200);
    for row in 0..3 {
        owner.get(&instance, &link(row)).expect(200);
    }
    let again = format!("/api/v1/invitations/{}/resend", sent["results"][0]["id"].as_str().unwrap());
    let resent = lee.post(&instance, &again, &json!({})).expect(200);
    assert!(!resent.text().contains("/i/"), "{}", resent.text());
}

#[test]
fn a_get_changes_nothing_but_the_trail() {
    let (instance, owner) = Instance::set_up();
    invite(&instance, &owner, "ann@x.example");
    let link = instance.link("ann@x.example");
    let state = || -> Vec<Value> {
        instance.rows("SELECT i.*, m.status AS member_status, m.operation_id AS o FROM invitations i JOIN members m ON m.id = i.member_id")
    };
    let before = state();
    for _ in 0..20 {
        Actor::anonymous().get(&instance, &link).expect(200);
    }
    assert_eq!(state(), before);
    let trail: Vec<Value> =
        instance.rows("SELECT count(*) AS n FROM invitation_trail WHERE step LIKE 'opened%'");
    assert_eq!(trail[0]["n"], 1);
}

#[test]
fn a_typed_code_leads_to_the_invitation() {
    let (instance, owner) = Instance::set_up();
    let id = invite(&instance, &owner, "ann@x.example");
    let link: Value = owner.get(&instance, &format!("/api/v1/invitations/{id}/link")).json();
    let path = instance.link("ann@x.example");
    assert!(link["url"].as_str().unwrap().ends_with(&path));
    let typed = link["code"].as_str().unwrap().to_lowercase().replace('-', " ");
    let found = Actor::anonymous().form(&instance, "/join", &[("code", &typed)]).expect(303);
    assert_eq!(found.reply.headers()["location"], path.as_str());
    for _ in 0..20 {
        Actor::anonymous().form(&instance, "/join", &[("code", "0000-0000")]).expect(422);
    }
    Actor::anonymous().form(&instance, "/join", &[("code", &typed)]).expect(429);
}
