//! Domains, who has authority over them, and what that authority does to an address.

mod proved;

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::domains::Domain;
use shared::api::invitations::{Outcome, RowResults};
use shared::domain::Proved;
use shared::error::Problem;
use usher_tests::{Actor, Instance, PASSWORD};

const ID: &str = "01h455vb4pex5vsknk084sn02q";

/// Makes the acting member a domain admin of a proved domain, beneath the API.
fn give_authority(instance: &Instance, address: &str, domain: &str) {
    instance.arrange(&format!(
        "INSERT INTO domains SELECT 'dom_{ID}', organization_id, '{domain}', 'dns', '2026-11-24T10:00:00.000Z', 'Dana', \
         '2026-11-24T10:00:00.000Z', '' FROM members WHERE email = '{address}'"
    ));
    instance.arrange(&format!(
        "INSERT INTO domain_admins SELECT 'dom_{ID}', id, organization_id, 'Dana', '2026-11-24T10:00:00.000Z', '' \
         FROM members WHERE email = '{address}'"
    ));
}

fn license(instance: &Instance, owner: &Actor, seats: u32) -> String {
    let body = json!({ "name": "Kaia", "type": "school", "seats": seats });
    let made: Value = owner.post(instance, "/api/v1/licenses", &body).json();
    made["id"].as_str().unwrap().to_owned()
}

fn invite(instance: &Instance, by: &Actor, license: &str, emails: &[&str]) -> Vec<Outcome> {
    let rows: Vec<_> = emails.iter().map(|email| json!({ "email": email, "licenses": [license] })).collect();
    let done: RowResults = by.post(instance, "/api/v1/invitations", &json!({ "invitations": rows })).json();
    done.results.into_iter().map(|result| result.outcome).collect()
}

/// covers: B5, B11, B12, B17
#[test]
fn a_domain_admin_adds_their_own_at_once_and_invites_everybody_else() {
    let (instance, owner) = Instance::set_up();
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 5);
    let rows = ["ann@northwind.example", "bo@other.example", "cy@sub.northwind.example"];
    let preview: RowResults = owner
        .post(&instance, "/api/v1/invitations/preview", &json!({ "invitations": [{ "email": rows[0] }] }))
        .json();
    assert_eq!(preview.results[0].outcome, Outcome::Added);
    assert_eq!(
        invite(&instance, &owner, &license, &rows),
        [Outcome::Added, Outcome::Invited, Outcome::Invited]
    );
    let ann: Vec<Value> = instance.rows(
        "SELECT m.status, a.status AS seat, a.door, a.reason FROM members m JOIN assignments a ON a.member_id = m.id WHERE m.email LIKE 'ann@%'",
    );
    assert_eq!(ann, [json!({ "status": "active", "seat": "accepted", "door": "email", "reason": "added" })]);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=member.").json();
    assert_eq!(events["items"][0]["kind"], "member.added");
    let seats: Value = owner.get(&instance, &format!("/api/v1/licenses/{license}")).json();
    assert_eq!((&seats["seats"]["held"], &seats["seats"]["reserved"]), (&json!(1), &json!(2)));
    let report: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(report["differences"], json!([]));
}

/// covers: B11
#[test]
fn a_license_admin_without_a_domain_only_invites_whoever_else_has_one() {
    let (instance, owner) = Instance::set_up();
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 5);
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    assert_eq!(invite(&instance, &lee, &license, &["ann@northwind.example"]), [Outcome::Invited]);
    // A program acts with the authority of whoever made its token.
    let token = json!({ "name": "Sync", "scopes": ["invitations:manage"] });
    let made: Value = owner.post(&instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    assert_eq!(invite(&instance, &program, &license, &["bo@northwind.example"]), [Outcome::Added]);
    let doors: Vec<Value> = instance.rows("SELECT door FROM assignments ORDER BY id");
    assert_eq!(doors, [json!({ "door": "email" }), json!({ "door": "api" })]);
}

/// covers: B12
#[test]
fn whoever_was_added_chooses_a_password_by_a_code_and_is_in() {
    let (instance, owner) = Instance::set_up();
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 5);
    invite(&instance, &owner, &license, &["ann@northwind.example"]);
    let mail = instance.mails("ann@northwind.example").pop().unwrap();
    assert!(mail.text.contains("Dana Whitfield added you to Northwind") && mail.text.contains("/reset"));
    let ann = Actor::anonymous();
    let credentials = |password: &str| json!({ "email": "ann@northwind.example", "password": password });
    for guess in ["", PASSWORD] {
        ann.post(&instance, "/api/v1/session", &credentials(guess)).refused(Code::WrongCredentials);
    }
    ann.form(&instance, "/reset", &[("email", "ann@northwind.example")]);
    let subject = instance
        .mails("ann@northwind.example")
        .into_iter()
        .find(|mail| !mail.text.contains("added you"))
        .unwrap()
        .subject;
    let code =
        subject.split_whitespace().find(|word| word.len() == 9 && word.contains('-')).unwrap().to_owned();
    let fields = [("email", "ann@northwind.example"), ("code", &code), ("password", PASSWORD)];
    ann.form(&instance, "/reset/code", &fields).expect(303);
    ann.post(&instance, "/api/v1/session", &credentials(PASSWORD)).expect(200);
}

/// covers: B12
#[test]
fn an_open_invitation_is_answered_by_authority_and_keeps_its_seat() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 1);
    assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Invited]);
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Added]);
    let ann: Vec<Value> = instance.rows(
        "SELECT i.status, a.status AS seat FROM invitations i JOIN assignments a ON a.invitation_id = i.id",
    );
    assert_eq!(ann, [json!({ "status": "accepted", "seat": "accepted" })]);
    let again = owner.post(
        &instance,
        "/api/v1/invitations",
        &json!({ "invitations": [{ "email": "ann@northwind.example", "licenses": [license] }] }),
    );
    assert_eq!(again.json::<RowResults>().results[0].code, Some(Code::AlreadyMember));
}

/// covers: B12
#[test]
fn adding_at_once_goes_through_the_gate_and_takes_all_seats_or_none() {
    let (instance, owner) = Instance::set_up();
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 1);
    let emails = ["ann@northwind.example", "bo@northwind.example"];
    assert_eq!(invite(&instance, &owner, &license, &emails), [Outcome::Added, Outcome::Refused]);
    let people: Vec<Value> = instance.rows("SELECT email FROM members WHERE email LIKE 'bo@%'");
    assert!(people.is_empty());
    assert!(instance.mails("bo@northwind.example").is_empty());
    // Beneath the judge too: the database leaves out whoever finds no seat.
    instance.arrange(&format!(
        "INSERT INTO additions SELECT 'add_{ID}', organization_id, 'mem_{ID}', 'usr_{ID}', 'cy@northwind.example', '', 'standard', \
         json_array(json_object('license', '{license}', 'assignment', 'asg_{ID}')), 'email', '', '', '' FROM domains"
    ));
    assert!(instance.rows::<Value>("SELECT id FROM members WHERE email LIKE 'cy@%'").is_empty());
}

#[test]
fn authority_ends_with_the_membership_and_is_of_one_organization() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 5);
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    give_authority(&instance, "lee@x.example", "northwind.example");
    assert_eq!(invite(&instance, &lee, &license, &["ann@northwind.example"]), [Outcome::Added]);
    assert_eq!(invite(&instance, &owner, &license, &["bo@northwind.example"]), [Outcome::Invited]);
    let member: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'lee@x.example'");
    owner.delete(&instance, &format!("/api/v1/members/{}", member[0]["id"].as_str().unwrap())).expect(200);
    assert!(instance.rows::<Value>("SELECT * FROM domain_admins").is_empty());
}

fn add(instance: &Instance, by: &Actor, name: &str) -> Domain {
    by.post(instance, "/api/v1/domains", &json!({ "name": name })).json()
}

fn path(domain: &Domain, rest: &str) -> String {
    format!("/api/v1/domains/{}{rest}", domain.id)
}

#[test]
fn a_txt_record_proves_a_domain_and_an_admin_gets_authority() {
    for at in ["northwind.example", "_usher.northwind.example"] {
        let (instance, owner) = Instance::set_up();
        let domain = add(&instance, &owner, "Northwind.Example");
        assert_eq!(domain.record.names, ["northwind.example", "_usher.northwind.example"]);
        let verify = |code| owner.post(&instance, &path(&domain, "/verify"), &json!({})).refused(code);
        assert!(verify(Code::DomainNotProved).detail.contains("no TXT record"));
        instance.zone.say(at, "v=spf1 -all");
        instance.zone.say(at, "usher-verify=of-somebody-else");
        assert!(verify(Code::DomainNotProved).detail.contains(&domain.record.value));
        instance.zone.say(at, &domain.record.value);
        for _ in 0..2 {
            let proved: Domain = owner.post(&instance, &path(&domain, "/verify"), &json!({})).json();
            assert_eq!(proved.how, Some(Proved::Dns));
        }
        let license = license(&instance, &owner, 5);
        assert_eq!(invite(&instance, &owner, &license, &["ann@northwind.example"]), [Outcome::Invited]);
        let dana: Vec<Value> = instance.rows("SELECT id FROM members WHERE email LIKE 'dana@%'");
        let body = json!({ "member": dana[0]["id"] });
        for _ in 0..2 {
            let with: Domain = owner.post(&instance, &path(&domain, "/admins"), &body).json();
            assert_eq!(with.admins.len(), 1);
        }
        assert_eq!(invite(&instance, &owner, &license, &["bo@northwind.example"]), [Outcome::Added]);
        let kinds: Value = owner.get(&instance, "/api/v1/events?kind=domain.").json();
        let kinds: Vec<_> =
            kinds["items"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["domain.admin_added", "domain.verified", "domain.added"]);
    }
}

#[test]
fn a_resolver_that_is_away_proves_nothing_and_says_so() {
    let (instance, owner) = Instance::set_up();
    let domain = add(&instance, &owner, "northwind.example");
    instance.zone.say("northwind.example", &domain.record.value);
    instance.zone.go_away();
    let refused = owner.post(&instance, &path(&domain, "/verify"), &json!({})).refused(Code::DomainNotProved);
    assert!(refused.detail.contains("did not answer"));
}

#[test]
fn a_domain_is_one_organizations_once_it_is_proved() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let (ours, theirs) = (add(&instance, &owner, "shared.example"), add(&instance, &eve, "shared.example"));
    assert_ne!(ours.record.value, theirs.record.value);
    let word = json!({ "how": "word" });
    owner.post(&instance, &path(&ours, "/verify"), &word).expect(200);
    for how in [json!({}), word] {
        eve.post(&instance, &path(&theirs, "/verify"), &how).refused(Code::DomainTaken);
    }
    // Whoever races past the look is held by the database.
    let race = format!(
        "UPDATE domains SET how = 'dns', verified_at = '2026-11-24T10:42:00.000Z' WHERE id = '{}'",
        theirs.id
    );
    assert!(instance.attempt(&race).unwrap_err().contains("UNIQUE"));
    eve.post(&instance, &path(&ours, "/verify"), &json!({})).refused(Code::NotFound);
    eve.delete(&instance, &path(&ours, "")).refused(Code::NotFound);
    owner.delete(&instance, &path(&ours, "")).expect(200);
    eve.post(&instance, &path(&theirs, "/verify"), &json!({ "how": "word" })).expect(200);
}

/// Domains are sold and let go: whoever has the record has the domain, and nobody else its people.
#[test]
fn a_domain_changes_hands_when_only_the_new_ones_record_is_left() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let (ours, theirs) = (add(&instance, &owner, "sold.example"), add(&instance, &eve, "sold.example"));
    let verify = |by: &Actor, domain: &Domain| by.post(&instance, &path(domain, "/verify"), &json!({}));
    instance.zone.say("sold.example", &ours.record.value);
    verify(&owner, &ours).expect(200);
    let dana: Vec<Value> = instance.rows("SELECT id FROM members WHERE email LIKE 'dana@%'");
    let body = json!({ "member": dana[0]["id"] });
    owner.post(&instance, &path(&ours, "/admins"), &body).expect(200);
    // Neither without a record of one's own, nor beside theirs, nor while nobody can tell.
    assert!(verify(&eve, &theirs).refused(Code::DomainTaken).detail.contains("take theirs out"));
    instance.zone.say("_usher.sold.example", &theirs.record.value);
    verify(&eve, &theirs).refused(Code::DomainTaken);
    instance.zone.forget("sold.example");
    let proved: Domain = verify(&eve, &theirs).json();
    assert_eq!(proved.how, Some(Proved::Dns));
    let license = license(&instance, &owner, 5);
    assert_eq!(invite(&instance, &owner, &license, &["ann@sold.example"]), [Outcome::Invited]);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=domain.removed").json();
    let told = &told["items"][0];
    assert_eq!(
        (told["actor_name"].as_str(), told["target_name"].as_str()),
        (Some("Usher"), Some("sold.example"))
    );
    verify(&owner, &add(&instance, &owner, "sold.example")).refused(Code::DomainTaken);
}

#[test]
fn bad_domains_and_admins_are_refused_where_they_stand() {
    let (instance, owner) = Instance::set_up();
    let refuse = |name: &str| -> Code {
        let answer = owner.post(&instance, "/api/v1/domains", &json!({ "name": name })).expect(422);
        serde_json::from_str::<Problem>(&answer.text()).unwrap().code
    };
    assert_eq!(refuse("gmail.com"), Code::PublicMailDomain);
    assert_eq!(refuse("nonsense"), Code::InvalidDomain);
    assert_eq!(refuse(""), Code::InvalidDomain);
    let domain = add(&instance, &owner, "northwind.example");
    owner
        .post(&instance, "/api/v1/domains", &json!({ "name": "NORTHWIND.example" }))
        .refused(Code::DomainTaken);
    Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    let stan: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'stan@x.example'");
    let admins = path(&domain, "/admins");
    owner.post(&instance, &admins, &json!({ "member": stan[0]["id"] })).refused(Code::NotInThisState);
    owner.post(&instance, &admins, &json!({ "member": format!("mem_{ID}") })).refused(Code::NotFound);
    // An admin's word is not an owner's.
    let admin = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    admin.post(&instance, &path(&domain, "/verify"), &json!({ "how": "word" })).refused(Code::Forbidden);
    owner.post(&instance, &path(&domain, "/verify"), &json!({ "how": "word" })).expect(200);
    let adam: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'adam@x.example'");
    let adam = adam[0]["id"].as_str().unwrap();
    owner.post(&instance, &admins, &json!({ "member": adam })).expect(200);
    for _ in 0..2 {
        let without: Domain = owner.delete(&instance, &format!("{admins}/{adam}")).json();
        assert!(without.admins.is_empty());
    }
}

/// Whom a domain admin adds to a full license is in at once and waits as a member: their turn brings the seat itself, no
/// invitation. covers: B12
#[test]
fn whoever_is_added_to_a_full_license_waits_as_a_member() {
    let (instance, owner) = Instance::set_up();
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let license = license(&instance, &owner, 1);
    let path = format!("/api/v1/licenses/{license}/assignments");
    let add = |emails: &[&str]| -> Vec<Outcome> {
        let rows: Vec<_> = emails.iter().map(|email| json!({ "email": email })).collect();
        let body = json!({ "assignments": rows, "when_full": "queue" });
        let done: RowResults = owner.post(&instance, &path, &body).json();
        done.results.into_iter().map(|result| result.outcome).collect()
    };
    let people = ["ann@northwind.example", "bo@northwind.example", "cy@other.example"];
    assert_eq!(add(&people), [Outcome::Added, Outcome::Queued, Outcome::Queued]);
    let standing = |email: &str| -> Vec<Value> {
        instance.rows(&format!(
            "SELECT m.status, a.status AS seat, a.door FROM members m LEFT JOIN assignments a ON a.member_id = m.id WHERE m.email = '{email}'"
        ))
    };
    assert_eq!(standing(people[1]), [json!({ "status": "active", "seat": null, "door": null })]);
    assert_eq!(standing(people[2]), [json!({ "status": "pending", "seat": null, "door": null })]);
    assert_eq!(add(&people[1..]), [Outcome::Unchanged, Outcome::Unchanged]);
    // They are told that they are in, and how to get in; nobody asks them.
    let mails = instance.mails(people[1]);
    assert!(mails.len() == 1 && !mails[0].text.contains("/i/"), "{}", mails[0].text);
    owner.patch(&instance, &format!("/api/v1/licenses/{license}"), &json!({ "seats": 3 })).expect(200);
    assert_eq!(standing(people[1]), [json!({ "status": "active", "seat": "accepted", "door": "queue" })]);
    assert_eq!(standing(people[2]), [json!({ "status": "pending", "seat": "invited", "door": "queue" })]);
    assert!(instance.mails(people[1]).len() == 1 && instance.link(people[2]).starts_with("/i/"));
    let doctor: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(doctor["differences"], json!([]));
}

/// Who was queued by somebody without authority, and is then added by a domain admin, is in while they wait.
#[test]
fn a_domain_admin_lets_in_who_waited_as_a_stranger() {
    let (instance, owner) = Instance::set_up();
    let license = license(&instance, &owner, 1);
    let path = format!("/api/v1/licenses/{license}/assignments");
    let rows = json!({ "assignments": [{ "email": "ann@northwind.example" }, { "email": "bo@northwind.example" }], "when_full": "queue" });
    owner.post(&instance, &path, &rows).expect(200);
    give_authority(&instance, "dana@northwind.example", "northwind.example");
    let again = json!({ "assignments": [{ "email": "bo@northwind.example" }], "when_full": "queue" });
    let done: RowResults = owner.post(&instance, &path, &again).json();
    assert_eq!(done.results[0].outcome, Outcome::Queued);
    let bo: Vec<Value> = instance.rows("SELECT status FROM members WHERE email LIKE 'bo@%'");
    let waiting: Vec<Value> = instance.rows("SELECT count(*) AS n FROM seat_queue WHERE state = 'waiting'");
    assert_eq!((bo[0]["status"].as_str(), waiting[0]["n"].as_u64()), (Some("active"), Some(1)));
}
