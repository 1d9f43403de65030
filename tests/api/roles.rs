//! Roles that an organization makes, and what stands beside a member's role.

use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::{Permission, Permissions, Role};
use shared::api::Page;
use shared::api::roles::{MemberPermissions, RoleInfo, RolePreview};
use shared::api::session::Session;
use usher_tests::{Actor, Instance};

const ROLES: &str = "/api/v1/roles";

fn make(instance: &Instance, by: &Actor, name: &str, permissions: &[&str]) -> RoleInfo {
    let body = json!({ "name": name, "based_on": "standard", "permissions": permissions });
    by.post(instance, ROLES, &body).json()
}

fn member(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    format!("/api/v1/members/{}", rows[0]["id"].as_str().unwrap())
}

fn session(instance: &Instance, actor: &Actor) -> Session {
    actor.get(instance, "/api/v1/session").json()
}

fn held(instance: &Instance, actor: &Actor) -> Vec<&'static str> {
    session(instance, actor).permissions.into_iter().map(Permission::as_str).collect()
}

/// covers: C2, E9
#[test]
fn an_organization_makes_roles_besides_the_built_in_ones() {
    let (instance, owner) = Instance::set_up();
    let made = make(&instance, &owner, "Front desk", &["members:read", "invitations:manage"]);
    assert!(!made.built_in && made.based_on == Some(Role::Standard));
    let ann = Actor::joined(&instance, &owner, "ann@x.example", made.id);
    assert_eq!(held(&instance, &ann), ["members:read", "invitations:manage"]);
    let seen = session(&instance, &ann);
    assert_eq!(seen.role, Some(made.id));
    assert_eq!(seen.roles[0].name, "Front desk");
    let list: Page<RoleInfo> = ann.get(&instance, ROLES).json();
    let names: Vec<_> = list.items.iter().map(|role| (role.name.as_str(), role.members)).collect();
    assert_eq!(names[0], ("Owner", 1));
    assert_eq!(names.last(), Some(&("Front desk", 1)));
    assert_eq!(list.items.len(), Role::BUILT_IN.len() + 1);
    let one: RoleInfo = ann.get(&instance, &format!("{ROLES}/admin")).json();
    assert!(one.built_in && one.permissions == Role::Admin.permissions());
    owner
        .post(&instance, ROLES, &json!({ "name": "front DESK", "based_on": "agent" }))
        .refused(Code::NameTaken);
    owner.post(&instance, ROLES, &json!({ "name": "Inhaber", "based_on": "agent" })).refused(Code::NameTaken);
    owner.post(&instance, ROLES, &json!({ "name": " ", "based_on": "agent" })).refused(Code::InvalidBody);
    owner
        .post(&instance, ROLES, &json!({ "name": "X", "based_on": "agent", "permissions": ["all"] }))
        .refused(Code::InvalidBody);
    let nowhere = "role_01h455vb4pex5vsknk084sn02q";
    owner.post(&instance, ROLES, &json!({ "name": "X", "based_on": nowhere })).refused(Code::UnknownRole);
    owner.get(&instance, &format!("{ROLES}/{nowhere}")).refused(Code::NotFound);
    owner.patch(&instance, &format!("{ROLES}/admin"), &json!({})).refused(Code::NotInThisState);
    let copy: RoleInfo =
        owner.post(&instance, ROLES, &json!({ "name": "Vorzimmer ✨ מזכירות", "based_on": made.id })).json();
    assert_eq!(copy.permissions, made.permissions);
}

#[test]
fn another_organization_has_its_own_roles() {
    let (instance, owner) = Instance::set_up();
    let made = make(&instance, &owner, "Front desk", &["members:read"]);
    let eve = Actor::of_another_organization(&instance);
    eve.get(&instance, &format!("{ROLES}/{}", made.id)).refused(Code::NotFound);
    eve.patch(&instance, &format!("{ROLES}/{}", made.id), &json!({ "name": "X" })).refused(Code::NotFound);
    eve.delete(&instance, &format!("{ROLES}/{}", made.id)).refused(Code::NotFound);
    let rows = json!({ "invitations": [{ "email": "spy@x.example", "role": made.id }] });
    let answer: Value = eve.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(answer["results"][0]["code"], "unknown_role");
    let ed = Actor::joined(&instance, &owner, "ed@x.example", Role::Standard);
    drop(ed);
    eve.get(&instance, &format!("{}/permissions", member(&instance, "ed@x.example"))).refused(Code::NotFound);
    // The same name is free there.
    make(&instance, &eve, "Front desk", &["check"]);
}

/// covers: C3, C16, E16
#[test]
fn a_changed_role_counts_on_the_next_request_of_its_holders() {
    let (instance, owner) = Instance::set_up();
    let made = make(&instance, &owner, "Front desk", &["members:read"]);
    let path = format!("{ROLES}/{}", made.id);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", made.id);
    ann.get(&instance, "/api/v1/members").expect(200);
    ann.get(&instance, "/api/v1/events").refused(Code::Forbidden);
    owner.patch(&instance, &path, &json!({ "permissions": ["events:read"] })).expect(200);
    ann.get(&instance, "/api/v1/members").refused(Code::Forbidden);
    ann.get(&instance, "/api/v1/events").expect(200);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=role.").json();
    assert_eq!(events["items"][0]["details"]["gained"], json!(["events:read"]));
    assert_eq!(events["items"][0]["details"]["lost"], json!(["members:read"]));
}

#[test]
fn nobody_makes_or_changes_a_role_beyond_their_own() {
    let (instance, owner) = Instance::set_up();
    let keeper = make(&instance, &owner, "Keeper", &["members:read", "members:edit", "roles:manage"]);
    let auditor = make(&instance, &owner, "Auditor", &["events:read"]);
    let kim = Actor::joined(&instance, &owner, "kim@x.example", keeper.id);
    let ann = member(&instance, "kim@x.example");
    let more = json!({ "name": "More", "based_on": "standard", "permissions": ["tokens:manage"] });
    kim.post(&instance, ROLES, &more).refused(Code::RoleNotGrantable);
    kim.post(&instance, ROLES, &json!({ "name": "Boss", "based_on": "admin" }))
        .refused(Code::RoleNotGrantable);
    let own = format!("{ROLES}/{}", keeper.id);
    let wider = json!({ "permissions": ["members:read", "roles:manage", "events:read"] });
    kim.patch(&instance, &own, &wider).refused(Code::RoleNotGrantable);
    kim.post(&instance, &format!("{own}/preview"), &wider).refused(Code::RoleNotGrantable);
    let theirs = format!("{ROLES}/{}", auditor.id);
    kim.patch(&instance, &theirs, &json!({ "permissions": [] })).refused(Code::RoleNotGrantable);
    kim.delete(&instance, &theirs).refused(Code::RoleNotGrantable);
    kim.patch(&instance, &ann, &json!({ "role": auditor.id })).refused(Code::RoleNotGrantable);
    kim.patch(&instance, &ann, &json!({ "role": "license_admin" })).refused(Code::RoleNotGrantable);
    let unheard = json!({ "role": "role_01h455vb4pex5vsknk084sn02q" });
    owner.patch(&instance, &ann, &unheard).refused(Code::UnknownRole);
    let many = json!({ "act": { "verb": "set_role", "role": auditor.id }, "to": { "members": [ann.rsplit('/').next()] } });
    let many: Value = kim.post(&instance, "/api/v1/members/bulk", &many).json();
    assert_eq!(many["results"][0]["code"], "role_not_grantable");
    // Somebody with such a role can't be removed or taken it from by those who hold less.
    Actor::joined(&instance, &owner, "aud@x.example", auditor.id);
    kim.patch(&instance, &member(&instance, "aud@x.example"), &json!({ "role": "standard" }))
        .refused(Code::RoleNotGrantable);
}

/// covers: D4, D5
#[test]
fn grants_and_denials_stand_beside_the_role() {
    let (instance, owner) = Instance::set_up();
    let invited = json!({ "invitations": [{ "email": "ann@x.example" }] });
    owner.post(&instance, "/api/v1/invitations", &invited).expect(200);
    let path = format!("{}/permissions", member(&instance, "ann@x.example"));
    let set = json!({ "grants": ["events:read", "export"], "denials": ["insights:read", "export"] });
    owner.put(&instance, &path, &set).refused(Code::NotInThisState);
    let ann = Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    ann.get(&instance, "/api/v1/events").refused(Code::Forbidden);
    let now: MemberPermissions = owner.put(&instance, &path, &set).json();
    assert_eq!(now.effective, Permissions::of(&[Permission::ReadEvents]));
    assert_eq!(held(&instance, &ann), ["events:read"]);
    ann.get(&instance, "/api/v1/events").expect(200);
    // They come back as they went, and somebody who was removed comes back with their role alone.
    let one = member(&instance, "ann@x.example");
    owner.post(&instance, &format!("{one}/disable"), &json!({})).expect(200);
    owner.post(&instance, &format!("{one}/enable"), &json!({})).expect(200);
    let again: MemberPermissions = owner.get(&instance, &path).json();
    assert_eq!(again, now);
    owner.delete(&instance, &one).expect(200);
    owner.get(&instance, &path).refused(Code::NotFound);
    owner.put(&instance, &path, &set).refused(Code::NotFound);
    owner.post(&instance, "/api/v1/invitations", &invited).expect(200);
    let fresh: MemberPermissions = owner.get(&instance, &path).json();
    assert!(fresh.grants.is_empty() && fresh.denials.is_empty());
}

#[test]
fn a_token_follows_what_is_denied_to_its_maker() {
    let (instance, owner) = Instance::set_up();
    let adam = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let token = json!({ "name": "sync", "scopes": ["members:read", "events:read"] });
    let made: Value = adam.post(&instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    program.get(&instance, "/api/v1/events").expect(200);
    let path = format!("{}/permissions", member(&instance, "adam@x.example"));
    owner.put(&instance, &path, &json!({ "grants": [], "denials": ["events:read"] })).expect(200);
    program.get(&instance, "/api/v1/events").refused(Code::Forbidden);
    program.get(&instance, "/api/v1/members").expect(200);
    adam.post(&instance, "/api/v1/tokens", &token).refused(Code::RoleNotGrantable);
}

/// Two who deny each other everything: an owner is always left who sets it right.
#[test]
fn denials_in_a_circle_leave_an_owner() {
    let (instance, owner) = Instance::set_up();
    let [adam, bea] =
        ["adam@x.example", "bea@x.example"].map(|email| Actor::joined(&instance, &owner, email, Role::Admin));
    let path = |email| format!("{}/permissions", member(&instance, email));
    let nothing = json!({ "grants": [], "denials": Role::Admin.permissions() });
    let clear = json!({ "grants": [], "denials": [] });
    adam.put(&instance, &path("adam@x.example"), &nothing).refused(Code::OwnRights);
    adam.put(&instance, &path("dana@northwind.example"), &nothing).refused(Code::OwnerHoldsAll);
    adam.put(&instance, &path("bea@x.example"), &nothing).expect(200);
    bea.put(&instance, &path("adam@x.example"), &nothing).refused(Code::Forbidden);
    instance.arrange(&format!(
        "UPDATE members SET denials = '{}' WHERE email IN ('adam@x.example', 'dana@northwind.example')",
        Permissions::ALL.to_stored()
    ));
    adam.put(&instance, &path("bea@x.example"), &clear).refused(Code::Forbidden);
    owner.put(&instance, &path("bea@x.example"), &clear).expect(200);
    bea.put(&instance, &path("adam@x.example"), &clear).expect(200);
    adam.get(&instance, "/api/v1/members").expect(200);
}

/// Two admins at one role or person: the second is told what the first one changed.
#[test]
fn who_comes_second_is_told_what_changed() {
    let (instance, owner) = Instance::set_up();
    let adam = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    let made = make(&instance, &owner, "Front desk", &["members:read"]);
    let path = format!("{ROLES}/{}", made.id);
    let seen = made.version.unwrap();
    let answer = owner.get(&instance, &path).expect(200);
    assert_eq!(answer.reply.headers()["etag"], format!("\"{seen}\"").as_str());
    let first = json!({ "permissions": ["members:read", "events:read"] });
    owner.change_seen(&instance, Method::PATCH, &path, &first, &seen).expect(200);
    let second = json!({ "permissions": ["members:read", "check"] });
    let told =
        adam.change_seen(&instance, Method::PATCH, &path, &second, &seen).refused(Code::ChangedMeanwhile);
    assert!(
        told.detail.contains("Dana Whitfield changed this role: it may also do events:read"),
        "{}",
        told.detail
    );
    adam.change_seen(&instance, Method::PATCH, &path, &second, "nonsense").refused(Code::ChangedMeanwhile);
    let now: RoleInfo = adam.get(&instance, &path).json();
    // Whoever takes compressed answers gets the version as a weak one.
    let weak = format!("W/\"{}\"", now.version.unwrap());
    adam.change_seen(&instance, Method::PATCH, &path, &second, &weak).expect(200);

    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let path = format!("{}/permissions", member(&instance, "ann@x.example"));
    let before: MemberPermissions = adam.get(&instance, &path).json();
    owner.put(&instance, &path, &json!({ "grants": ["check"], "denials": [] })).expect(200);
    let second = json!({ "grants": [], "denials": ["insights:read"] });
    let told = adam
        .change_seen(&instance, Method::PUT, &path, &second, &before.version)
        .refused(Code::ChangedMeanwhile);
    assert!(told.detail.contains("granted: check"), "{}", told.detail);
}

/// Two admins at one person: nothing of the second change is done, its teams neither.
#[test]
fn a_person_changed_meanwhile_is_left_alone() {
    let (instance, owner) = Instance::set_up();
    let team: Value = owner.post(&instance, "/api/v1/teams", &json!({ "name": "Library" })).json();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let path = member(&instance, "ann@x.example");
    let answer = owner.get(&instance, &path).expect(200);
    let seen = answer.reply.headers()["etag"].to_str().unwrap().trim_matches('"').to_owned();
    owner.change_seen(&instance, Method::PATCH, &path, &json!({ "role": "agent" }), &seen).expect(200);
    let second = json!({ "name": "Ann", "teams": [team["id"]] });
    let told =
        owner.change_seen(&instance, Method::PATCH, &path, &second, &seen).refused(Code::ChangedMeanwhile);
    assert!(told.detail.contains("role from standard to agent"), "{}", told.detail);
    let now: Value = owner.get(&instance, &path).json();
    assert_eq!((&now["role"], &now["teams"]), (&json!("agent"), &json!([])));
    owner.change_seen(&instance, Method::PATCH, &path, &second, "nonsense").refused(Code::ChangedMeanwhile);
    owner.patch(&instance, &path, &second).expect(200);
}

/// One model for staff and customers: what differs comes from the role.
///
/// covers: C1
#[test]
fn a_customer_is_an_account_like_any_other() {
    let (instance, owner) = Instance::set_up();
    let customer = Actor::joined(&instance, &owner, "cus@x.example", Role::Customer);
    let path = member(&instance, "cus@x.example");
    assert!(session(&instance, &customer).permissions.is_empty());
    customer.get(&instance, "/api/v1/me/licenses").expect(200);
    customer.get(&instance, "/api/v1/members").refused(Code::Forbidden);
    let listed: Value = owner.get(&instance, "/api/v1/members?role=customer").json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    owner.patch(&instance, &path, &json!({ "role": "license_admin" })).expect(200);
    customer.get(&instance, "/api/v1/members").expect(200);
}

#[test]
fn what_changes_for_whom_is_told_before() {
    let (instance, owner) = Instance::set_up();
    let made = make(&instance, &owner, "Front desk", &["members:read", "tokens:manage"]);
    let path = format!("{ROLES}/{}", made.id);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", made.id);
    Actor::joined(&instance, &owner, "bo@x.example", made.id);
    ann.post(&instance, "/api/v1/tokens", &json!({ "name": "x", "scopes": ["members:read"] })).expect(200);
    let rows = json!({ "invitations": [{ "email": "cy@x.example", "role": made.id }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let beside = json!({ "grants": ["members:read"], "denials": ["events:read"] });
    owner.put(&instance, &format!("{}/permissions", member(&instance, "bo@x.example")), &beside).expect(200);
    let wanted = json!({ "permissions": ["events:read", "tokens:manage"] });
    let preview: RolePreview = owner.post(&instance, &format!("{path}/preview"), &wanted).json();
    assert_eq!((preview.members, preview.invited, preview.tokens), (2, 1, 1));
    assert_eq!(preview.gained, Permissions::of(&[Permission::ReadEvents]));
    assert_eq!(preview.lost, Permissions::of(&[Permission::ReadMembers]));
    let [bo] = preview.otherwise.as_slice() else { panic!("{preview:?}") };
    assert!(bo.gained.is_empty() && bo.lost.is_empty());
    assert_eq!(held(&instance, &ann), ["members:read", "tokens:manage"]);
}

/// A role deleted while held is refused, or its holders get another in the same write.
#[test]
fn a_role_that_is_held_goes_only_with_a_replacement() {
    let (instance, owner) = Instance::set_up();
    let made = make(&instance, &owner, "Front desk", &["members:read"]);
    let path = format!("{ROLES}/{}", made.id);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", made.id);
    let rows = json!({ "invitations": [{ "email": "bo@x.example", "role": made.id }, { "email": "cy@x.example", "role": made.id }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    owner.delete(&instance, &member(&instance, "cy@x.example")).expect(200);
    let held = owner.delete(&instance, &path).refused(Code::RoleHeld);
    assert!(held.detail.starts_with("2 have"), "{}", held.detail);
    owner.delete(&instance, &format!("{path}?replacement={}", made.id)).refused(Code::InvalidParameter);
    owner.delete(&instance, &format!("{path}?replacement=chief")).refused(Code::InvalidParameter);
    // The schema holds it, whoever asks.
    let gone = format!("DELETE FROM roles WHERE id = '{}'", made.id);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| instance.arrange(&gone))).is_err());
    owner.delete(&instance, &format!("{path}?replacement=collaborator")).expect(200);
    assert_eq!(session(&instance, &ann).role, Some(Role::Collaborator));
    let bo = Actor::joined_by_link(&instance, &instance.link("bo@x.example"));
    assert_eq!(session(&instance, &bo).role, Some(Role::Collaborator));
    owner.get(&instance, &path).refused(Code::NotFound);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=member.changed").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 2);
    // One that is offered alone stays as well, with whatever else the batch does.
    let offered = make(&instance, &owner, "Night desk", &[]);
    let rows = json!({ "invitations": [{ "email": "dee@x.example", "role": offered.id }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let refused = instance.attempt(&format!("DELETE FROM roles WHERE id = '{}'", offered.id)).unwrap_err();
    assert!(refused.contains("role_held"), "{refused}");
    owner.delete(&instance, &format!("{ROLES}/{}?replacement=standard", offered.id)).expect(200);
    let unused = make(&instance, &owner, "Unused", &[]);
    owner.delete(&instance, &format!("{ROLES}/{}", unused.id)).expect(200);
    assert!(instance.rows::<Value>("SELECT 1 FROM roles").is_empty());
}

#[test]
fn an_organization_makes_at_most_a_hundred_roles() {
    let (instance, owner) = Instance::set_up();
    for number in 0..100 {
        make(&instance, &owner, &format!("Role {number}"), &[]);
    }
    let one_more = json!({ "name": "One more", "based_on": "standard" });
    owner.post(&instance, ROLES, &one_more).refused(Code::TooManyRoles);
}

/// covers: E17
#[test]
fn last_sign_ins_are_seen_by_those_who_may() {
    let (instance, owner) = Instance::set_up();
    let col = Actor::joined(&instance, &owner, "col@x.example", Role::Collaborator);
    let one = member(&instance, "col@x.example");
    for path in ["/api/v1/members", one.as_str()] {
        assert!(owner.get(&instance, path).text().contains("last_sign_in_at"), "{path}");
        assert!(!col.get(&instance, path).text().contains("last_sign_in_at"), "{path}");
    }
    let page: Page<shared::api::members::Member> = col.get(&instance, "/api/v1/members").json();
    assert_eq!(page.items.len(), 2);
}
